import { backfillGarmin } from "@/inngest/functions/backfill-garmin";
import { forgetOldLooksDaily } from "@/inngest/functions/forget-old-looks";
import { scheduleStaggeredSyncs } from "@/inngest/functions/schedule-staggered-syncs";
import { sendMorningMail } from "@/inngest/functions/send-morning-mail";
import { syncGarminActivities } from "@/inngest/functions/sync-garmin-activities";
import { syncGarminRecoveryMetrics } from "@/inngest/functions/sync-garmin-recovery-metrics";

/** All that Inngest runs for us. */
export const functions = [
  syncGarminActivities,
  syncGarminRecoveryMetrics,
  backfillGarmin,
  scheduleStaggeredSyncs,
  forgetOldLooksDaily,
  sendMorningMail,
];
