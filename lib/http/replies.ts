/** Domain values in the words of /v1. */
import type { ConnectionStatus } from "@/lib/connections/state";
import type { RouteReply } from "@/lib/http/routes";
import type { ImportFileView, ImportView } from "@/lib/imports/view";
import type { SyncRunView } from "@/lib/sync/history";

type StatusReply = RouteReply<"GET /v1/garmin/status/{athlete_id}">;
type ImportReply = RouteReply<"GET /v1/imports/{id}">;
type SyncReply = RouteReply<"GET /v1/syncs/{id}">;

/** @param isOwner false: what was typed to sign in at Garmin stays with the athlete */
export function garminStatusReply(status: ConnectionStatus, isOwner: boolean): StatusReply {
  return {
    connected: status.connected,
    sync_enabled: status.syncEnabled,
    last_sync: status.lastSyncAt?.toISOString() ?? null,
    username: isOwner ? status.username : null,
    state: status.state,
    cause: status.cause,
    since: status.since?.toISOString() ?? null,
    next_step: status.nextStep,
    ways: status.ways.map((way) => ({
      way: way.way,
      state: way.state,
      cause: way.cause,
      since: way.since.toISOString(),
      next_step: way.nextStep,
      expires_at: way.expiresAt?.toISOString() ?? null,
      in_use: way.isInUse,
    })),
  };
}

export function connectReply(
  athleteId: string,
  { syncTriggered }: { syncTriggered: boolean },
  daysBack?: number,
): RouteReply<"POST /v1/garmin/session"> {
  return {
    status: "success",
    message: syncTriggered
      ? `Garmin is connected. ${daysBack === undefined ? "Its history is" : `The last ${daysBack} days are`} being fetched.`
      : "Garmin is connected.",
    athlete_id: athleteId,
    initial_sync_triggered: syncTriggered,
  };
}

export function syncReply(run: SyncRunView): SyncReply {
  const isOver = run.state === "succeeded" || run.state === "failed";
  return {
    id: run.id,
    kind: run.kind,
    state: run.state,
    progress: { done: run.done, total: run.total },
    wait_until: run.waitUntil?.toISOString() ?? null,
    result: isOver ? syncResult(run) : null,
  };
}

function syncResult(run: SyncRunView): SyncReply["result"] {
  return {
    created: run.createdCount,
    updated: run.updatedCount,
    days: run.daysCount,
    from: run.fromDate,
    to: run.toDate,
    cause: run.cause,
    message: run.sentence,
  };
}

export function importReply(view: ImportView): ImportReply {
  const { totals } = view;
  return {
    id: view.importId,
    state: view.state,
    created_at: view.createdAt,
    finished_at: view.finishedAt,
    undone_at: view.undoneAt,
    message: view.sentence,
    progress: { done: totals.doneCount, total: totals.totalCount },
    file_count: totals.fileCount,
    refused_files: totals.refusedFileCount,
    ...importCounts(totals),
    files: view.files.map((file) => ({
      name: file.fileName,
      bytes: file.byteCount,
      state: file.state,
      message: file.message,
      warnings: file.warnings,
      progress: { done: file.doneCount, total: file.totalCount },
      refused_parts: file.refusedCount,
      ...importCounts(file),
    })),
  };
}

function importCounts(counts: ImportView["totals"] | ImportFileView) {
  return {
    new_workouts: counts.newCount,
    updated_workouts: counts.updatedCount,
    same_workouts: counts.sameCount,
    matched_workouts: counts.matchedCount,
    changed_days: counts.changedDayCount,
    same_days: counts.sameDayCount,
  };
}
