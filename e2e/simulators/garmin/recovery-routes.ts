/** Nights, HRV, day summaries and heart rate: day and range forms of the same records. */
import { eachDate, type LocalDate } from "../../../lib/days";
import { type AccountView, isDateServed, isNightServed } from "./account";
import { type Answer, type DateRange, isWithin, json, NOTHING } from "./answer";
import { isObject, type Json, type JsonObject, numberOf, textOf } from "./json";
import { emptySleepBody } from "./night-bodies";

export function answerNight(view: AccountView, localDate: LocalDate): Answer {
  const body = isNightServed(view, localDate) ? view.records.nights.get(localDate) : undefined;
  return json(body ?? emptySleepBody(profileId(view), localDate));
}

/** The nights' `dailySleepDTO`s; dates without a night are left out. */
export function answerSleepSummaries(view: AccountView, range: DateRange): Answer {
  return json(sleepDtos(view, range));
}

function sleepDtos(view: AccountView, range: DateRange): JsonObject[] {
  return eachDate(range.from, range.to).flatMap((localDate) => {
    const body = isNightServed(view, localDate) ? view.records.nights.get(localDate) : undefined;
    const dto = body && isObject(body.dailySleepDTO) ? body.dailySleepDTO : null;
    return dto && numberOf(dto.sleepStartTimestampGMT) !== null ? [dto] : [];
  });
}

/** The range form of the unofficial host, from the same nights. */
export function answerSleepStats(view: AccountView, range: DateRange): Answer {
  const individualStats = sleepDtos(view, range).map((dto) => {
    const localDate = textOf(dto.calendarDate) ?? "";
    const night = view.records.nights.get(localDate);
    const hrv = hrvSummary(view, localDate);
    return {
      calendarDate: localDate,
      values: {
        totalSleepTimeInSeconds: dto.sleepTimeSeconds ?? null,
        deepTime: dto.deepSleepSeconds ?? null,
        lightTime: dto.lightSleepSeconds ?? null,
        remTime: dto.remSleepSeconds ?? null,
        awakeTime: dto.awakeSleepSeconds ?? null,
        restingHeartRate: night?.restingHeartRate ?? null,
        avgHeartRate: dto.avgHeartRate ?? null,
        avgOvernightHrv: hrv?.lastNightAvg ?? null,
        hrv7dAverage: hrv?.weeklyAvg ?? null,
        hrvStatus: hrv?.status ?? null,
        gmtSleepStartTimeInMillis: dto.sleepStartTimestampGMT ?? null,
        gmtSleepEndTimeInMillis: dto.sleepEndTimestampGMT ?? null,
        localSleepStartTimeInMillis: dto.sleepStartTimestampLocal ?? null,
        localSleepEndTimeInMillis: dto.sleepEndTimestampLocal ?? null,
      },
    };
  });
  return json({ overallStats: {}, individualStats });
}

export function answerHrvNight(view: AccountView, localDate: LocalDate): Answer {
  const body = isNightServed(view, localDate) ? view.records.hrvNights.get(localDate) : undefined;
  return body ? json({ userProfilePk: profileId(view), ...body }) : NOTHING;
}

export function answerHrvRange(view: AccountView, range: DateRange): Answer {
  const hrvSummaries = eachDate(range.from, range.to).flatMap(
    (localDate) => hrvSummary(view, localDate) ?? [],
  );
  return hrvSummaries.length > 0 ? json({ hrvSummaries, userProfilePK: profileId(view) }) : NOTHING;
}

function hrvSummary(view: AccountView, localDate: LocalDate): JsonObject | null {
  const body = isNightServed(view, localDate) ? view.records.hrvNights.get(localDate) : undefined;
  return body && isObject(body.hrvSummary) ? body.hrvSummary : null;
}

export function answerDaySummaries(view: AccountView, range: DateRange): Answer {
  const data = eachDate(range.from, range.to).flatMap((localDate) => findDay(view, localDate) ?? []);
  return json({ data });
}

export function answerDay(view: AccountView, localDate: LocalDate): Answer {
  return json(findDay(view, localDate) ?? emptyDay(view, localDate));
}

/** A day whose night is still on the watch has no resting heart rate yet. */
function findDay(view: AccountView, localDate: LocalDate): JsonObject | null {
  const body = isDateServed(view, localDate) ? view.records.days.get(localDate) : undefined;
  if (!body) return null;
  return view.lateNights.has(localDate) ? { ...body, restingHeartRate: null, minHeartRate: null } : body;
}

function emptyDay(view: AccountView, localDate: LocalDate): JsonObject {
  return {
    userProfileId: profileId(view),
    calendarDate: localDate,
    totalKilocalories: null,
    activeKilocalories: null,
    bmrKilocalories: null,
    totalSteps: null,
    minHeartRate: null,
    maxHeartRate: null,
    restingHeartRate: null,
    lastSevenDaysAvgRestingHeartRate: null,
    includesWellnessData: false,
    privacyProtected: false,
    source: "GARMIN",
  };
}

export function answerHeartRateDay(view: AccountView, localDate: LocalDate): Answer {
  const body = isDateServed(view, localDate) ? view.records.findHeartRateDay(localDate) : null;
  return json(body ?? emptyHeartRateDay(view, localDate));
}

function emptyHeartRateDay(view: AccountView, localDate: LocalDate): JsonObject {
  return {
    userProfilePK: profileId(view),
    calendarDate: localDate,
    startTimestampGMT: null,
    endTimestampGMT: null,
    startTimestampLocal: null,
    endTimestampLocal: null,
    maxHeartRate: null,
    minHeartRate: null,
    restingHeartRate: null,
    lastSevenDaysAvgRestingHeartRate: null,
    heartRateValueDescriptors: null,
    heartRateValues: null,
  };
}

export function answerSnapshots(view: AccountView, range: DateRange): Answer {
  return json(
    view.records.snapshots.filter((item) => {
      const localDate = textOf(item.calendarDate) ?? "";
      return isWithin(range, localDate) && isDateServed(view, localDate);
    }),
  );
}

/** Newest first, from a day back. */
export function answerSnapshotList(view: AccountView, until: LocalDate, limit: number): Answer {
  const found = view.records.snapshots.filter((item) => {
    const localDate = textOf(item.calendarDate) ?? "";
    return localDate <= until && isDateServed(view, localDate);
  });
  return json(found.reverse().slice(0, limit > 0 ? limit : 20));
}

/** Stress, steps and hydration: recorded ones as they are; steps of a generated account from its days. */
export function answerDailyStats(view: AccountView, kind: string, range: DateRange): Answer {
  const recorded = view.records.dailyStats.get(kind);
  const found = eachDate(range.from, range.to).flatMap((localDate): Json[] => {
    const item = recorded?.get(localDate);
    if (item) return [item];
    const day = view.endsToday && kind === "steps" ? findDay(view, localDate) : null;
    if (!day) return [];
    return [
      {
        calendarDate: localDate,
        totalSteps: day.totalSteps ?? null,
        totalDistance: day.totalDistanceMeters ?? null,
        stepGoal: day.dailyStepGoal ?? null,
      },
    ];
  });
  return json(found);
}

/** The account's profile number, as bodies carry it. */
function profileId(view: AccountView): Json {
  return /^\d+$/.test(view.externalUserId) ? Number(view.externalUserId) : view.externalUserId;
}
