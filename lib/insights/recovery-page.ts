/** What the Recovery page shows of N days: plain values, ready to be drawn. */

import { addDays, daysBetween, type LocalDate, localDateIn } from "@/lib/days";
import { type CheckInRow, listCheckIns } from "@/lib/db/check-ins";
import {
  findAthletePerson,
  findMetricCause,
  type HealthSnapshotRow,
  type RecoveryDayRow,
  readHealthSnapshots,
  readRecoveryDays,
} from "@/lib/db/read-recovery";
import { AppError } from "@/lib/errors";
import {
  type Finding,
  type FindingState,
  findingOf,
  hasNight,
  NO_FINDING,
  sayFinding,
  sleepShortfallSeconds,
  type Whose,
} from "@/lib/insights/finding";
import { ALL_PARTS, onlyShown, type ShownParts } from "@/lib/insights/shown-parts";
import type { Exclusions } from "@/lib/recovery/plausible";
import { MIN_FITNESS_DAYS } from "@/lib/training/load-days";

export const RECOVERY_RANGES_DAYS = [30, 90, 180, 365] as const;
export type RecoveryRangeDays = (typeof RECOVERY_RANGES_DAYS)[number];
const DEFAULT_RANGE_DAYS: RecoveryRangeDays = 90;

/** From so many nights on, a hole is drawn as missing. */
const MISSING_FROM_NIGHTS = 3;

/** What ConnectionMetric says where an account has no Health Snapshots to give. */
const NOT_SERVED = "not_served";

/** Both ends included. */
export type Stretch = { from: LocalDate; to: LocalDate; nights: number };

export type RecoveryDayView = {
  localDate: LocalDate;
  state: FindingState;
  hrvRmssdMs: number | null;
  hrv7DayMs: number | null;
  hrvNightCount7Day: number;
  hrvUsualLowMs: number | null;
  hrvUsualHighMs: number | null;
  hrvStatus: string | null;
  hrvDaysBelow: number;
  garminHrvStatus: string | null;
  restingHeartRateBpm: number | null;
  restingUsualBpm: number | null;
  restingUsualLowBpm: number | null;
  restingUsualHighBpm: number | null;
  overnightHeartRateBpm: number | null;
  overnightUsualBpm: number | null;
  overnightUsualLowBpm: number | null;
  overnightUsualHighBpm: number | null;
  sleepSeconds: number | null;
  sleepNeedSeconds: number | null;
  /** Values that count for nothing, with why. */
  excluded: Exclusions;
  trainingLoad: number | null;
  /** `null` until it rests on enough days. */
  fitness: number | null;
  fatigue: number | null;
  form: number | null;
  load7Day: number | null;
  load7DayUsualLow: number | null;
  load7DayUsualHigh: number | null;
  /** Where the HRV came from; `null` without one. */
  hrvChannel: string | null;
  /** Channels that the day's values came from, sorted. */
  channels: string[];
};

/** What this viewer may see: a coach only what the athlete agreed to. */
export type RecoveryShown = ShownParts;
export const EVERYTHING_SHOWN: RecoveryShown = ALL_PARTS;
export { onlyShown };

export type RecoveryPage = {
  shown: RecoveryShown;
  athleteName: string;
  today: LocalDate;
  rangeDays: RecoveryRangeDays;
  days: RecoveryDayView[];
  missing: Stretch[];
  /** The newest day with a night; `null` when the range has none. */
  latest: RecoveryDayView | null;
  /** Of the newest day with a night, or of today when that is too old to speak of. */
  finding: Finding;
  sentence: string;
  sleep7DaySeconds: number | null;
  /** How far the 7-night average lies under the need. */
  sleepShortfallSeconds: number | null;
  snapshots: HealthSnapshotRow[];
  areSnapshotsServed: boolean;
  /** Illness, travel and alcohol as the athlete said them. */
  notes: NoteSpan[];
};

/** Both ends included. */
export type NoteSpan = { from: LocalDate; to: LocalDate; text: string };

/** The range out of an address; anything else is the default. */
export function parseRangeDays(text: string | undefined): RecoveryRangeDays {
  return RECOVERY_RANGES_DAYS.find((days) => String(days) === text) ?? DEFAULT_RANGE_DAYS;
}

/** @throws AppError `not_found` for an unknown athlete */
export async function readRecoveryPage(
  athleteId: string,
  rangeDays: RecoveryRangeDays,
  now: Date,
  { shown = EVERYTHING_SHOWN, whose = "your" }: { shown?: RecoveryShown; whose?: Whose } = {},
): Promise<RecoveryPage> {
  const person = await findAthletePerson(athleteId);
  if (!person) throw new AppError("not_found", "There is no such athlete.");
  const today = localDateIn(person.timeZone, now);
  const from = addDays(today, 1 - rangeDays);
  const [rows, snapshots, snapshotCause, checkIns] = await Promise.all([
    readRecoveryDays(athleteId, from, today),
    shown.recovery ? readHealthSnapshots(athleteId, from, today) : [],
    findMetricCause(athleteId, "garmin", "health_snapshots"),
    shown.checkIns === true ? listCheckIns(athleteId, { from, to: today }) : [],
  ]);
  const areSnapshotsServed = snapshots.length > 0 || snapshotCause !== NOT_SERVED;
  const visible = rows.map((row) => onlyShown(row, shown));
  return {
    shown,
    athleteName: person.name,
    rangeDays,
    snapshots,
    areSnapshotsServed,
    notes: noteSpans(checkIns),
    ...buildRecoveryDays(visible, today, whose),
  };
}

const NOTED = [
  ["isSick", "sick"],
  ["isTravelling", "travel"],
  ["hadAlcohol", "alcohol"],
] as const;

/** Days in a row of the same kind are one span. */
export function noteSpans(checkIns: readonly CheckInRow[]): NoteSpan[] {
  return NOTED.flatMap(([field, text]) => {
    const spans: NoteSpan[] = [];
    for (const { localDate, ...said } of checkIns) {
      if (!said[field]) continue;
      const open = spans.at(-1);
      if (open && daysBetween(open.to, localDate) === 1) open.to = localDate;
      else spans.push({ from: localDate, to: localDate, text });
    }
    return spans;
  });
}

/** The pure part: `rows` hold every calendar day up to `today`. */
export function buildRecoveryDays(rows: readonly RecoveryDayRow[], today: LocalDate, whose: Whose = "your") {
  const findings = rows.map((row) => findingOf(row, whose));
  const days = rows.map((row, index) => viewOf(row, findings[index]?.state ?? "nodata"));
  const latestIndex = rows.findLastIndex(hasNight);
  const latestRow = rows[latestIndex];
  // This morning's night often arrives late: yesterday's still speaks, dated; an older one does not.
  const isRecent = latestRow !== undefined && latestRow.localDate >= addDays(today, -1);
  const finding = (isRecent ? findings[latestIndex] : undefined) ?? NO_FINDING;
  return {
    today,
    days,
    missing: findMissingStretches(days),
    latest: days.findLast((day) => day.localDate === latestRow?.localDate) ?? null,
    finding,
    sentence: sayRecovery(finding, latestRow?.localDate ?? null, today, whose),
    sleep7DaySeconds: latestRow?.sleep7DaySeconds ?? null,
    sleepShortfallSeconds: latestRow ? sleepShortfallSeconds(latestRow) : null,
  };
}

function sayRecovery(finding: Finding, latestDate: LocalDate | null, today: LocalDate, whose: Whose): string {
  if (latestDate === null) return "No night has arrived in this range.";
  if (latestDate === today || finding.state === "learning") return sayFinding(finding, whose);
  if (finding.state === "nodata") return `The last ${daysBetween(latestDate, today)} nights are not in.`;
  return `Last night is not in yet. The night before: ${sayFinding(finding, whose)}`;
}

/** Holes of three nights or more between the first and the last day, with a night missing in each of them. */
export function findMissingStretches(
  days: readonly {
    localDate: LocalDate;
    hrvRmssdMs: number | null;
    overnightHeartRateBpm: number | null;
    sleepSeconds: number | null;
  }[],
): Stretch[] {
  const stretches: Stretch[] = [];
  const firstNight = days.findIndex(isNightThere);
  if (firstNight < 0) return [];
  let open: Stretch | null = null;
  for (const day of days.slice(firstNight)) {
    if (isNightThere(day)) {
      open = null;
    } else if (open) {
      open.to = day.localDate;
      open.nights += 1;
    } else {
      open = { from: day.localDate, to: day.localDate, nights: 1 };
      stretches.push(open);
    }
  }
  return stretches.filter((stretch) => stretch.nights >= MISSING_FROM_NIGHTS);
}

function isNightThere(day: {
  hrvRmssdMs: number | null;
  overnightHeartRateBpm: number | null;
  sleepSeconds: number | null;
}): boolean {
  return day.hrvRmssdMs !== null || day.overnightHeartRateBpm !== null || day.sleepSeconds !== null;
}

function viewOf(row: RecoveryDayRow, state: FindingState): RecoveryDayView {
  const isFitnessKnown = row.loadDayCount >= MIN_FITNESS_DAYS;
  return {
    localDate: row.localDate,
    state,
    hrvRmssdMs: row.hrvRmssdMs,
    hrv7DayMs: row.hrvRmssd7DayMs,
    hrvNightCount7Day: row.hrvNightCount7Day,
    hrvUsualLowMs: row.hrvUsualLowMs,
    hrvUsualHighMs: row.hrvUsualHighMs,
    hrvStatus: row.hrvStatus,
    hrvDaysBelow: row.hrvDaysBelow,
    garminHrvStatus: row.garminHrvStatus,
    restingHeartRateBpm: row.restingHeartRateBpm,
    restingUsualBpm: row.restingHeartRateUsualBpm,
    restingUsualLowBpm: row.restingHeartRateUsualLowBpm,
    restingUsualHighBpm: row.restingHeartRateUsualHighBpm,
    overnightHeartRateBpm: row.overnightAverageHeartRateBpm,
    overnightUsualBpm: row.overnightHeartRateUsualBpm,
    overnightUsualLowBpm: row.overnightHeartRateUsualLowBpm,
    overnightUsualHighBpm: row.overnightHeartRateUsualHighBpm,
    sleepSeconds: row.sleepSeconds,
    sleepNeedSeconds: row.sleepNeedSeconds,
    excluded: row.excluded,
    trainingLoad: row.trainingLoad,
    fitness: isFitnessKnown ? row.fitness : null,
    fatigue: isFitnessKnown ? row.fatigue : null,
    form: isFitnessKnown ? row.form : null,
    load7Day: row.load7Day,
    load7DayUsualLow: row.load7DayUsualLow,
    load7DayUsualHigh: row.load7DayUsualHigh,
    hrvChannel: row.channels.hrvRmssdMs ?? null,
    channels: [...new Set(Object.values(row.channels))].sort(),
  };
}
