import { queryRows } from "@/lib/db/testing/test-athlete";
import { judgeReadiness, type ReadinessSignals, type SignalLevel } from "@/lib/recovery/readiness";
import type { Reason } from "@/lib/recovery/signals";

/** Stores what was judged from these levels on every day of an athlete; the rest is as usual. */
export async function setReadiness(
  athleteId: string,
  { hrvTrend, heartRate }: { hrvTrend: SignalLevel; heartRate: SignalLevel },
): Promise<void> {
  const signals: ReadinessSignals = { hrvTrend, heartRate, hrvNight: 0, sleep: 0, load: 0 };
  const known = { isIllnessReported: false, isFresh: true };
  const { flag, confidence } = judgeReadiness({
    ...known,
    signals,
    hrvNightCount7Day: 7,
    hrvBaselineNightCount: 50,
  });
  const reasons: Reason[] = [
    { kind: "hrvTrend", code: hrvTrend === 0 ? "hrv_inside_usual" : "hrv_below_usual", level: hrvTrend },
    {
      kind: "heartRate",
      code: heartRate === 0 ? "heart_rate_usual" : "resting_heart_rate_raised",
      level: heartRate,
    },
  ];
  await queryRows(
    `UPDATE "DailyMetric" SET "readinessFlag" = $2, "readinessConfidence" = $3, "readinessSignals" = $4,
       "readinessReasons" = $5 WHERE "athleteId" = $1`,
    [athleteId, flag, confidence, JSON.stringify({ ...signals, ...known }), JSON.stringify(reasons)],
  );
}
