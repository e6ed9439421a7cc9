/** Whether a request that changes something comes from our own pages. */
import { AppError } from "@/lib/errors";

const HARMLESS_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * For requests that a browser's cookie vouches for. Browsers name the page's origin on
 * everything that changes something; a program that sends none is no browser.
 *
 * @param ownAddress the address that people open
 * @throws AppError bad_origin
 */
export function requireOwnOrigin(request: Request, ownAddress: string): void {
  if (HARMLESS_METHODS.has(request.method)) return;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isOwn =
    origin === null
      ? site === null || site === "same-origin" || site === "none"
      : origin === new URL(ownAddress).origin || isHostOf(origin, request.headers.get("host"));
  if (!isOwn) throw new AppError("bad_origin", "This request came from another site and was refused.");
}

function isHostOf(origin: string, host: string | null): boolean {
  return host !== null && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
