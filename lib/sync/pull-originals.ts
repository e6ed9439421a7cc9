/** The original files of recordings: laps, curve and what only the file holds. */
import { lockAthlete } from "@/lib/db/athlete-lock";
import { inTransaction } from "@/lib/db/client";
import { listWithoutFile } from "@/lib/db/coverage";
import { insertOriginalFile, noteRecordingFile, type PackedFile } from "@/lib/db/original-files";
import { addCounts, setProgress } from "@/lib/db/sync-runs";
import { completeFromFile, recordingInFile } from "@/lib/ingest/file-of-recording";
import { packFile } from "@/lib/ingest/pack-file";
import { storeDetails } from "@/lib/ingest/store-details";
import { createFileReader, type FileReader } from "@/lib/providers/files/read-file-worker";
import { type FileRecording, UnreadableFileError } from "@/lib/providers/files/reading";
import type { DateWindow } from "@/lib/providers/provider";
import type { Recording } from "@/lib/records/recording";
import type { RunRef, SyncDeps } from "@/lib/sync/deps";
import { isOfOneMetric, notePartialFailure, type StepContext, workOn } from "@/lib/sync/run";

/** Keeps a step well under the lease. */
const FILES_PER_STEP = 10;

export type PulledOriginals = { fileCount: number; hasMore: boolean };

/** Reads the files of the newest recordings that have none yet, one after the other. */
export function pullOriginals(
  ref: RunRef,
  pull: { window: DateWindow; doneSteps: number },
  deps: SyncDeps,
  createReader: () => FileReader = createFileReader,
): Promise<PulledOriginals> {
  return workOn(ref, "activities", deps, async (context) => {
    const { run, connection } = context;
    const isServed = deps.provider(connection.provider, context.way).readOriginalFile !== undefined;
    if (!isServed) return { fileCount: 0, hasMore: false };
    const range = { ...pull.window, limit: FILES_PER_STEP };
    const { recordings, totalCount } = await listWithoutFile(run.athleteId, connection.provider, range);
    if (recordings.length === 0) return { fileCount: 0, hasMore: false };
    const reader = createReader();
    try {
      for (const recording of recordings) await pullOriginal(context, recording, reader, deps);
    } finally {
      await reader.close();
    }
    const leftSteps = Math.ceil((totalCount - recordings.length) / FILES_PER_STEP);
    const doneCount = pull.doneSteps + 1;
    await setProgress(run.syncRunId, { doneCount, totalCount: doneCount + leftSteps + 1 });
    return { fileCount: recordings.length, hasMore: leftSteps > 0 };
  });
}

async function pullOriginal(
  context: StepContext,
  recording: Recording,
  reader: FileReader,
  deps: SyncDeps,
): Promise<void> {
  try {
    const bytes = await askForFile(context, recording, deps);
    if (bytes === null) return await storeNone(context, recording, "Garmin has no file of it.", deps);
    const reading = await reader.read(bytes, { now: deps.now(), timeZone: context.connection.timeZone });
    const original = await packFile(bytes, reading.format);
    await storeOriginal(context, recording, { original, found: recordingInFile(recording, reading) }, deps);
  } catch (error) {
    if (error instanceof UnreadableFileError) {
      return storeNone(context, recording, error.message, deps);
    }
    if (!isOfOneMetric(error)) throw error;
    // Without its file a run is whole all the same: the list and the detail have its values.
    await notePartialFailure(context.run, error, deps);
    await storeNone(context, recording, "Garmin did not hand the file over.", deps);
  }
}

async function askForFile(
  { connection, way, accessToken, run }: StepContext,
  recording: Recording,
  deps: SyncDeps,
): Promise<Uint8Array | null> {
  await addCounts(run.syncRunId, { callCount: 1 });
  const provider = deps.provider(connection.provider, way);
  return (await provider.readOriginalFile?.({ accessToken, recording })) ?? null;
}

async function storeOriginal(
  { run, connection }: StepContext,
  recording: Recording,
  { original, found }: { original: PackedFile; found: FileRecording | null },
  deps: SyncDeps,
): Promise<void> {
  const { athleteId, syncRunId } = run;
  const channel = connection.provider;
  await inTransaction(async (tx) => {
    await lockAthlete(athleteId, tx);
    await insertOriginalFile(athleteId, original, tx);
    const details = found === null ? { laps: [], curve: null } : found;
    const { externalId } = recording;
    const ids = await storeDetails(athleteId, channel, [{ ...details, externalId }], tx);
    if (found !== null) {
      const recordings = [completeFromFile(recording, found.recording, deps.now())];
      await deps.storeRecordings(athleteId, { recordings, raw: [], channel, syncRunId }, tx);
    }
    const recordingId = ids.get(externalId);
    if (recordingId === undefined) return;
    const file = { sha256: original.sha256, message: null, now: deps.now() };
    await noteRecordingFile(athleteId, recordingId, file, tx);
  });
}

async function storeNone(
  { run, connection }: StepContext,
  { externalId }: Recording,
  message: string,
  deps: SyncDeps,
): Promise<void> {
  await inTransaction(async (tx) => {
    const details = { externalId, laps: [], curve: null };
    const ids = await storeDetails(run.athleteId, connection.provider, [details], tx);
    const recordingId = ids.get(externalId);
    if (recordingId === undefined) return;
    await noteRecordingFile(run.athleteId, recordingId, { sha256: null, message, now: deps.now() }, tx);
  });
}
