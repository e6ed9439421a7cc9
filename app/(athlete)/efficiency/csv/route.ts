import { csvOfOwn } from "@/app/own-csv";
import { efficiencyCsv } from "@/lib/insights/efficiency-csv";
import { readEfficiencyPage } from "@/lib/insights/efficiency-page";
import { parseRangeDays } from "@/lib/insights/recovery-page";

/** GET /efficiency/csv?days=90: the runs of the page, as a file. */
export const GET = csvOfOwn("GET /efficiency/csv", async ({ athleteId, timeZone, query }) => {
  const rangeDays = parseRangeDays(query.get("days") ?? undefined);
  const page = await readEfficiencyPage(athleteId, { rangeDays, timeZone, now: new Date() });
  return {
    csv: efficiencyCsv(page.runs),
    fileName: `nightrun-efficiency-${page.today}-${rangeDays}-days.csv`,
  };
});
