import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/days";
import { recoveryCsv } from "@/lib/insights/recovery-csv";
import {
  buildRecoveryDays,
  EVERYTHING_SHOWN,
  findMissingStretches,
  onlyShown,
  parseRangeDays,
} from "@/lib/insights/recovery-page";
import { emptyDay, missingDay, usualDay } from "@/lib/insights/testing/recovery-rows";

const TODAY = "2026-05-31";
const FROM = addDays(TODAY, -9);

/** Ten days; `isMissing` says on which of them nothing arrived. */
function tenDays(isMissing: (day: number) => boolean) {
  return Array.from({ length: 10 }, (_, index) => {
    const localDate = addDays(FROM, index);
    return isMissing(index) ? missingDay(localDate) : usualDay(localDate);
  });
}

const stretchesOf = (isMissing: (day: number) => boolean) =>
  buildRecoveryDays(tenDays(isMissing), TODAY).missing;

describe("missing stretches", () => {
  test("two nights are no stretch, three are, with both ends in it", () => {
    expect(stretchesOf((day) => day === 4 || day === 5)).toEqual([]);
    expect(stretchesOf((day) => day >= 4 && day <= 6)).toEqual([
      { from: addDays(FROM, 4), to: addDays(FROM, 6), nights: 3 },
    ]);
  });

  test("the days up to today count, the days before the first night do not", () => {
    expect(stretchesOf((day) => day >= 7)).toEqual([{ from: addDays(FROM, 7), to: TODAY, nights: 3 }]);
    expect(stretchesOf((day) => day <= 5)).toEqual([]);
  });

  test("a night with sleep alone is not missing", () => {
    const days = ["2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05"].map(
      (localDate, day) => ({
        localDate,
        hrvRmssdMs: day === 0 || day === 4 ? 60 : null,
        overnightHeartRateBpm: null,
        sleepSeconds: day === 2 ? 25_000 : null,
      }),
    );
    expect(findMissingStretches(days)).toEqual([]);
  });
});

describe("the sentence of the page", () => {
  const sentence = (isMissing: (day: number) => boolean) =>
    buildRecoveryDays(tenDays(isMissing), TODAY).sentence;

  test("last night is in", () => {
    expect(sentence(() => false)).toBe("HRV inside your usual range, resting heart rate as usual.");
  });
  test("only last night is out: the night before is told as such", () => {
    expect(sentence((day) => day === 9)).toBe(
      "Last night is not in yet. The night before: HRV inside your usual range, resting heart rate as usual.",
    );
  });
  test("two nights out: silence is said, nothing is judged", () => {
    const page = buildRecoveryDays(
      tenDays((day) => day >= 8),
      TODAY,
    );
    expect(page.sentence).toBe("The last 2 nights are not in.");
    expect(page.finding.state).toBe("nodata");
    expect(page.latest?.localDate).toBe(addDays(TODAY, -2));
  });
  test("nothing in the range", () => {
    const rows = tenDays(() => true).map((row) => emptyDay(row.localDate));
    const page = buildRecoveryDays(rows, TODAY);
    expect(page.sentence).toBe("No night has arrived in this range.");
    expect(page).toMatchObject({ latest: null, missing: [] });
  });
});

test("the range of the address is one of four, ninety days otherwise", () => {
  expect(["30", "90", "180", "365"].map(parseRangeDays)).toEqual([30, 90, 180, 365]);
  expect(["", "31", "365.0", "-1", "3650", "undefined", undefined].map(parseRangeDays)).toEqual(
    Array(7).fill(90),
  );
});

test("what is not shared is gone before anything is judged", () => {
  const day = usualDay(TODAY, { hrvStatus: "below", hrvDaysBelow: 9, sleepSeconds: 3600 });
  const withoutSleep = onlyShown(day, { recovery: true, sleep: false });
  const withoutRecovery = onlyShown(day, { recovery: false, sleep: true });
  const texts = (row: typeof day) =>
    buildRecoveryDays([row], TODAY).finding.reasons.map((reason) => reason.signal);
  expect(withoutSleep.sleepSeconds).toBeNull();
  expect(texts(withoutSleep)).toEqual(["hrv", "heartRate"]);
  expect(texts(withoutRecovery)).toEqual(["sleep"]);
  expect(
    Object.keys(withoutRecovery)
      .filter((key) => /^(hrv|resting|overnight)/i.test(key))
      .every((key) => !Object.entries(withoutRecovery).find(([name]) => name === key)?.[1]),
  ).toBe(true);
  expect(onlyShown(day, EVERYTHING_SHOWN)).toEqual(day);
});

test("the CSV has the rows of the page, units in its heads, and empty where nothing was measured", () => {
  const rows = [usualDay("2026-05-30"), emptyDay(TODAY)];
  const lines = recoveryCsv(buildRecoveryDays(rows, TODAY).days).split("\r\n");
  expect(lines[0]).toBe(
    "local_date,hrv_rmssd_ms,hrv_rmssd_7_night_ms,hrv_nights_of_7,hrv_usual_low_ms,hrv_usual_high_ms,hrv_status," +
      "hrv_days_below,resting_hr_bpm,resting_hr_usual_bpm,resting_hr_usual_low_bpm,resting_hr_usual_high_bpm," +
      "overnight_avg_hr_bpm,overnight_hr_usual_bpm,overnight_hr_usual_low_bpm,overnight_hr_usual_high_bpm," +
      "sleep_seconds,sleep_need_seconds,state,garmin_hrv_status,sources",
  );
  expect(lines[1]).toBe(
    "2026-05-30,60,60,7,55,66,within,0,46,46,45,47,51,51,50,52,28800,28800,usual,,garmin",
  );
  expect(lines[2]).toBe("2026-05-31,,,0,,,,0,,,,,,,,,,,nodata,,");
  expect(lines).toHaveLength(4);
});
