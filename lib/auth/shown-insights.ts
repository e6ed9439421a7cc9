import type { DataKind } from "@/lib/auth/access";

/** The parts of what is computed that a viewer of these kinds may see. */
export function shownInsights(kinds: ReadonlySet<DataKind>) {
  return {
    recovery: kinds.has("recovery_insights"),
    sleep: kinds.has("sleep_insights"),
    load: kinds.has("load"),
    checkIns: kinds.has("check_ins"),
    efficiency: kinds.has("efficiency"),
  };
}
