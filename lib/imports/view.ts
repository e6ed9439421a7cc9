/** Imports as pages and /v1 tell of them. */
import { z } from "zod";
import {
  findImport,
  type ImportFileRow,
  type ImportRowHead,
  type ImportState,
  type ImportTotals,
  listImportFiles,
  listImports,
  readImportTotals,
} from "@/lib/db/imports";
import { AppError } from "@/lib/errors";
import { resumeImportsOf } from "@/lib/imports/resume";

export type ImportFileView = Omit<ImportFileRow, "importFileId" | "importId">;

/** Plain values: it crosses to the browser. Times are ISO instants. */
export type ImportView = {
  importId: string;
  state: ImportState;
  isOpen: boolean;
  createdAt: string;
  finishedAt: string | null;
  undoneAt: string | null;
  /** One sentence: what came of it, or how far it is. */
  sentence: string;
  totals: Omit<ImportTotals, "importId">;
  /** Refused ones first; a large upload is not listed whole. */
  files: ImportFileView[];
};

const IMPORTS_SHOWN = 20;
const FILES_SHOWN = 100;

/** Newest first; goes on with what nobody works on. */
export async function readImports(athleteId: string): Promise<ImportView[]> {
  await resumeImportsOf(athleteId);
  return withFiles(athleteId, await listImports(athleteId, IMPORTS_SHOWN));
}

/** @throws AppError not_found, also for somebody else's */
export async function readImport(athleteId: string, importId: string): Promise<ImportView> {
  const head = z.uuid().safeParse(importId).success ? await findImport(athleteId, importId) : null;
  const [view] = head === null ? [] : await withFiles(athleteId, [head]);
  if (view === undefined) throw new AppError("not_found", "There is no such import.");
  return view;
}

async function withFiles(athleteId: string, heads: readonly ImportRowHead[]): Promise<ImportView[]> {
  const ids = heads.map(({ importId }) => importId);
  const [totals, files] = await Promise.all([
    readImportTotals(athleteId, ids),
    listImportFiles(athleteId, ids, FILES_SHOWN),
  ]);
  return heads.map((head) => {
    const own = totals.find(({ importId }) => importId === head.importId);
    return viewOf(
      head,
      own ?? NO_FILES,
      files.filter(({ importId }) => importId === head.importId),
    );
  });
}

const NO_FILES: Omit<ImportTotals, "importId"> = {
  fileCount: 0,
  doneFileCount: 0,
  refusedFileCount: 0,
  doneCount: 0,
  totalCount: 0,
  newCount: 0,
  updatedCount: 0,
  sameCount: 0,
  matchedCount: 0,
  changedDayCount: 0,
  sameDayCount: 0,
  refusedCount: 0,
};

function viewOf(
  head: ImportRowHead,
  totals: Omit<ImportTotals, "importId">,
  files: readonly ImportFileRow[],
): ImportView {
  return {
    importId: head.importId,
    state: head.state,
    isOpen: head.state === "queued" || head.state === "running" || head.state === "uploading",
    createdAt: head.createdAt.toISOString(),
    finishedAt: head.finishedAt?.toISOString() ?? null,
    undoneAt: head.undoneAt?.toISOString() ?? null,
    sentence: sentenceOf(head, totals),
    totals,
    files: files.map(({ importFileId: _file, importId: _import, ...file }) => file),
  };
}

/** What came of an import, as one sentence. */
export function sentenceOf(
  { state, causeMessage }: Pick<ImportRowHead, "state" | "causeMessage">,
  totals: Omit<ImportTotals, "importId">,
): string {
  switch (state) {
    case "uploading":
      return "The upload is under way.";
    case "queued":
      return "Waiting for its turn.";
    case "running":
      return `${totals.doneFileCount} of ${count(totals.fileCount, "file")}: ${foundWords(totals) || "nothing yet"}.`;
    case "failed":
      return causeMessage ?? "This import could not be finished.";
    case "undone":
      return "Taken back. Nothing of it is left here.";
    case "done":
      return endSentence(totals);
  }
}

function endSentence(totals: Omit<ImportTotals, "importId">): string {
  const found = foundWords(totals);
  const refusedFiles = totals.refusedFileCount + totals.refusedCount;
  const refused = refusedFiles > 0 ? ` ${count(refusedFiles, "file")} could not be used.` : "";
  if (found !== "") return `${capital(found)}.${refused}`;
  if (totals.sameCount + totals.sameDayCount > 0) {
    return `Nothing new: all of it was here already.${refused}`;
  }
  return `Nothing was found.${refused}`;
}

/** "3 new workouts, 1 of them matched to a run that was here, 2 days with new values"; empty when nothing is new. */
function foundWords(totals: Omit<ImportTotals, "importId">): string {
  const isNews = totals.newCount + totals.updatedCount + totals.changedDayCount > 0;
  if (!isNews) return "";
  return [
    totals.newCount > 0 ? count(totals.newCount, "new workout") : null,
    totals.matchedCount > 0 ? `${totals.matchedCount} of them matched to one that was here` : null,
    totals.updatedCount > 0 ? `${count(totals.updatedCount, "workout")} updated` : null,
    totals.changedDayCount > 0 ? `${count(totals.changedDayCount, "day")} with new values` : null,
    totals.sameCount > 0 ? `${totals.sameCount} the same as before` : null,
  ]
    .filter((part) => part !== null)
    .join(", ");
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
