import type { Queryable } from "@/lib/db/client";
import { listUnsummarized, saveCurveSummaries } from "@/lib/db/curve-summaries";
import { decodeCurve } from "@/lib/records/curve";
import { CURVE_SUMMARY_VERSION, summarizeCurve } from "@/lib/training/curve-summary";

/** Bounds the samples that are in memory at once. */
const CURVES_AT_ONCE = 20;

/** Makes what is missing of the summaries of an athlete's curves; each curve is read once. */
export async function summarizeNewCurves(athleteId: string, tx: Queryable): Promise<void> {
  for (;;) {
    const found = await listUnsummarized(athleteId, CURVE_SUMMARY_VERSION, CURVES_AT_ONCE, tx);
    await saveCurveSummaries(
      athleteId,
      found.map(({ recordingId, curveKey, channels }) => {
        const { heartRateSeconds, ...rest } = summarizeCurve(decodeCurve(channels));
        return {
          recordingId,
          curveKey,
          summaryVersion: CURVE_SUMMARY_VERSION,
          heartRateSecondsHex: heartRateSeconds === null ? null : toHex(heartRateSeconds),
          ...rest,
        };
      }),
      tx,
    );
    if (found.length < CURVES_AT_ONCE) return;
  }
}

function toHex(values: Uint16Array): string {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    bytes.writeUInt16LE(value, index * 2);
  });
  return bytes.toString("hex");
}
