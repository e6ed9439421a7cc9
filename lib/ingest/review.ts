/** The athlete's word on what belongs together. It stands above every rule, until it is taken back. */
import { z } from "zod";
import type { LocalDate } from "@/lib/days";
import { lockAthlete } from "@/lib/db/athlete-lock";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  deleteVerdict,
  findRecordingIds,
  findReview,
  listCompanions,
  type RecordingKeyPair,
  saveVerdicts,
  type VerdictRow,
  writeSourcePriority,
} from "@/lib/db/matching";
import { AppError } from "@/lib/errors";
import { isValueGroup } from "@/lib/ingest/match/fill-values";
import { compareKeys, type RecordingKey } from "@/lib/ingest/match/find-pairs";
import { resolveWorkouts } from "@/lib/ingest/resolve-workouts";
import { Channel } from "@/lib/records/recording";

/** What changed by a word: the days whose workouts are others than before. */
export type Resolved = { changedDates: LocalDate[] };

const Verdict = z.enum(["same", "different"]);

/** @throws AppError `not_found` for a pair of somebody else, `invalid_input` for another word */
export async function decidePair(athleteId: string, reviewId: string, verdict: unknown): Promise<Resolved> {
  const said = Verdict.safeParse(verdict);
  if (!said.success) throw new AppError("invalid_input", "Say same or different.", { field: "verdict" });
  return underLock(athleteId, async (tx) => {
    const pair = isUuid(reviewId) ? await findReview(athleteId, reviewId, tx) : null;
    if (!pair) throw noSuchPair();
    await saveVerdicts(athleteId, [{ ...pair, verdict: said.data }], tx);
    return resolvePair(athleteId, pair, tx);
  });
}

/** The rules decide again. @throws AppError `not_found` */
export async function takeVerdictBack(athleteId: string, reviewId: string): Promise<Resolved> {
  return underLock(athleteId, async (tx) => {
    const pair = isUuid(reviewId) ? await deleteVerdict(athleteId, reviewId, tx) : null;
    if (!pair) throw noSuchPair();
    return resolvePair(athleteId, pair, tx);
  });
}

/** Says that a recording is none of the other copies of its workout. @throws AppError `not_found` */
export async function unlinkRecording(athleteId: string, recordingId: string): Promise<Resolved> {
  return underLock(athleteId, async (tx) => {
    const companions = isUuid(recordingId) ? await listCompanions(athleteId, recordingId, tx) : [];
    const own = companions.find(({ id }) => id === recordingId);
    const others = companions.filter(({ id }) => id !== recordingId);
    if (!own || others.length === 0)
      throw new AppError("not_found", "There is no such recording of this run.");
    await saveVerdicts(
      athleteId,
      others.map((other) => differentFrom(own, other)),
      tx,
    );
    return {
      changedDates: await resolveWorkouts(
        athleteId,
        companions.map(({ id }) => id),
        tx,
      ),
    };
  });
}

/** Which source counts for one kind of value; `null` for the usual order. All workouts follow at once. */
export async function preferSource(athleteId: string, metric: string, channel: unknown): Promise<Resolved> {
  const chosen = Channel.nullable().safeParse(channel);
  if (!isValueGroup(metric) || !chosen.success)
    throw new AppError("invalid_input", "Choose one of the sources.", { field: "channel" });
  return underLock(athleteId, async (tx) => {
    await writeSourcePriority(athleteId, metric, chosen.data, tx);
    return {
      changedDates: await resolveWorkouts(athleteId, await findRecordingIds(athleteId, null, tx), tx),
    };
  });
}

async function resolvePair(athleteId: string, pair: RecordingKeyPair, tx: Queryable): Promise<Resolved> {
  const ids = await findRecordingIds(athleteId, pair, tx);
  return { changedDates: await resolveWorkouts(athleteId, ids, tx) };
}

function underLock<Result>(athleteId: string, work: (tx: Queryable) => Promise<Result>): Promise<Result> {
  return inTransaction(async (tx) => {
    await lockAthlete(athleteId, tx);
    return work(tx);
  });
}

function differentFrom(one: RecordingKey, other: RecordingKey): VerdictRow {
  const [a, b] = compareKeys(one, other) < 0 ? [one, other] : [other, one];
  return {
    aChannel: a.channel,
    aExternalId: a.externalId,
    bChannel: b.channel,
    bExternalId: b.externalId,
    rule: "unlinked",
    verdict: "different",
  };
}

const isUuid = (text: string) => z.uuid().safeParse(text).success;
const noSuchPair = () => new AppError("not_found", "There is no such pair.");
