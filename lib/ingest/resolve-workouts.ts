import { randomUUID } from "node:crypto";
import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import {
  listMatchReviews,
  type MatchReviewRow,
  type MatchRow,
  type OpenReview,
  readSourcePriority,
  replaceOpenReviews,
} from "@/lib/db/matching";
import {
  assignRecordings,
  deleteWorkouts,
  listCopies,
  listStandingWorkouts,
  releasePrimaries,
  type StandingWorkout,
  writeFilledWorkouts,
  writeOwnWorkouts,
} from "@/lib/db/workouts";
import { type Copy, fillValues } from "@/lib/ingest/match/fill-values";
import { compareKeys } from "@/lib/ingest/match/find-pairs";
import { type AthleteVerdict, groupRecordings, type ReviewPair } from "@/lib/ingest/match/group-recordings";
import { endsOf, loadMatchScope } from "@/lib/ingest/match-scope";

/**
 * Decides which workout these recordings belong to and brings its values up to date.
 * The only place where workouts are made and ended. The caller holds the athlete's lock.
 *
 * @returns the dates on which a workout came, changed or went
 */
export async function resolveWorkouts(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<LocalDate[]> {
  if (recordingIds.length === 0) return [];
  const reviews = await listMatchReviews(athleteId, tx);
  const scope = await loadMatchScope(athleteId, recordingIds, reviews, tx);
  const grouping = groupRecordings(scope, { verdicts: reviews.flatMap(verdictOf), isGuest });
  await askAgain(athleteId, scope, reviews, grouping.reviews, tx);

  const standing = await listStandingWorkouts(
    athleteId,
    distinct(scope.flatMap(({ workoutId }) => workoutId ?? [])),
    tx,
  );
  const plan = planWorkouts(grouping.workouts, standing);
  await releasePrimaries(athleteId, movedPrimaries(plan, standing), tx);
  await deleteWorkouts(athleteId, plan.endedIds, tx);
  const writtenDates = await writeWorkouts(athleteId, plan.workouts, standing, tx);
  await assignRecordings(athleteId, changedAssignments(plan.workouts, grouping.held), tx);

  const ended = new Set(plan.endedIds);
  return distinct([
    ...writtenDates,
    ...standing.flatMap(({ id, localDate }) => (ended.has(id) ? localDate : [])),
  ]);
}

/** Nobody is one yet: every channel may make a workout. */
const isGuest = (_recording: MatchRow): boolean => false;

type PlannedWorkout = { id: string; copies: MatchRow[] };
type Plan = { workouts: PlannedWorkout[]; endedIds: string[] };

/** A workout keeps its id while a recording of it counts; where several come together, the oldest one stays. */
function planWorkouts(groups: readonly MatchRow[][], standing: readonly StandingWorkout[]): Plan {
  const byId = new Map(standing.map((workout) => [workout.id, workout]));
  const heirOf = new Map<string, MatchRow[]>();
  for (const copies of groups) {
    for (const { id, workoutId } of copies) {
      const workout = workoutId === null ? undefined : byId.get(workoutId);
      if (workout && (workout.primaryRecordingId === id || !heirOf.has(workout.id)))
        heirOf.set(workout.id, copies);
    }
  }
  const kept = new Set<string>();
  const workouts = groups.map((copies) => {
    const inherited = distinct(copies.flatMap(({ workoutId }) => workoutId ?? []))
      .flatMap((id) => byId.get(id) ?? [])
      .filter(({ id }) => heirOf.get(id) === copies)
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
    const id = inherited[0]?.id ?? randomUUID();
    kept.add(id);
    return { id, copies };
  });
  return { workouts, endedIds: standing.flatMap(({ id }) => (kept.has(id) ? [] : id)) };
}

/** Workouts that stay under another leading recording than before. */
function movedPrimaries({ workouts }: Plan, standing: readonly StandingWorkout[]): string[] {
  const primaryOf = new Map(standing.map(({ id, primaryRecordingId }) => [id, primaryRecordingId]));
  return workouts.flatMap(({ id, copies: [primary] }) =>
    primaryOf.has(id) && primaryOf.get(id) !== primary?.id ? id : [],
  );
}

async function writeWorkouts(
  athleteId: string,
  workouts: readonly PlannedWorkout[],
  standing: readonly StandingWorkout[],
  tx: Queryable,
): Promise<LocalDate[]> {
  const own: { workoutId: string; recordingId: string }[] = [];
  const shared: PlannedWorkout[] = [];
  for (const workout of workouts) {
    const [first, second] = workout.copies.filter((copy) => !isGuest(copy));
    if (second) shared.push(workout);
    else if (first) own.push({ workoutId: workout.id, recordingId: first.id });
  }
  const written = [
    ...(await writeOwnWorkouts(athleteId, own, tx)),
    ...(await writeShared(athleteId, shared, tx)),
  ];
  const before = new Map(standing.map(({ id, localDate }) => [id, localDate]));
  return written.flatMap(({ id, localDate }) => [localDate, before.get(id) ?? localDate]);
}

async function writeShared(athleteId: string, workouts: readonly PlannedWorkout[], tx: Queryable) {
  if (workouts.length === 0) return [];
  const ids = workouts.flatMap(({ copies }) => copies.map(({ id }) => id));
  const byId = new Map((await listCopies(athleteId, ids, tx)).map((row) => [row.id, row]));
  const preferred = await readSourcePriority(athleteId, tx);
  const rows = workouts.flatMap(({ id, copies }) => {
    const stored = copies.filter((copy) => !isGuest(copy)).flatMap((copy) => byId.get(copy.id) ?? []);
    const [first, ...others] = stored.map(
      (row): Copy => ({ id: row.id, channel: row.channel, values: row.values }),
    );
    if (!first) return [];
    const athleteRpe = stored.find((row) => row.athleteRpe !== null)?.athleteRpe ?? null;
    return { id, athleteRpe, ...fillValues([first, ...others], preferred) };
  });
  return writeFilledWorkouts(athleteId, rows, tx);
}

function changedAssignments(workouts: readonly PlannedWorkout[], held: readonly MatchRow[][]) {
  const counted = workouts.flatMap(({ id, copies }) =>
    copies.flatMap((copy) => (copy.workoutId === id ? [] : { recordingId: copy.id, workoutId: id })),
  );
  const left = held
    .flat()
    .flatMap(({ id, workoutId }) => (workoutId === null ? [] : { recordingId: id, workoutId: null }));
  return [...counted, ...left];
}

/** Keeps the open questions in step with what matching asks now. */
async function askAgain(
  athleteId: string,
  scope: readonly MatchRow[],
  known: readonly MatchReviewRow[],
  asked: readonly ReviewPair<MatchRow>[],
  tx: Queryable,
): Promise<void> {
  if (known.length === 0 && asked.length === 0) return;
  const rows = asked.map(reviewOf);
  const wanted = new Set(rows.map(pairName));
  const inScope = new Set(scope.map(({ channel, externalId }) => `${channel} ${externalId}`));
  const settled = known.filter(
    (review) =>
      review.verdict === null &&
      !wanted.has(pairName(review)) &&
      Object.values(endsOf(review)).some(({ channel, externalId }) =>
        inScope.has(`${channel} ${externalId}`),
      ),
  );
  await replaceOpenReviews(
    athleteId,
    rows,
    settled.map(({ id }) => id),
    tx,
  );
}

/** The same pair is the same row, whichever was stored first. */
function reviewOf({ rule, overlapShare, ...pair }: ReviewPair<MatchRow>): OpenReview {
  const [a, b] = compareKeys(pair.a, pair.b) < 0 ? [pair.a, pair.b] : [pair.b, pair.a];
  return {
    aChannel: a.channel,
    aExternalId: a.externalId,
    bChannel: b.channel,
    bExternalId: b.externalId,
    rule,
    overlapShare,
  };
}

const pairName = (pair: Omit<OpenReview, "rule" | "overlapShare">) =>
  JSON.stringify([pair.aChannel, pair.aExternalId, pair.bChannel, pair.bExternalId]);

function verdictOf(review: MatchReviewRow): AthleteVerdict[] {
  const { verdict, decidedAt } = review;
  return verdict === null || decidedAt === null ? [] : [{ ...endsOf(review), verdict, decidedAt }];
}

const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
