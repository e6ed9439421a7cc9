import { csvOfOwn } from "@/app/own-csv";
import { recoveryCsv } from "@/lib/insights/recovery-csv";
import { parseRangeDays, readRecoveryPage } from "@/lib/insights/recovery-page";

/** GET /recovery/csv?days=90: the rows of the page, as a file. */
export const GET = csvOfOwn("GET /recovery/csv", async ({ athleteId, query }) => {
  const rangeDays = parseRangeDays(query.get("days") ?? undefined);
  const page = await readRecoveryPage(athleteId, rangeDays, new Date());
  return { csv: recoveryCsv(page.days), fileName: `nightrun-recovery-${page.today}-${rangeDays}-days.csv` };
});
