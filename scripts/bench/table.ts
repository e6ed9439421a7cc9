/** All benches. One more is a file beside this one and a row here. */
import type { Bench } from "./bench";
import { ingestBench } from "./ingest";
import { pageBench } from "./page";
import { recomputeBench } from "./recompute";
import { scriptBench } from "./script-bytes";
import { syncCallBench } from "./sync-calls";

export const BENCHES: readonly Bench[] = [ingestBench, recomputeBench, syncCallBench, scriptBench, pageBench];
