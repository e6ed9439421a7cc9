import { findDispatcher } from "@/lib/sync/dispatch";
import { dispatchHere } from "@/lib/sync/run-here";

/** Hands an import over to whoever does the work; does not wait for it. */
export async function dispatchImport(athleteId: string, importId: string): Promise<void> {
  await (findDispatcher() ?? dispatchHere)([{ kind: "import", athleteId, importId }]);
}
