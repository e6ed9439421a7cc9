/**
 * Turns Garmin's nights and days into ours. Pure: same input, same output.
 *
 * The date of a night is the provider's `calendarDate`, as it stands. Stages, stress,
 * scores and Body Battery stay in the raw payload.
 */

import type { z } from "zod";
import type { LocalDate } from "@/lib/days";
import type {
  DailySummary,
  HrvRange,
  Nap,
  NightDto,
  NightStatistics,
  SleepDay,
} from "@/lib/providers/garmin/schemas";
import {
  clockMs,
  meanOfPositive,
  offsetSeconds,
  positive,
  wholeSeconds,
  zeroOrMore,
} from "@/lib/providers/garmin/values";
import { type RecoveryDayUpdate, RecoveryValues, SleepSession } from "@/lib/records/night";

/** A night, whichever body it came in. */
export type GarminNight = {
  localDate: LocalDate;
  sleepSeconds: number | null;
  /** Both or neither. */
  window: { startedAt: Date; endedAt: Date } | null;
  utcOffsetSeconds: number | null;
  overnightAverageHeartRateBpm: number | null;
  confirmation: string | null;
  naps: Nap[];
};

/** Days and sleep sessions of some nights. What nobody measured leaves no day. */
export function normalizeNights(nights: readonly GarminNight[]): {
  days: RecoveryDayUpdate[];
  sessions: SleepSession[];
} {
  const dates = [...new Set(nights.map((night) => night.localDate))];
  const ordered = dates.map((date) => nights.filter((night) => night.localDate === date).sort(longestFirst));
  return {
    days: ordered.flatMap(([main]) => (main === undefined ? [] : readDay(main))),
    sessions: ordered.flatMap((group) => group.flatMap((night, index) => readSessions(night, index === 0))),
  };
}

export function nightOfDay(source: SleepDay): GarminNight | null {
  if (source.dailySleepDTO === null) return null;
  const night = nightOfDto(source.dailySleepDTO);
  const heartRates = (source.sleepHeartRate ?? []).map((point) => point.value);
  return {
    ...night,
    overnightAverageHeartRateBpm:
      positive(source.dailySleepDTO.avgHeartRate) ??
      meanOfPositive(heartRates) ??
      night.overnightAverageHeartRateBpm,
    naps: [...night.naps, ...(source.dailyNapDTOS ?? [])],
  };
}

export function nightOfRange(source: NightDto | NightStatistics): GarminNight {
  return isStatistics(source) ? nightOfStatistics(source) : nightOfDto(source);
}

/** The heart rate beside blood oxygen is the poorest of three, and only there when that was measured. */
function nightOfDto(dto: NightDto): GarminNight {
  const endMs = dto.sleepEndTimestampGMT;
  return {
    localDate: dto.calendarDate,
    sleepSeconds: wholeSeconds(dto.sleepTimeSeconds) ?? sumOfStages(dto),
    window: readWindow(dto.sleepStartTimestampGMT, endMs),
    utcOffsetSeconds: offsetSeconds(dto.sleepEndTimestampLocal, endMs),
    overnightAverageHeartRateBpm: positive(dto.avgHeartRate) ?? positive(dto.averageSpO2HRSleep),
    confirmation: dto.sleepWindowConfirmationType ?? null,
    naps: dto.dailyNapDTOS ?? [],
  };
}

function nightOfStatistics({ calendarDate, values }: NightStatistics): GarminNight {
  const endMs = values.gmtSleepEndTimeInMillis;
  return {
    localDate: calendarDate,
    sleepSeconds: wholeSeconds(values.totalSleepTimeInSeconds),
    window: readWindow(values.gmtSleepStartTimeInMillis, endMs),
    utcOffsetSeconds: offsetSeconds(values.localSleepEndTimeInMillis, endMs),
    overnightAverageHeartRateBpm: positive(values.avgHeartRate),
    confirmation: null,
    naps: [],
  };
}

export function normalizeHrv(source: z.infer<typeof HrvRange>): RecoveryDayUpdate[] {
  return source.hrvSummaries.flatMap((night) => {
    const hrvRmssdMs = positive(night.lastNightAvg);
    if (hrvRmssdMs === null) return [];
    return [checked(night.calendarDate, { hrvRmssdMs, garminHrvStatus: night.status ?? null })];
  });
}

/** Resting heart rate is null or 0 on a day without wear; energy is then what Garmin says it is. */
export function normalizeDailySummary(source: DailySummary): RecoveryDayUpdate[] {
  if (source.privacyProtected === true) return [];
  const values = {
    restingHeartRateBpm: positive(source.restingHeartRate),
    activeEnergyKilocalories: zeroOrMore(source.activeKilocalories),
    restingEnergyKilocalories: zeroOrMore(source.bmrKilocalories),
    totalEnergyKilocalories: zeroOrMore(source.totalKilocalories),
  };
  if (Object.values(values).every((value) => value === null)) return [];
  return [checked(source.calendarDate, values)];
}

const SomeRecoveryValues = RecoveryValues.partial();

/** @throws ZodError when a value is none that a day can have */
function checked(localDate: LocalDate, values: Partial<RecoveryValues>): RecoveryDayUpdate {
  return { localDate, ...SomeRecoveryValues.parse(values) };
}

function readDay(night: GarminNight): RecoveryDayUpdate[] {
  if (!isMeasured(night)) return [];
  const { window } = night;
  return [
    checked(night.localDate, {
      sleepSeconds: night.sleepSeconds,
      inBedSeconds: window === null ? null : secondsOf(window),
      sleepStartedAt: window?.startedAt ?? null,
      sleepEndedAt: window?.endedAt ?? null,
      sleepUtcOffsetSeconds: night.utcOffsetSeconds,
      overnightAverageHeartRateBpm: night.overnightAverageHeartRateBpm,
    }),
  ];
}

function readSessions(night: GarminNight, isMain: boolean): SleepSession[] {
  const common = { channel: "garmin", localDate: night.localDate, utcOffsetSeconds: night.utcOffsetSeconds };
  const naps = night.naps.flatMap((nap) => {
    const window = readWindow(clockMs(nap.napStartTimestampGMT), clockMs(nap.napEndTimestampGMT));
    if (window === null) return [];
    const inBedSeconds = secondsOf(window);
    const localDate = nap.calendarDate ?? night.localDate;
    const sleepSeconds = wholeSeconds(nap.napTimeSec);
    return [
      SleepSession.parse({
        ...common,
        ...window,
        localDate,
        kind: "nap",
        sleepSeconds,
        inBedSeconds,
        confirmation: null,
      }),
    ];
  });
  if (night.window === null) return naps;
  const session = SleepSession.parse({
    ...common,
    ...night.window,
    kind: isMain ? "main" : "second",
    sleepSeconds: night.sleepSeconds,
    inBedSeconds: secondsOf(night.window),
    confirmation: night.confirmation,
  });
  return [session, ...naps];
}

/** A zero without a window is a night that was not recorded. */
function isMeasured(night: GarminNight): boolean {
  return (
    night.window !== null || night.overnightAverageHeartRateBpm !== null || (night.sleepSeconds ?? 0) > 0
  );
}

function isStatistics(source: NightDto | NightStatistics): source is NightStatistics {
  return "values" in source && typeof source.values === "object";
}

/** Deep, light and REM, when all three are known: what sleepTimeSeconds means. */
function sumOfStages(dto: NightDto): number | null {
  const stages = [dto.deepSleepSeconds, dto.lightSleepSeconds, dto.remSleepSeconds].map(wholeSeconds);
  const known = stages.filter((stage) => stage !== null);
  return known.length < stages.length ? null : known.reduce((sum, stage) => sum + stage, 0);
}

/** `null` unless it has a start before its end. */
function readWindow(startMs: number | null, endMs: number | null): GarminNight["window"] {
  if (startMs === null || endMs === null || !(startMs < endMs)) return null;
  return { startedAt: new Date(startMs), endedAt: new Date(endMs) };
}

function secondsOf(window: { startedAt: Date; endedAt: Date }): number {
  return Math.round((window.endedAt.getTime() - window.startedAt.getTime()) / 1000);
}

function longestFirst(one: GarminNight, other: GarminNight): number {
  const length = (night: GarminNight) => (night.window === null ? 0 : secondsOf(night.window));
  return length(other) - length(one);
}
