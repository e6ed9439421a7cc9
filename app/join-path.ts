/** The page of an invitation. */
export function joinPath(code: string): string {
  return `/join?code=${encodeURIComponent(code)}`;
}
