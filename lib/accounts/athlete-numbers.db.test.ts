import "@/lib/auth/testing/test-env";
import { afterAll, beforeEach, expect, test } from "vitest";
import { listAthleteNumbers, removeAthleteNumbers, saveAthleteNumbers } from "@/lib/accounts/athlete-numbers";
import { addDays, eachDate, localDateIn } from "@/lib/days";
import { closeDb } from "@/lib/db/client";
import { insertTestAthlete, queryRows } from "@/lib/db/testing/test-athlete";
import { storeRecovery } from "@/lib/ingest/store-recovery";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";

const TODAY = localDateIn("UTC", new Date());
const on = (days: number) => addDays(TODAY, days);
const typed = {
  validFrom: on(-3),
  maxHeartRateBpm: "191",
  restingHeartRateBpm: "44",
  thresholdHeartRateBpm: "171",
  sleepNeedSeconds: "7:30",
};
const EMPTY = {
  maxHeartRateBpm: "",
  restingHeartRateBpm: "",
  thresholdHeartRateBpm: "",
  sleepNeedSeconds: "",
};

let athleteId: string;
beforeEach(async () => {
  ({ athleteId } = await insertTestAthlete());
});
afterAll(closeDb);

async function sleepNeeds(): Promise<number[]> {
  const rows = await queryRows<{ sleepNeedSeconds: number }>(
    'SELECT "sleepNeedSeconds" FROM "DailyMetric" WHERE "athleteId" = $1 ORDER BY "localDate"',
    [athleteId],
  );
  return rows.map(({ sleepNeedSeconds }) => sleepNeedSeconds);
}

test("numbers hold from their date on, and the days since then are computed anew", async () => {
  const dates = eachDate(on(-5), TODAY);
  await storeRecovery(athleteId, {
    channel: "garmin",
    days: dates.map((localDate) => ({ localDate, sleepSeconds: 27_000 })),
    sessions: [],
    snapshots: [],
    raw: [],
    syncRunId: null,
    window: { from: on(-5), to: TODAY },
    metric: "sleep",
  });
  await recomputeDailyMetrics(athleteId, on(-5));
  await saveAthleteNumbers(athleteId, typed);
  expect(await listAthleteNumbers(athleteId)).toMatchObject([
    {
      validFrom: on(-3),
      maxHeartRateBpm: 191,
      restingHeartRateBpm: 44,
      thresholdHeartRateBpm: 171,
      sleepNeedSeconds: 27_000,
    },
  ]);
  expect(await sleepNeeds()).toEqual([28_800, 28_800, 27_000, 27_000, 27_000, 27_000]);

  await saveAthleteNumbers(athleteId, { ...typed, ...EMPTY, validFrom: on(-1), sleepNeedSeconds: "8,5" });
  expect(await sleepNeeds()).toEqual([28_800, 28_800, 27_000, 27_000, 30_600, 30_600]);
  await removeAthleteNumbers(athleteId, on(-3));
  expect(await sleepNeeds()).toEqual([28_800, 28_800, 28_800, 28_800, 30_600, 30_600]);
});

test("the same day again takes the place of what was said for it", async () => {
  await saveAthleteNumbers(athleteId, typed);
  await saveAthleteNumbers(athleteId, { ...typed, maxHeartRateBpm: "188", sleepNeedSeconds: "" });
  expect(await listAthleteNumbers(athleteId)).toMatchObject([
    { maxHeartRateBpm: 188, sleepNeedSeconds: null },
  ]);
});

test.each([
  ["maxHeartRateBpm", { maxHeartRateBpm: "300" }],
  ["maxHeartRateBpm", { maxHeartRateBpm: "190.5" }],
  ["maxHeartRateBpm", { maxHeartRateBpm: "many" }],
  ["maxHeartRateBpm", { ...EMPTY }],
  ["restingHeartRateBpm", { restingHeartRateBpm: "0" }],
  ["restingHeartRateBpm", { restingHeartRateBpm: "100", thresholdHeartRateBpm: "95" }],
  ["thresholdHeartRateBpm", { thresholdHeartRateBpm: "191" }],
  ["sleepNeedSeconds", { sleepNeedSeconds: "25" }],
  ["sleepNeedSeconds", { sleepNeedSeconds: "7:90" }],
  ["validFrom", { validFrom: on(2) }],
  ["validFrom", { validFrom: "1890-01-01" }],
  ["validFrom", { validFrom: "yesterday" }],
  ["validFrom", { validFrom: undefined }],
])("a wrong %s (%j) is named and nothing is stored", async (field, change) => {
  await expect(saveAthleteNumbers(athleteId, { ...typed, ...change })).rejects.toMatchObject({
    code: "invalid_input",
    field,
    message: expect.stringMatching(/^[A-Z].*\.$/),
  });
  expect(await listAthleteNumbers(athleteId)).toEqual([]);
});

test("somebody else's numbers are not there", async () => {
  await saveAthleteNumbers(athleteId, typed);
  const other = await insertTestAthlete();
  await expect(removeAthleteNumbers(other.athleteId, typed.validFrom)).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(removeAthleteNumbers(athleteId, "nonsense")).rejects.toMatchObject({ code: "not_found" });
  expect(await listAthleteNumbers(athleteId)).toHaveLength(1);
});
