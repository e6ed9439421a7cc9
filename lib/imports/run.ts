/**
 * Imports what was uploaded, file by file. What came of a file is stored and noted in one
 * transaction, so whoever goes on after a kill begins with the next file.
 */

import { lockAthlete } from "@/lib/db/athlete-lock";
import { findAthleteTimeZone } from "@/lib/db/athlete-settings";
import { inTransaction } from "@/lib/db/client";
import {
  addFileCounts,
  claimImport,
  findImport,
  finishFile,
  type ImportFileRow,
  listImportsOfExecutor,
  listWaitingFiles,
  markImportEnded,
  readFileBytes,
  renewImportLease,
} from "@/lib/db/imports";
import { AppError } from "@/lib/errors";
import { storeFindings } from "@/lib/imports/store-reading";
import { packFile } from "@/lib/ingest/pack-file";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";
import { log } from "@/lib/log";
import { MAX_FILE_BYTES } from "@/lib/providers/files/read-file";
import { createFileReader, type FileReader } from "@/lib/providers/files/read-file-worker";
import { type FileReading, UnreadableFileError } from "@/lib/providers/files/reading";
import type { StepRunner } from "@/lib/sync/deps";

export type ImportRef = {
  athleteId: string;
  importId: string;
  /** An Inngest run, or a process of the app. */
  executorId: string;
};

export type ImportDeps = {
  now: () => Date;
  createReader: () => FileReader;
  recomputeDailyMetrics: (athleteId: string, fromLocalDate: string) => Promise<number>;
};

export const SYSTEM_IMPORT_DEPS: ImportDeps = {
  now: () => new Date(),
  createReader: () => createFileReader(),
  recomputeDailyMetrics,
};

/** Longer than reading the longest file; a worker that died loses the import after it. */
const LEASE_MS = 3 * 60_000;
/** A step that is lost costs no more than this and one file. */
const STEP_MS = 15_000;
const FILES_PER_STEP = 200;
const MAX_STEPS = 900;

export async function runImport(
  ref: ImportRef,
  step: StepRunner,
  deps: ImportDeps = SYSTEM_IMPORT_DEPS,
): Promise<{ status: "success" | "not_mine" }> {
  const isMine = await step("start", () => claim(ref, deps));
  if (!isMine) return { status: "not_mine" };
  let hasMore = true;
  for (let number = 1; hasMore && number <= MAX_STEPS; number += 1) {
    hasMore = await step(`files-${number}`, () => importSomeFiles(ref, deps));
  }
  await step("finish", () => finish(ref, deps));
  return { status: "success" };
}

/** Ends an import for good; what was stored stays, and the rest can be uploaded again. */
export async function failImport(ref: ImportRef, deps: Pick<ImportDeps, "now">): Promise<void> {
  await markImportEnded(ref.athleteId, ref.importId, {
    state: "failed",
    causeMessage:
      "This import could not be finished. What it had stored is kept. Upload the files again to get the rest: nothing is counted twice.",
    now: deps.now(),
  });
  log.error({ importId: ref.importId }, "an import failed");
}

/** The same for whatever an executor left open. */
export async function failImportsOfExecutor(executorId: string): Promise<void> {
  for (const open of await listImportsOfExecutor(executorId)) {
    await failImport({ ...open, executorId }, SYSTEM_IMPORT_DEPS);
  }
}

function claim({ athleteId, importId, executorId }: ImportRef, deps: ImportDeps): Promise<boolean> {
  return claimImport(athleteId, importId, { executorId, now: deps.now(), leasedUntil: leaseEnd(deps) });
}

/** @returns whether any are left */
async function importSomeFiles(ref: ImportRef, deps: ImportDeps): Promise<boolean> {
  const { athleteId, importId } = ref;
  const files = await listWaitingFiles(athleteId, importId, FILES_PER_STEP);
  const timeZone = (await findAthleteTimeZone(athleteId)) ?? undefined;
  const reader = deps.createReader();
  const until = deps.now().getTime() + STEP_MS;
  try {
    for (const [index, file] of files.entries()) {
      if (index > 0 && deps.now().getTime() > until) return true;
      await holdOn(ref, deps);
      await importFile(ref, file, { reader, timeZone }, deps);
    }
  } finally {
    await reader.close();
  }
  return files.length === FILES_PER_STEP;
}

async function importFile(
  ref: ImportRef,
  file: ImportFileRow,
  { reader, timeZone }: { reader: FileReader; timeZone: string | undefined },
  deps: ImportDeps,
): Promise<void> {
  try {
    if (file.byteCount > MAX_FILE_BYTES) {
      throw new UnreadableFileError("This file is larger than any single activity.");
    }
    const bytes = await readFileBytes(ref.athleteId, file.importFileId);
    const reading = await reader.read(bytes, { now: deps.now(), timeZone });
    refuseWrongClock(reading);
    await storeFile(ref, file, reading, bytes, deps);
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    await finishFile(ref.athleteId, file.importFileId, {
      state: "refused",
      message: error.message,
      now: deps.now(),
    });
  }
}

function refuseWrongClock(reading: FileReading): void {
  if (!reading.suspiciousClock) return;
  const dates = [...reading.recordings.map(({ recording }) => recording.localDate)].sort();
  const date = dates[0] === undefined ? "" : ` (${dates[0]})`;
  throw new UnreadableFileError(
    `The clock of the watch was not set: this file is dated before 2000 or in the future${date}. Correct the date where the file came from, then upload it again.`,
  );
}

const NOTHING_IN_IT = "This file holds no workout and no night: it may be a course, a plan or settings.";

async function storeFile(
  ref: ImportRef,
  file: ImportFileRow,
  reading: FileReading,
  bytes: Buffer,
  deps: ImportDeps,
): Promise<void> {
  const { athleteId, importId } = ref;
  const original = await packFile(bytes, reading.format);
  await inTransaction(async (tx) => {
    await lockAthlete(athleteId, tx);
    await holdOn(ref, deps, tx);
    if (reading.kind === "nothing") {
      await finishFile(
        athleteId,
        file.importFileId,
        { state: "refused", message: NOTHING_IN_IT, now: deps.now() },
        tx,
      );
      return;
    }
    const stored = await storeFindings(athleteId, { importId, channel: "file" }, reading, original, tx);
    const counts = { ...stored, refusedCount: 0, warnings: reading.warnings };
    await addFileCounts(athleteId, file, counts, tx);
    await finishFile(
      athleteId,
      file.importFileId,
      { state: "done", message: noteOf(reading), now: deps.now() },
      tx,
    );
  });
}

/** Monitoring files hold the heart rate of a day and may hold nothing that is kept. */
function noteOf(reading: FileReading): string | null {
  const kept =
    reading.recordings.length + reading.days.length + reading.sessions.length + reading.snapshots.length;
  return kept > 0 ? null : "This file holds heart rate of the day only, which Nightrun does not keep.";
}

/** @throws AppError conflict when the import was undone or somebody else works on it */
async function holdOn(
  { athleteId, importId, executorId }: ImportRef,
  deps: ImportDeps,
  tx?: Parameters<typeof renewImportLease>[3],
): Promise<void> {
  const isHeld = await renewImportLease(athleteId, importId, { executorId, leasedUntil: leaseEnd(deps) }, tx);
  if (!isHeld) throw new AppError("conflict", "This import was undone or taken over.");
}

async function finish(ref: ImportRef, deps: ImportDeps): Promise<null> {
  const { athleteId, importId } = ref;
  const head = await findImport(athleteId, importId);
  if (head?.state !== "running") return null;
  if (head.changedFromDate !== null) await deps.recomputeDailyMetrics(athleteId, head.changedFromDate);
  await markImportEnded(athleteId, importId, { state: "done", causeMessage: null, now: deps.now() });
  log.info({ importId }, "import ended");
  return null;
}

function leaseEnd(deps: Pick<ImportDeps, "now">): Date {
  return new Date(deps.now().getTime() + LEASE_MS);
}
