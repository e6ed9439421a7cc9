/** Which pairs are worth a look: in time order, with a window, so that the work grows with the number of recordings. */
import {
  COMPARED_START_GAP_MS,
  hasNoClock,
  identitiesOf,
  type Judgement,
  judgePair,
  MAX_ZONE_SHIFT_MS,
  type MatchRecording,
  sharesIdentity,
} from "@/lib/ingest/match/judge-pair";

/** Indices into the list, `first` before `second`. */
export type JudgedPair = Judgement & { first: number; second: number };

/** Every pair that is the same or to be reviewed, each once. `sorted` is in the order of `compareRecordings`. */
export function findPairs(sorted: readonly MatchRecording[]): JudgedPair[] {
  const pairs: JudgedPair[] = [];
  const add = (first: number, second: number): void => {
    const [a, b] = [sorted[first], sorted[second]];
    if (!a || !b) return;
    const { verdict, rule, overlapShare } = judgePair(a, b);
    if (verdict === "same" || verdict === "review")
      pairs.push({ verdict, rule, overlapShare, first, second });
  };
  addNeighbours(sorted, add);
  addClockless(sorted, add);
  addLinked(sorted, add);
  return pairs;
}

/** By start, then by key: one order, however the recordings arrived. */
export function compareRecordings(a: MatchRecording, b: MatchRecording): number {
  return a.startMs - b.startMs || compareKeys(a, b);
}

/** What names a recording, for as long as its source has it. */
export type RecordingKey = Pick<MatchRecording, "channel" | "externalId">;

export function compareKeys(a: RecordingKey, b: RecordingKey): number {
  if (a.channel !== b.channel) return a.channel < b.channel ? -1 : 1;
  return a.externalId < b.externalId ? -1 : a.externalId > b.externalId ? 1 : 0;
}

/** More than this at one time is no person: a bound on the work, not on what people do. */
const MAX_NEIGHBOURS = 64;

type Add = (first: number, second: number) => void;

/** Those that overlap, and those that a shifted clock may have moved. */
function addNeighbours(sorted: readonly MatchRecording[], add: Add): void {
  for (let first = 0; first < sorted.length; first++) {
    const a = sorted[first];
    if (!a || hasNoClock(a)) continue;
    const endMs = Math.min(a.startMs + a.elapsedSeconds * 1000, a.startMs + COMPARED_START_GAP_MS);
    const lastMs = Math.max(endMs, a.startMs + MAX_ZONE_SHIFT_MS);
    for (let second = first + 1; second < sorted.length; second++) {
      const b = sorted[second];
      if (!b || b.startMs > lastMs || second - first > MAX_NEIGHBOURS) break;
      if (hasNoClock(b) || isLeftToIds(a, b)) continue;
      if (b.startMs <= endMs || a.channel !== b.channel) add(first, second);
    }
  }
}

/** Typed-in entries and hidden start times, with everything of the same local date. */
function addClockless(sorted: readonly MatchRecording[], add: Add): void {
  const clockless = new Set(sorted.filter(hasNoClock).map(({ localDate }) => localDate));
  if (clockless.size === 0) return;
  const byDate = new Map<string, number[]>();
  sorted.forEach(({ localDate }, index) => {
    if (!clockless.has(localDate)) return;
    const ofDate = byDate.get(localDate);
    if (ofDate) ofDate.push(index);
    else byDate.set(localDate, [index]);
  });
  for (const indices of byDate.values()) {
    eachPair(indices, (first, second) => {
      const [a, b] = [sorted[first], sorted[second]];
      if (a && b && (hasNoClock(a) || hasNoClock(b)) && !isLeftToIds(a, b)) add(first, second);
    });
  }
}

/** Those that another source's id names, however far apart. Only ids that can meet another are looked up. */
function addLinked(sorted: readonly MatchRecording[], add: Add): void {
  const shared = sharedIdentities(sorted);
  if (shared.size === 0) return;
  const byIdentity = new Map<string, number[]>();
  sorted.forEach((recording, index) => {
    if (!shared.has(recording.externalId) && recording.originId === null) return;
    for (const identity of identitiesOf(recording)) {
      const known = byIdentity.get(identity);
      if (known) known.push(index);
      else byIdentity.set(identity, [index]);
    }
  });
  const seen = new Set<number>();
  for (const indices of byIdentity.values()) {
    eachPair(indices, (first, second) => {
      const pair = first * sorted.length + second;
      if (!seen.has(pair)) add(first, second);
      seen.add(pair);
    });
  }
}

/** External ids that are named by another recording, or that two sources may give alike. */
function sharedIdentities(sorted: readonly MatchRecording[]): Set<string> {
  const shared = new Set<string>();
  for (const recording of sorted) {
    const isTwin = recording.channel === "garmin-export" || recording.channel === "strava-export";
    if (isTwin) shared.add(recording.externalId);
    if (recording.originId === null) continue;
    for (const identity of identitiesOf(recording)) shared.add(identity.slice(identity.indexOf(":") + 1));
  }
  return shared;
}

/** Found by `addLinked`, so that no pair is judged twice. */
function isLeftToIds(a: MatchRecording, b: MatchRecording): boolean {
  return a.channel !== b.channel && sharesIdentity(a, b);
}

function eachPair(indices: readonly number[], visit: Add): void {
  indices.forEach((first, position) => {
    for (const second of indices.slice(position + 1)) visit(first, second);
  });
}
