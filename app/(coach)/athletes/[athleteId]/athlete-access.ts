import { notFound } from "next/navigation";
import { type AthleteAccess, type DataKind, requireAthletePage } from "@/lib/auth/access";
import { AppError } from "@/lib/errors";

/** What this coach may see of the athlete. One who is not linked is not there. */
export async function athleteAccess(
  userId: string,
  athleteId: string,
  shows: readonly DataKind[],
): Promise<AthleteAccess> {
  return orNotFound(() => requireAthletePage({ userId }, athleteId, shows));
}

/** Somebody else's and none look the same. */
export async function orNotFound<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
