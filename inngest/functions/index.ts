import { backfillGarmin } from "@/inngest/functions/backfill-garmin";
import { forgetOldLooksDaily } from "@/inngest/functions/forget-old-looks";
import { lookAfterWaysIn } from "@/inngest/functions/look-after-ways-in";
import { scheduleStaggeredSyncs } from "@/inngest/functions/schedule-staggered-syncs";
import { syncGarminActivities } from "@/inngest/functions/sync-garmin-activities";
import { syncGarminRecoveryMetrics } from "@/inngest/functions/sync-garmin-recovery-metrics";

/** All that Inngest runs for us. */
export const functions = [
  syncGarminActivities,
  syncGarminRecoveryMetrics,
  backfillGarmin,
  scheduleStaggeredSyncs,
  forgetOldLooksDaily,
  lookAfterWaysIn,
];
