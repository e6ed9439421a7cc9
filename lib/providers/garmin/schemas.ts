/**
 * The parts of Garmin Connect's bodies that we read. Other keys are let through and
 * kept in the raw payload. A retyped key fails loudly; a missing one does when the
 * body makes no sense without it, and is "not measured" otherwise.
 */
import { z } from "zod";
import { LocalDate } from "@/lib/days";
import { Clock, ClockOrMs } from "@/lib/providers/garmin/values";

const number = z.number().nullish();
const text = z.string().nullish();
const flag = z.boolean().nullish();
const id = z.union([z.number().int(), z.string().min(1)]);

const ActivityType = z.looseObject({ typeKey: z.string().min(1), parentTypeId: number });
export type ActivityType = z.infer<typeof ActivityType>;

/** One entry of the activity list. Meters, seconds, bpm, watts, kilocalories, milliliters. */
export const ListedActivity = z
  .looseObject({
    activityId: id,
    activityName: text,
    activityType: ActivityType,
    startTimeGMT: Clock.nullish(),
    /** Milliseconds since 1970: the same instant as startTimeGMT. */
    beginTimestamp: number,
    startTimeLocal: Clock,
    elapsedDuration: number,
    /** With the timer on. */
    duration: number,
    movingDuration: number,
    distance: number,
    elevationGain: number,
    elevationLoss: number,
    averageHR: number,
    maxHR: number,
    hrTimeInZone_1: number,
    hrTimeInZone_2: number,
    hrTimeInZone_3: number,
    hrTimeInZone_4: number,
    hrTimeInZone_5: number,
    avgPower: number,
    maxPower: number,
    normPower: number,
    averageRunningCadenceInStepsPerMinute: number,
    aerobicTrainingEffect: number,
    anaerobicTrainingEffect: number,
    /** Total: resting included. */
    calories: number,
    bmrCalories: number,
    /** Sweat loss. */
    waterEstimated: number,
    /** Drunk. */
    waterConsumed: number,
    deviceId: id.nullish(),
    manufacturer: text,
    manualActivity: flag,
    parent: flag,
    parentId: id.nullish(),
  })
  .refine(
    (item) => isGiven(item.startTimeGMT ?? item.beginTimestamp),
    "neither startTimeGMT nor beginTimestamp",
  )
  .refine((item) => isGiven(item.elapsedDuration ?? item.duration), "neither elapsedDuration nor duration");
export type ListedActivity = z.infer<typeof ListedActivity>;

/** One activity with what the list lacks: the athlete's own rating. */
export const DetailedActivity = z.looseObject({
  activityId: id,
  activityName: text,
  isMultiSportParent: flag,
  activityTypeDTO: ActivityType,
  metadataDTO: z
    .looseObject({
      manufacturer: text,
      manualActivity: flag,
      childIds: z.array(id).nullish(),
      deviceMetaDataDTO: z.looseObject({ deviceId: id.nullish() }).nullish(),
    })
    .nullish(),
  summaryDTO: z
    .looseObject({
      startTimeGMT: Clock,
      startTimeLocal: Clock,
      elapsedDuration: number,
      duration: number,
      movingDuration: number,
      distance: number,
      elevationGain: number,
      elevationLoss: number,
      averageHR: number,
      maxHR: number,
      averagePower: number,
      maxPower: number,
      normalizedPower: number,
      averageRunCadence: number,
      /** Aerobic. */
      trainingEffect: number,
      anaerobicTrainingEffect: number,
      calories: number,
      bmrCalories: number,
      waterEstimated: number,
      waterConsumed: number,
      /** Ten times the rating of 0 to 10. */
      directWorkoutRpe: z.number().min(0).max(100).nullish(),
      directWorkoutFeel: z.number().int().min(0).max(100).nullish(),
    })
    .refine((item) => isGiven(item.elapsedDuration ?? item.duration), "neither elapsedDuration nor duration"),
});
export type DetailedActivity = z.infer<typeof DetailedActivity>;

/** Naps stand beside the night or inside it, depending on the body. Their times are text. */
const Nap = z.looseObject({
  calendarDate: LocalDate.nullish(),
  napStartTimestampGMT: ClockOrMs,
  napEndTimestampGMT: ClockOrMs,
  napTimeSec: number,
});
const naps = z.array(Nap).nullish();
export type Nap = z.infer<typeof Nap>;

/** A night. Instants are milliseconds since 1970. */
export const NightDto = z.looseObject({
  calendarDate: LocalDate,
  /** Required, though null without a night: what lacks the key is no night of the known shape. */
  sleepTimeSeconds: z.number().nullable(),
  sleepStartTimestampGMT: z.number().nullable(),
  sleepEndTimestampGMT: z.number().nullable(),
  sleepEndTimestampLocal: number,
  deepSleepSeconds: number,
  lightSleepSeconds: number,
  remSleepSeconds: number,
  avgHeartRate: number,
  averageSpO2HRSleep: number,
  sleepWindowConfirmationType: text,
  dailyNapDTOS: naps,
});
export type NightDto = z.infer<typeof NightDto>;

/** The day call. Without a night its DTO is there, with nulls. */
export const SleepDay = z.looseObject({
  dailySleepDTO: NightDto.nullable(),
  sleepHeartRate: z.array(z.looseObject({ value: number })).nullish(),
  dailyNapDTOS: naps,
});
export type SleepDay = z.infer<typeof SleepDay>;

/** A night as the statistics service writes it. */
export const NightStatistics = z.looseObject({
  calendarDate: LocalDate,
  values: z.looseObject({
    totalSleepTimeInSeconds: z.number().nullable(),
    gmtSleepStartTimeInMillis: z.number().nullable(),
    gmtSleepEndTimeInMillis: z.number().nullable(),
    localSleepEndTimeInMillis: number,
    avgHeartRate: number,
  }),
});
export type NightStatistics = z.infer<typeof NightStatistics>;

const nights = z.array(z.union([NightDto, NightStatistics]));

/** A window of nights. The real body is not known: these are the forms that we accept. */
export const SleepRange = z.union([
  nights,
  z.looseObject({ data: nights }).transform((body) => body.data),
  z.looseObject({ individualStats: nights }).transform((body) => body.individualStats),
]);

const rows = z.array(z.unknown());
const listed = (entries: unknown[]): unknown => entries;

/** The same windows with their records unread, and how to put some of them back. */
export const SleepRangeRows = z.union([
  rows.transform((entries) => ({ rows: entries, wrap: listed })),
  z.looseObject({ data: rows }).transform(({ data }) => ({ rows: data, wrap: listed })),
  z
    .looseObject({ individualStats: rows })
    .transform((body) => ({ rows: body.individualStats, wrap: listed })),
]);
export const HrvRows = z.looseObject({ hrvSummaries: rows }).transform((body) => ({
  rows: body.hrvSummaries,
  wrap: (entries: unknown[]): unknown => ({ hrvSummaries: entries }),
}));
export const DailySummaryRows = z.looseObject({ data: rows }).transform(({ data }) => ({
  rows: data,
  wrap: (entries: unknown[]): unknown => ({ data: entries }),
}));

export const HrvRange = z.looseObject({
  hrvSummaries: z.array(
    z.looseObject({ calendarDate: LocalDate, lastNightAvg: z.number().nullable(), status: text }),
  ),
});

export const DailySummary = z
  .looseObject({
    calendarDate: LocalDate,
    restingHeartRate: number,
    activeKilocalories: number,
    bmrKilocalories: number,
    totalKilocalories: number,
    /** Set when the reader may not see the values. */
    privacyProtected: flag,
  })
  .refine(
    (day) => ["restingHeartRate", "totalKilocalories", "bmrKilocalories"].some((key) => key in day),
    "none of the keys that are read",
  );
export type DailySummary = z.infer<typeof DailySummary>;

export const DailySummaries = z.looseObject({ data: z.array(DailySummary) });

const SummaryPairs = z.array(z.looseObject({ summaryType: z.string(), avgValue: number }));

/** A Health Snapshot among the wellness activities. */
export const WellnessActivity = z
  .looseObject({
    activityUuid: z.union([z.string(), z.looseObject({ uuid: z.string() })]).nullish(),
    calendarDate: LocalDate,
    wellnessActivityType: text,
    startTimestampGMT: ClockOrMs,
    startTimestampLocal: ClockOrMs.nullish(),
    summaryTypeDataList: SummaryPairs.nullish(),
    summaries: SummaryPairs.nullish(),
  })
  .refine(
    (item) => "summaryTypeDataList" in item || "summaries" in item,
    "no summaryType and avgValue pairs",
  );
export type WellnessActivity = z.infer<typeof WellnessActivity>;

/** Breathing exercises and the like come from the same service and are told apart by this key. */
export const WellnessActivityKind = z.looseObject({ wellnessActivityType: text });

/** By which a list of them is gone through. */
export const WellnessActivityDate = z.looseObject({ calendarDate: LocalDate });

export const WellnessActivityRange = z.union([
  z.array(z.unknown()),
  z.looseObject({ data: z.array(z.unknown()) }).transform((body) => body.data),
]);

/**
 * What names the account. The numeric id of the profile goes by several names, and
 * socialProfile has another `id` beside it, so the order of reading matters.
 */
export const AccountProfile = z
  .looseObject({
    profileId: id.nullish(),
    userProfilePk: id.nullish(),
    userProfilePK: id.nullish(),
    userProfileId: id.nullish(),
    id: id.nullish(),
    displayName: text,
    fullName: text,
  })
  .refine((profile) => accountId(profile) !== null, "nothing that names the account");

type Id = string | number | null | undefined;
type AccountNames = Partial<
  Record<"profileId" | "userProfilePk" | "userProfilePK" | "userProfileId" | "id" | "displayName", Id>
>;

export function accountId(profile: AccountNames): string | null {
  const given =
    profile.profileId ??
    profile.userProfilePk ??
    profile.userProfilePK ??
    profile.userProfileId ??
    profile.id ??
    profile.displayName;
  return given === null || given === undefined || given === "" ? null : String(given);
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}
