/** The coach's morning in one mail or page: the top cases with reasons, and who did not sync and why. */
import { listVisibleAthletes, logRosterLook, type VisibleAthlete } from "@/lib/auth/access";
import { localDateIn } from "@/lib/days";
import { readRoster } from "@/lib/insights/roster";
import type { RosterRow } from "@/lib/insights/roster-row";

const MAX_CASES = 12;
const MAX_MISSING = 12;
/** Of those whose nights should arrive, so many are in before a digest is worth reading. */
const MOST_NIGHTS = 0.8;

export type DigestCase = { athleteId: string; name: string; state: "strong" | "watch"; sentence: string };
export type DigestSilence = {
  athleteId: string;
  name: string;
  /** Whose trouble it is: the person's (watch not synced, reconnect) or the provider's. */
  whose: "person" | "provider";
  sentence: string;
};

export type Digest = {
  athleteCount: number;
  cases: DigestCase[];
  /** More than are listed. */
  moreCases: number;
  silent: DigestSilence[];
  moreSilent: number;
  seenCount: number;
  usualCount: number;
  /** Of those whose nights should arrive: how many are in, and of how many. */
  nightsIn: number;
  nightsExpected: number;
};

/** The digest, and whom it is about. */
export async function readDigest(
  userId: string,
  now: Date,
): Promise<{ digest: Digest; athletes: VisibleAthlete[] }> {
  const athletes = (await listVisibleAthletes(userId, now)).filter((athlete) => !athlete.isOwner);
  return { digest: buildDigest(await readRoster(athletes, now)), athletes };
}

/** When somebody reads it: only those whose data stand in it were looked at. */
export async function logDigestLook(
  userId: string,
  { digest, athletes }: { digest: Digest; athletes: readonly VisibleAthlete[] },
  now: Date,
): Promise<void> {
  const named = new Set(digest.cases.map(({ athleteId }) => athleteId));
  const looked = athletes.filter(({ athleteId }) => named.has(athleteId));
  await logRosterLook(userId, looked, ["recovery", "sleep"], now);
}

/** @param rows in the order of need. Pure. */
export function buildDigest(rows: readonly RosterRow[]): Digest {
  const cases = rows.flatMap(({ athleteId, name, state, sentence, isSeen }) =>
    !isSeen && (state === "strong" || state === "watch") ? [{ athleteId, name, state, sentence }] : [],
  );
  const silent = rows.filter(({ state, isSeen }) => !isSeen && (state === "stale" || state === "broken"));
  const expected = rows.filter(({ state, connection }) => state !== "unshared" && connection.isWorking);
  return {
    athleteCount: rows.length,
    cases: cases.slice(0, MAX_CASES),
    moreCases: Math.max(0, cases.length - MAX_CASES),
    silent: silent.slice(0, MAX_MISSING).map(silenceOf),
    moreSilent: Math.max(0, silent.length - MAX_MISSING),
    seenCount: rows.filter(({ isSeen }) => isSeen).length,
    usualCount: rows.filter(({ state }) => state === "usual").length,
    nightsIn: expected.filter(({ lastNightDate, today }) => lastNightDate === today).length,
    nightsExpected: expected.length,
  };
}

function silenceOf({ athleteId, name, sentence, connection }: RosterRow): DigestSilence {
  return { athleteId, name, sentence, whose: connection.fault === "provider" ? "provider" : "person" };
}

/** Whether most nights are in. */
export function areMostNightsIn({ nightsIn, nightsExpected }: Digest): boolean {
  return nightsIn >= nightsExpected * MOST_NIGHTS;
}

/** The hour and the date of a person's clock. */
export function clockOf(timeZone: string, now: Date): { hour: number; localDate: string } {
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(now);
  return { hour: Number(hour), localDate: localDateIn(timeZone, now) };
}
