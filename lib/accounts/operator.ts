/** Who runs this instance. */
import { findSessionRow } from "@/lib/db/users";
import { AppError } from "@/lib/errors";

/** @throws AppError not_found for everybody else, as if there were nothing */
export async function requireOperator(userId: string): Promise<void> {
  const user = await findSessionRow(userId);
  if (!user?.roles.includes("operator")) throw new AppError("not_found", "There is no such page.");
}
