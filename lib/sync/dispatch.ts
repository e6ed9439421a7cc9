/**
 * Where sync work goes. The app puts Inngest in place at its start; without that, the
 * work is done in this process. Kept on globalThis, because a bundler may give each
 * entry of the app its own copy of this file.
 */
export type SyncWork =
  | { kind: "activities" | "recovery"; athleteId: string; syncRunId: string }
  | { kind: "backfill"; athleteId: string; activityRunId: string; recoveryRunId: string }
  | { kind: "import"; athleteId: string; importId: string };

/** Hands work over and returns; does not wait for the work to be done. */
export type Dispatch = (work: readonly SyncWork[]) => Promise<void>;

const holder = globalThis as typeof globalThis & { nightrunDispatch?: Dispatch };

export function setDispatcher(dispatch: Dispatch): void {
  holder.nightrunDispatch = dispatch;
}

export function findDispatcher(): Dispatch | null {
  return holder.nightrunDispatch ?? null;
}
