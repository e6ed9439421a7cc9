/** Random texts that open a door (API tokens, one-time links) and the hashes that are kept of them. */
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, safe in an address. */
export function makeSecretText(prefix = ""): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** SHA-256 in hex. Enough here, and only here, because the text itself is random. */
export function hashSecretText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
