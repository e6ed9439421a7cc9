/** Rows say what is open, so a lost event or a killed process heals with the next pass. */
import { deleteAbandonedUploads, listIdleImports, listUnfinishedUndos } from "@/lib/db/imports";
import { dispatchImport } from "@/lib/imports/dispatch";
import { finishUndo } from "@/lib/imports/undo";

const IMPORTS_PER_PASS = 20;
const UNDO_GRACE_MS = 5 * 60_000;

/** For all athletes. @returns how much was found open */
export async function resumeImports(now = new Date()): Promise<number> {
  await deleteAbandonedUploads(now);
  const undos = await listUnfinishedUndos(new Date(now.getTime() - UNDO_GRACE_MS));
  for (const { athleteId, importId } of undos) await finishUndo(athleteId, importId, now);
  const idle = await listIdleImports(now, { limit: IMPORTS_PER_PASS });
  for (const { athleteId, importId } of idle) await dispatchImport(athleteId, importId);
  return undos.length + idle.length;
}

/** For one athlete who looks at their imports: nothing else may be there to go on with them. */
export async function resumeImportsOf(athleteId: string, now = new Date()): Promise<void> {
  for (const { importId } of await listIdleImports(now, { athleteId, limit: IMPORTS_PER_PASS })) {
    await dispatchImport(athleteId, importId);
  }
}
