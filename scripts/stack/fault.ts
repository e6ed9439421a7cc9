/** Something that the person who started Nightrun can put right: shown as one sentence, without a stack. */
export class StartFault extends Error {
  override readonly name = "StartFault";
}

/** The sentence for what the system answered, or null when it is not one of the known ones. */
export function explainSystemError(error: unknown, what: string): string | null {
  const text = error instanceof Error ? `${codeOf(error)} ${error.message}` : String(error);
  if (/ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i.test(text)) {
    return `The disk that holds ${what} is full.`;
  }
  if (/EROFS|read-only file system/i.test(text)) return `${what} lies on a disk that can only be read.`;
  if (/EACCES|EPERM|permission denied/i.test(text)) return `This user may not write to ${what}.`;
  if (/ENOTDIR|EEXIST/.test(text)) return `${what} is not a folder.`;
  return null;
}

const codeOf = (error: Error): string => ("code" in error ? String(error.code) : "");

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
