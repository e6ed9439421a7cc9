import type { CodeChallenge } from "@/app/(athlete)/connections/password-way";
import { findGarminChallenge } from "@/lib/connections/connect-password";

/** The code that Garmin waits for, also when the page was closed meanwhile. */
export async function readChallenge(athleteId: string): Promise<CodeChallenge | null> {
  const challenge = await findGarminChallenge(athleteId);
  if (challenge === null) return null;
  const { challengeId, expiresAt, sentTo } = challenge;
  return { challengeId, expiresAt: expiresAt.toISOString(), sentTo };
}
