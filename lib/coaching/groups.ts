/** The coach's own groups of athletes: short names, typed with commas between them. */
import { AppError } from "@/lib/errors";

const MAX_GROUPS = 10;
const MAX_CHARACTERS = 40;

/** Each name once, in order of the alphabet. @throws AppError invalid_input (field `groups`) */
export function parseGroups(text: string): string[] {
  const names = text.split(",").map((name) => name.trim().replace(/\s+/g, " "));
  const groups = [...new Set(names.filter((name) => name !== ""))].sort((a, b) => a.localeCompare(b, "en"));
  if (groups.length > MAX_GROUPS) throw fault(`Use at most ${MAX_GROUPS} groups.`);
  if (groups.some((name) => name.length > MAX_CHARACTERS)) {
    throw fault(`Use at most ${MAX_CHARACTERS} characters for a group.`);
  }
  return groups;
}

function fault(message: string): AppError {
  return new AppError("invalid_input", message, { field: "groups" });
}
