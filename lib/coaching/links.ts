/** What an athlete agreed to show a coach. */
import type { CoachScope } from "@/lib/auth/access";
import { upsertCoachLink } from "@/lib/db/coach-links";

/** The athlete lets the coach see these kinds of data, until `expiresAt` or until it is ended. */
export async function linkCoach(
  athleteId: string,
  coachUserId: string,
  { scopes, expiresAt = null }: { scopes: readonly CoachScope[]; expiresAt?: Date | null },
): Promise<void> {
  await upsertCoachLink(athleteId, { coachUserId, scopes, expiresAt });
}
