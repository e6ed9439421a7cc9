/** When many connections fail for the same reason, it is one outage and not many troubles. Pure. */

/** Fewer than this could be chance. */
const MIN_CONNECTIONS = 3;
/** Of the connections that were asked. */
const MIN_SHARE = 0.5;

/** Causes that are about the provider or about us; a refused key is its owner's own. */
const SHARED_CAUSES: readonly string[] = [
  "unavailable",
  "rate_limited",
  "payload_changed",
  "rejected",
  "internal",
];

export type Trouble = { provider: string; causeCode: string; troubledCount: number; askedCount: number };

/** The causes that at least half of the asked connections of a provider share. */
export function findOutages(troubles: readonly Trouble[]): Trouble[] {
  return troubles.filter(
    ({ causeCode, troubledCount, askedCount }) =>
      SHARED_CAUSES.includes(causeCode) &&
      troubledCount >= MIN_CONNECTIONS &&
      troubledCount >= askedCount * MIN_SHARE,
  );
}
