/** Codes of invitations: short enough to read out, long enough that nobody guesses one. */
import { randomInt } from "node:crypto";

/** Without I, L, O and U, which are misread or make words. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** 80 random bits as `7K3M-Q2ZD-0HVA-9XWE`. */
export function makeInvitationCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/** The code as it was made, whatever a person did to it; `null` for what can't be one. */
export function readInvitationCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  if (letters.length !== GROUPS * GROUP_LENGTH) return null;
  if ([...letters].some((letter) => !LETTERS.includes(letter))) return null;
  return (letters.match(/.{4}/g) ?? []).join("-");
}
