/** The ways into an account: whose they are, which is taken first, when their tokens are renewed. */
import { z } from "zod";
import type { AccessFacts } from "@/lib/db/connections";
import type { ProviderId } from "@/lib/providers/errors";

const MINUTE_MS = 60_000;

type Way = {
  provider: ProviderId;
  /** What people call it. */
  title: string;
  /** Of several ways into one account the lowest is asked first. */
  rank: number;
  /** A token with less than this left is renewed before it is used. */
  renewMarginMs: number;
  /** Whether the secret dies when it is not used for a while, so that it is renewed by its age. */
  keepsAlive: boolean;
};

export const WAYS = {
  personal_key: {
    provider: "garmin",
    title: "Key from Garmin",
    rank: 1,
    renewMarginMs: 60 * MINUTE_MS,
    keepsAlive: false,
  },
  session: {
    provider: "garmin",
    title: "Imported session",
    rank: 2,
    renewMarginMs: 15 * MINUTE_MS,
    keepsAlive: true,
  },
  password: {
    provider: "garmin",
    title: "Username and password",
    rank: 4,
    renewMarginMs: 15 * MINUTE_MS,
    keepsAlive: true,
  },
} as const satisfies Record<string, Way>;

export type AccessWay = keyof typeof WAYS;

/** @throws Error for a way that no code knows, which a row never holds */
export function wayOf(access: Pick<AccessFacts, "way">): AccessWay {
  if (isWay(access.way)) return access.way;
  throw new Error(`"${access.way}" is no way in`);
}

export const AccessWaySchema = z.custom<AccessWay>((value) => typeof value === "string" && isWay(value));

export const WAYS_TO_KEEP_ALIVE: readonly AccessWay[] = Object.keys(WAYS)
  .filter(isWay)
  .filter((way) => WAYS[way].keepsAlive);

function isWay(way: string): way is AccessWay {
  return Object.hasOwn(WAYS, way);
}

/** Whether a way in may be asked: it has a secret that nobody refused and that was not handed over. */
export function isUsable({ hasSecret, state }: Pick<AccessFacts, "hasSecret" | "state">): boolean {
  return hasSecret && state !== "needs_reconnect" && state !== "handed_over";
}

/** For this long a way that failed stands behind the others. */
const PASSED_OVER_MS = 15 * MINUTE_MS;

/** The ways that may be asked, in the order in which to do it: by rank, one that has just failed last. */
export function usableInOrder<Access extends AccessFacts>(accesses: readonly Access[], now: Date): Access[] {
  const hasJustFailed = ({ state, stateSince }: AccessFacts) =>
    state === "unavailable" && stateSince.getTime() > now.getTime() - PASSED_OVER_MS;
  const usable = accesses.filter(isUsable);
  return [
    ...usable.filter((access) => !hasJustFailed(access)),
    ...usable.filter((access) => hasJustFailed(access)),
  ];
}
