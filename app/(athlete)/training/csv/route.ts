import { csvOfOwn } from "@/app/own-csv";
import { parseRangeDays } from "@/lib/insights/recovery-page";
import { trainingCsv } from "@/lib/insights/training-csv";
import { readTrainingPage } from "@/lib/insights/training-page";

/** GET /training/csv?days=90: the days of the page, as a file. */
export const GET = csvOfOwn("GET /training/csv", async ({ athleteId, timeZone, query }) => {
  const rangeDays = parseRangeDays(query.get("days") ?? undefined);
  const page = await readTrainingPage(athleteId, {
    rangeDays,
    timeZone,
    now: new Date(),
    firstWeekday: 1,
  });
  return { csv: trainingCsv(page.days), fileName: `nightrun-training-${page.today}-${rangeDays}-days.csv` };
});
