import { backfillGarmin } from "@/inngest/functions/backfill-garmin";
import { forgetOldLooksDaily } from "@/inngest/functions/forget-old-looks";
import { importFiles } from "@/inngest/functions/import-files";
import { lookAfterWaysIn } from "@/inngest/functions/look-after-ways-in";
import { resumeImports } from "@/inngest/functions/resume-imports";
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
  lookAfterWaysIn,
  importFiles,
  resumeImports,
  sendMorningMail,
];
