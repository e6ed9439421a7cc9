/** Every recorded body, its values read from the JSON once more by hand. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/days";
import {
  normalizeDetailedActivity,
  normalizeListedActivity,
} from "@/lib/providers/garmin/normalize-activity";
import {
  nightOfDay,
  nightOfRange,
  normalizeDailySummary,
  normalizeHrv,
  normalizeNights,
} from "@/lib/providers/garmin/normalize-recovery";
import {
  AccountProfile,
  accountId,
  DailySummaries,
  DetailedActivity,
  HrvRange,
  ListedActivity,
  SleepDay,
  SleepRange,
} from "@/lib/providers/garmin/schemas";
import {
  hasFixtures,
  type Recorded,
  recorded,
  syntheticBody,
} from "@/lib/providers/garmin/testing/recordings";

const iso = (clock: string) => new Date(`${clock.slice(0, 10)}T${clock.slice(11, 19)}Z`);
const offset = (local: string, gmt: string) => (iso(local).getTime() - iso(gmt).getTime()) / 1000;
const orNull = (value: unknown) => value ?? null;

describe.skipIf(!hasFixtures)("recorded", () => {
  const lists = recorded(/activities_search/);
  const items: Recorded[] = lists.flatMap(({ body }) => body);

  test("the lists are there", () => expect(items).toHaveLength(5));

  test.each(items)("list item $activityId", (item: Recorded) => {
    expect(normalizeListedActivity(ListedActivity.parse(item))).toEqual({
      channel: "garmin",
      externalId: String(item.activityId),
      sport:
        { trail_running: "run", hiking: "walk", open_water_swimming: "swim" }[
          item.activityType.typeKey as string
        ] ?? "other",
      sportDetail: item.activityType.typeKey,
      name: item.activityName,
      startedAt: new Date(item.beginTimestamp),
      utcOffsetSeconds: offset(item.startTimeLocal, item.startTimeGMT),
      localDate: item.startTimeLocal.split(" ")[0],
      elapsedSeconds: item.elapsedDuration,
      timerSeconds: item.duration,
      movingSeconds: item.movingDuration,
      distanceMeters: item.distance,
      elevationGainMeters: orNull(item.elevationGain),
      elevationLossMeters: orNull(item.elevationLoss),
      averageHeartRateBpm: item.averageHR,
      maxHeartRateBpm: item.maxHR,
      heartRateZoneSeconds: [1, 2, 3, 4, 5].map((zone) => item[`hrTimeInZone_${zone}`]),
      heartRateZoneLowerBpm: [],
      averagePowerWatts: orNull(item.avgPower),
      maxPowerWatts: orNull(item.maxPower),
      normalizedPowerWatts: orNull(item.normPower),
      averageCadenceStepsPerMinute: orNull(item.averageRunningCadenceInStepsPerMinute),
      rpe: null,
      feelPercent: null,
      aerobicTrainingEffect: item.aerobicTrainingEffect,
      anaerobicTrainingEffect: item.anaerobicTrainingEffect,
      activeEnergyKilocalories: item.calories - item.bmrCalories,
      restingEnergyKilocalories: item.bmrCalories,
      totalEnergyKilocalories: item.calories,
      sweatLossMilliliters: item.waterEstimated,
      fluidIntakeMilliliters: null,
      fluidBalanceMilliliters: null,
      deviceId: String(item.deviceId),
      manufacturer: "GARMIN",
      isManual: false,
      isMultisportParent: false,
      parentExternalId: null,
      detailReadAt: null,
    });
  });

  test("the trail run, in figures", () => {
    const run = items.find((item) => item.activityId === 21482825013);
    expect(normalizeListedActivity(ListedActivity.parse(run))).toMatchObject({
      startedAt: new Date("2026-01-08T14:10:21Z"),
      utcOffsetSeconds: -21_600,
      localDate: "2026-01-08",
      activeEnergyKilocalories: 335,
      normalizedPowerWatts: 226,
      anaerobicTrainingEffect: 0,
      sweatLossMilliliters: 382,
    });
  });

  const details = recorded(/activity-service_activity_\d+__GET_200/);
  test("the details are there", () => expect(details).toHaveLength(4));

  test.each(details)("$name", ({ body }) => {
    const summary = body.summaryDTO;
    const readAt = new Date("2026-01-13T00:00:00Z");
    expect(normalizeDetailedActivity(DetailedActivity.parse(body), readAt)).toMatchObject({
      externalId: String(body.activityId),
      sport: "other",
      sportDetail: "yoga",
      name: body.activityName,
      startedAt: iso(summary.startTimeGMT),
      utcOffsetSeconds: offset(summary.startTimeLocal, summary.startTimeGMT),
      localDate: summary.startTimeLocal.slice(0, 10),
      elapsedSeconds: summary.elapsedDuration,
      timerSeconds: summary.duration,
      movingSeconds: summary.movingDuration,
      distanceMeters: null,
      averageHeartRateBpm: summary.averageHR,
      maxHeartRateBpm: summary.maxHR,
      aerobicTrainingEffect: summary.trainingEffect,
      anaerobicTrainingEffect: summary.anaerobicTrainingEffect,
      totalEnergyKilocalories: summary.calories,
      restingEnergyKilocalories: summary.bmrCalories,
      activeEnergyKilocalories: summary.calories - summary.bmrCalories,
      sweatLossMilliliters: summary.waterEstimated,
      fluidBalanceMilliliters: null,
      rpe: null,
      feelPercent: null,
      deviceId: body.metadataDTO.deviceMetaDataDTO.deviceId,
      manufacturer: "GARMIN",
      isManual: false,
      isMultisportParent: false,
      detailReadAt: readAt,
    });
  });

  const nights = recorded(/dailySleepData/);
  test("the nights are there", () => expect(nights).toHaveLength(22));

  test.each(nights)("$name", ({ body }) => {
    const dto = body.dailySleepDTO;
    const night = nightOfDay(SleepDay.parse(body));
    const { days, sessions } = normalizeNights(night === null ? [] : [night]);
    if (dto.id === null) {
      expect({ days, sessions }).toEqual({ days: [], sessions: [] });
      return;
    }
    const inBedSeconds = (dto.sleepEndTimestampGMT - dto.sleepStartTimestampGMT) / 1000;
    const utcOffsetSeconds = (dto.sleepEndTimestampLocal - dto.sleepEndTimestampGMT) / 1000;
    expect(days).toEqual([
      {
        localDate: dto.calendarDate,
        sleepSeconds: dto.sleepTimeSeconds,
        inBedSeconds,
        sleepStartedAt: new Date(dto.sleepStartTimestampGMT),
        sleepEndedAt: new Date(dto.sleepEndTimestampGMT),
        sleepUtcOffsetSeconds: utcOffsetSeconds,
        overnightAverageHeartRateBpm: orNull(dto.averageSpO2HRSleep),
      },
    ]);
    expect(sessions).toEqual([
      {
        channel: "garmin",
        localDate: dto.calendarDate,
        startedAt: new Date(dto.sleepStartTimestampGMT),
        endedAt: new Date(dto.sleepEndTimestampGMT),
        utcOffsetSeconds,
        kind: "main",
        sleepSeconds: dto.sleepTimeSeconds,
        inBedSeconds,
        confirmation: "enhanced_confirmed_final",
      },
    ]);
  });

  const hrvRanges = recorded(/hrv_daily_.*GET_200/);
  test("the HRV ranges are there", () =>
    expect(hrvRanges.map(({ body }) => body.hrvSummaries.length)).toEqual([28, 20]));

  test.each(hrvRanges)("$name", ({ body }) => {
    expect(normalizeHrv(HrvRange.parse(body))).toEqual(
      body.hrvSummaries.map((night: Recorded) => ({
        localDate: night.calendarDate,
        hrvRmssdMs: night.lastNightAvg,
        garminHrvStatus: night.status,
      })),
    );
  });

  // Recorded as single days of another path; the range wraps the same fields.
  test.each(recorded(/usersummary_daily/))("$name", ({ body }) => {
    expect(DailySummaries.parse({ data: [body] }).data.flatMap(normalizeDailySummary)).toEqual([
      {
        localDate: body.calendarDate,
        restingHeartRateBpm: body.restingHeartRate,
        activeEnergyKilocalories: body.activeKilocalories,
        restingEnergyKilocalories: body.bmrKilocalories,
        totalEnergyKilocalories: body.totalKilocalories,
      },
    ]);
  });

  test.each(recorded(/userprofile-service.*GET_200/))("$name names the same account", ({ body }) => {
    expect(accountId(AccountProfile.parse(body))).toBe("1000001");
  });
});

describe.skipIf(!hasFixtures)("synthetic bodies of the Personal API", () => {
  const dailySummaries = syntheticBody("dailysummaries.json");
  const sleepSummaries = syntheticBody("dailySleepSummariesByDate.json");

  test("daily summaries", () => {
    const days = DailySummaries.parse(dailySummaries).data.flatMap(normalizeDailySummary);
    expect(days.map((day) => [day.localDate, day.restingHeartRateBpm, day.activeEnergyKilocalories])).toEqual(
      dailySummaries.data.map((day: Recorded) => [
        day.calendarDate,
        day.restingHeartRate,
        day.activeKilocalories,
      ]),
    );
    expect(days.map((day) => day.restingHeartRateBpm)).toContain(null);
  });

  test("sleep summaries, with a gap where there was no night", () => {
    const { days, sessions } = normalizeNights(SleepRange.parse(sleepSummaries).map(nightOfRange));
    expect(days.map((day) => [day.localDate, day.sleepSeconds, day.overnightAverageHeartRateBpm])).toEqual(
      sleepSummaries.map((night: Recorded) => [
        night.calendarDate,
        night.sleepTimeSeconds,
        night.avgHeartRate,
      ]),
    );
    expect(days.map((day) => day.localDate)).not.toContain(addDays("2026-09-15", 1));
    expect(sessions.every((session) => session.utcOffsetSeconds === 7200)).toBe(true);
  });
});

const VECTORS = path.resolve(import.meta.dirname, "../../../../shared/vectors/night_assignment_cases.json");
const isThere = existsSync(VECTORS);
const vectors: Recorded[] = isThere ? JSON.parse(readFileSync(VECTORS, "utf8")).garmin_raw : [];

test.skipIf(!isThere).each(vectors)("vector $id", ({ garmin, expected, sleepTimeSeconds }: Recorded) => {
  const dto = { sleepTimeSeconds, sleepEndTimestampGMT: null, ...garmin };
  const night = nightOfDay(SleepDay.parse({ dailySleepDTO: dto }));
  const { days } = normalizeNights(night === null ? [] : [night]);
  if (expected.stored === false) return expect(days).toEqual([]);
  expect(days).toMatchObject([
    {
      localDate: expected.calendar_date,
      sleepUtcOffsetSeconds: expected.offset_s,
      sleepStartedAt: new Date(expected.start_utc),
      sleepEndedAt: new Date(expected.end_utc),
      inBedSeconds: expected.in_bed_min * 60,
      sleepSeconds: expected.sleep_min * 60,
    },
  ]);
});
