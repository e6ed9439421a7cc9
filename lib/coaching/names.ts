/** How an athlete is called, for a page that was let through already. */
import { findAthletePerson } from "@/lib/db/read-recovery";
import { AppError } from "@/lib/errors";

/** @throws AppError not_found */
export async function findVisibleName(athleteId: string): Promise<string> {
  const person = await findAthletePerson(athleteId);
  if (!person) throw new AppError("not_found", "There is no such athlete.");
  return person.name;
}
