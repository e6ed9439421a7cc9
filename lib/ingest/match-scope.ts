/** Which recordings a change can touch: matching them alone gives what matching all would give. */
import type { Queryable } from "@/lib/db/client";
import {
  listLinkedMatchRows,
  listMatchRows,
  listMatchRowsWithin,
  type MatchReviewRow,
  type MatchRow,
  type Span,
} from "@/lib/db/matching";
import { compareRecordings, findPairs } from "@/lib/ingest/match/find-pairs";
import { COMPARED_START_GAP_MS } from "@/lib/ingest/match/judge-pair";

/** The changed recordings and all that hang together with them, by any rule, link, review or verdict. */
export async function loadMatchScope(
  athleteId: string,
  changedIds: readonly string[],
  reviews: readonly MatchReviewRow[],
  tx: Queryable,
): Promise<MatchRow[]> {
  const known = new Map<string, MatchRow>();
  const reached = new Set<string>();
  let frontier = await listMatchRows(athleteId, changedIds, tx);
  while (frontier.length > 0) {
    for (const row of frontier) {
      known.set(row.id, row);
      reached.add(row.id);
    }
    for (const row of await loadAround(athleteId, frontier, reviews, tx)) known.set(row.id, row);
    frontier = spread([...known.values()], reviews, reached);
  }
  return [...known.values()].filter(({ id }) => reached.has(id));
}

async function loadAround(
  athleteId: string,
  rows: readonly MatchRow[],
  reviews: readonly MatchReviewRow[],
  tx: Queryable,
): Promise<MatchRow[]> {
  const near = await listMatchRowsWithin(athleteId, spansAround(rows), tx);
  const linked = await listLinkedMatchRows(athleteId, linksOf(rows, reviews), tx);
  return [...near, ...linked];
}

/** Spans that overlap are one, so that nothing is read twice. */
function spansAround(rows: readonly MatchRow[]): Span[] {
  const spans: Span[] = [];
  for (const startMs of rows.map((row) => row.startMs).sort((a, b) => a - b)) {
    const last = spans.at(-1);
    const toMs = startMs + COMPARED_START_GAP_MS;
    if (last && startMs - COMPARED_START_GAP_MS <= last.toMs) last.toMs = toMs;
    else spans.push({ fromMs: startMs - COMPARED_START_GAP_MS, toMs });
  }
  return spans;
}

const SAME_IDS: Readonly<Record<string, string>> = {
  garmin: "garmin-export",
  "garmin-export": "garmin",
  strava: "strava-export",
  "strava-export": "strava",
};
const PUSHED_BY_GARMIN = "garmin_push_";

function linksOf(rows: readonly MatchRow[], reviews: readonly MatchReviewRow[]) {
  const keys: { channel: string; externalId: string }[] = [];
  const originIds: string[] = [];
  const names = reviews.length > 0 ? new Set(rows.map(nameOf)) : new Set<string>();
  for (const { channel, externalId, originId } of rows) {
    const twin = SAME_IDS[channel];
    if (twin) keys.push({ channel: twin, externalId });
    if (channel === "garmin" || channel === "garmin-export") originIds.push(PUSHED_BY_GARMIN + externalId);
    if (!originId?.startsWith(PUSHED_BY_GARMIN)) continue;
    const garminId = originId.slice(PUSHED_BY_GARMIN.length);
    originIds.push(originId);
    keys.push(
      { channel: "garmin", externalId: garminId },
      { channel: "garmin-export", externalId: garminId },
    );
  }
  for (const { a, b } of reviews.map(endsOf)) {
    if (names.has(nameOf(a))) keys.push(b);
    else if (names.has(nameOf(b))) keys.push(a);
  }
  return { workoutIds: [...new Set(rows.flatMap(({ workoutId }) => workoutId ?? []))], keys, originIds };
}

/** Marks all that hangs together with what is reached. @returns what is new among it */
function spread(
  rows: readonly MatchRow[],
  reviews: readonly MatchReviewRow[],
  reached: Set<string>,
): MatchRow[] {
  const neighbours = neighboursOf(rows, reviews);
  const found: MatchRow[] = [];
  const queue = rows.filter(({ id }) => reached.has(id));
  for (let row = queue.pop(); row; row = queue.pop()) {
    for (const next of neighbours.get(row.id) ?? []) {
      if (reached.has(next.id)) continue;
      reached.add(next.id);
      found.push(next);
      queue.push(next);
    }
  }
  return found;
}

function neighboursOf(
  rows: readonly MatchRow[],
  reviews: readonly MatchReviewRow[],
): Map<string, MatchRow[]> {
  const neighbours = new Map<string, MatchRow[]>();
  const note = (a: MatchRow, b: MatchRow) => {
    const known = neighbours.get(a.id);
    if (known) known.push(b);
    else neighbours.set(a.id, [b]);
  };
  const connect = (a: MatchRow | undefined, b: MatchRow | undefined) => {
    if (!a || !b) return;
    note(a, b);
    note(b, a);
  };
  const sorted = rows.toSorted(compareRecordings);
  for (const { first, second } of findPairs(sorted)) connect(sorted[first], sorted[second]);
  if (reviews.length > 0) {
    const byName = new Map(rows.map((row) => [nameOf(row), row]));
    for (const { a, b } of reviews.map(endsOf)) connect(byName.get(nameOf(a)), byName.get(nameOf(b)));
  }
  const firstOfWorkout = new Map<string, MatchRow>();
  for (const row of rows) {
    if (row.workoutId === null) continue;
    const first = firstOfWorkout.get(row.workoutId);
    if (first) connect(first, row);
    else firstOfWorkout.set(row.workoutId, row);
  }
  return neighbours;
}

export const endsOf = (review: MatchReviewRow) => ({
  a: { channel: review.aChannel, externalId: review.aExternalId },
  b: { channel: review.bChannel, externalId: review.bExternalId },
});

const nameOf = ({ channel, externalId }: { channel: string; externalId: string }) =>
  `${channel} ${externalId}`;
