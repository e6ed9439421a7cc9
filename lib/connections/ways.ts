/** The ways into an account: whose they are, which is taken first, when their tokens are renewed. */
import type { AccessRow } from "@/lib/db/connections";
import type { ProviderId } from "@/lib/providers/errors";

const MINUTE_MS = 60_000;

type Way = {
  provider: ProviderId;
  /** Of several ways into one account the lowest is asked first. */
  rank: number;
  /** A token with less than this left is renewed before it is used. */
  renewMarginMs: number;
};

export const WAYS = {
  personal_key: { provider: "garmin", rank: 1, renewMarginMs: 60 * MINUTE_MS },
} as const satisfies Record<string, Way>;

export type AccessWay = keyof typeof WAYS;

/** @throws Error for a way that no code knows, which a row never holds */
export function wayOf(access: Pick<AccessRow, "way">): AccessWay {
  if (isWay(access.way)) return access.way;
  throw new Error(`"${access.way}" is no way in`);
}

function isWay(way: string): way is AccessWay {
  return Object.hasOwn(WAYS, way);
}

/** Whether a way in may be asked: it has a secret that nobody refused. */
export function isUsable({ sealedSecret, state }: Pick<AccessRow, "sealedSecret" | "state">): boolean {
  return sealedSecret !== null && state !== "needs_reconnect";
}
