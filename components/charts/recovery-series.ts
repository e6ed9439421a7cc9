/** The days of a recovery page as short columns: what is sent to the browser to be drawn. */
import type { Column } from "@/components/charts/scale";
import { sayExclusions } from "@/lib/insights/exclusion-words";
import type { FindingState, Tone } from "@/lib/insights/finding";
import type { RecoveryDayView, RecoveryPage } from "@/lib/insights/recovery-page";

export type RecoverySeries = {
  firstDate: string;
  dayCount: number;
  /** A letter a day out of STATE_OF_LETTER. */
  states: string;
  /** A digit a day: nights in the 7-day value. */
  nightCounts: string;
  /** A digit a day: days below the usual range in a row, 9 for more. */
  daysBelow: string;
  nightMs: Column;
  sevenNightMs: Column;
  usualLowMs: Column;
  usualHighMs: Column;
  restingBpm: Column;
  restingUsualBpm: Column;
  restingLowBpm: Column;
  restingHighBpm: Column;
  overnightBpm: Column;
  overnightUsualBpm: Column;
  overnightLowBpm: Column;
  overnightHighBpm: Column;
  sleepMinutes: Column;
  needMinutes: Column;
  /** Channels by day, as an index into `sources`. */
  sources: string[][];
  sourceIndexes: number[];
  /** First and last day of each stretch without nights. */
  missing: [number, number][];
  /** Health Snapshots: day and ms. */
  snapshots: [number, number][];
  /** HRV that counts for nothing: day and ms, with why by day. */
  leftOut: [number, number][];
  leftOutReasons: Record<number, string>;
  /** Days on which HRV comes from another source than before. */
  sourceChanges: number[];
  load: Column;
  fitness: Column;
  fatigue: Column;
  /** What the athlete said of some days, in a word; both ends included. */
  notes: { from: number; to: number; text: string }[];
  isLoadShown: boolean;
  /** Of the newest day. */
  tones: { hrv: Tone; heartRate: Tone; sleep: Tone };
};

const LETTERS: Record<FindingState, string> = {
  usual: "u",
  watch: "w",
  strong: "s",
  learning: "l",
  nodata: "n",
};
export const STATE_OF_LETTER: Record<string, FindingState> = {
  u: "usual",
  w: "watch",
  s: "strong",
  l: "learning",
  n: "nodata",
};

export function toRecoverySeries(page: RecoveryPage): RecoverySeries {
  const { days } = page;
  const indexOf = new Map(days.map((day, index) => [day.localDate, index]));
  const sourceKeys = [...new Set(days.map(sourceKey))];
  return {
    firstDate: days[0]?.localDate ?? page.today,
    dayCount: days.length,
    states: days.map((day) => LETTERS[day.state]).join(""),
    nightCounts: days.map((day) => digit(day.hrvNightCount7Day)).join(""),
    daysBelow: days.map((day) => digit(day.hrvDaysBelow)).join(""),
    nightMs: column(days, (day) => (day.excluded.hrvRmssdMs === undefined ? day.hrvRmssdMs : null)),
    sevenNightMs: column(days, (day) => day.hrv7DayMs),
    usualLowMs: column(days, (day) => day.hrvUsualLowMs),
    usualHighMs: column(days, (day) => day.hrvUsualHighMs),
    restingBpm: column(days, (day) =>
      day.excluded.restingHeartRateBpm === undefined ? day.restingHeartRateBpm : null,
    ),
    restingUsualBpm: column(days, (day) => day.restingUsualBpm),
    restingLowBpm: column(days, (day) => day.restingUsualLowBpm),
    restingHighBpm: column(days, (day) => day.restingUsualHighBpm),
    overnightBpm: column(days, (day) =>
      day.excluded.overnightAverageHeartRateBpm === undefined ? day.overnightHeartRateBpm : null,
    ),
    overnightUsualBpm: column(days, (day) => day.overnightUsualBpm),
    overnightLowBpm: column(days, (day) => day.overnightUsualLowBpm),
    overnightHighBpm: column(days, (day) => day.overnightUsualHighBpm),
    sleepMinutes: column(days, (day) =>
      day.excluded.sleepSeconds === undefined ? minutes(day.sleepSeconds) : null,
    ),
    needMinutes: column(days, (day) => minutes(day.sleepNeedSeconds)),
    sources: sourceKeys.map((key) => key.split(" ").filter((channel) => channel !== "")),
    sourceIndexes: days.map((day) => sourceKeys.indexOf(sourceKey(day))),
    missing: page.missing.map(({ from, to }) => [indexOf.get(from) ?? 0, indexOf.get(to) ?? 0]),
    snapshots: page.snapshots.flatMap((snapshot): [number, number][] => {
      const index = indexOf.get(snapshot.localDate);
      return index === undefined || snapshot.hrvRmssdMs === null ? [] : [[index, snapshot.hrvRmssdMs]];
    }),
    leftOut: days.flatMap((day, index): [number, number][] =>
      day.excluded.hrvRmssdMs !== undefined && day.hrvRmssdMs !== null ? [[index, day.hrvRmssdMs]] : [],
    ),
    leftOutReasons: Object.fromEntries(
      days.flatMap((day, index) => {
        const text = sayExclusions(day.excluded);
        return text === null ? [] : [[index, text]];
      }),
    ),
    sourceChanges: sourceChangesOf(days),
    load: column(days, (day) => day.trainingLoad),
    fitness: column(days, (day) => day.fitness),
    fatigue: column(days, (day) => day.fatigue),
    notes: page.notes.map(({ from, to, text }) => ({
      from: indexOf.get(from) ?? 0,
      to: indexOf.get(to) ?? days.length - 1,
      text,
    })),
    isLoadShown: page.shown.load === true,
    tones: { hrv: toneOf(page, "hrv"), heartRate: toneOf(page, "heartRate"), sleep: toneOf(page, "sleep") },
  };
}

function sourceChangesOf(days: readonly RecoveryDayView[]): number[] {
  const changes: number[] = [];
  let before: string | null = null;
  days.forEach(({ hrvChannel }, index) => {
    if (hrvChannel === null) return;
    if (before !== null && before !== hrvChannel) changes.push(index);
    before = hrvChannel;
  });
  return changes;
}

function column(days: readonly RecoveryDayView[], read: (day: RecoveryDayView) => number | null): Column {
  return days.map((day) => shortened(read(day)));
}

/** One decimal is enough to draw; the whole number that is shown stays the same. */
function shortened(value: number | null): number | null {
  if (value === null) return null;
  const short = Math.round(value * 10) / 10;
  return Math.round(short) === Math.round(value) ? short : Math.floor(value * 10) / 10;
}

function minutes(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds / 60);
}

function digit(count: number): string {
  return String(Math.min(9, Math.max(0, count)));
}

function sourceKey(day: RecoveryDayView): string {
  return day.channels.join(" ");
}

function toneOf(page: RecoveryPage, signal: "hrv" | "heartRate" | "sleep"): Tone {
  return page.finding.reasons.find((reason) => reason.signal === signal)?.tone ?? "nodata";
}
