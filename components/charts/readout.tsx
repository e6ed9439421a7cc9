import { READOUT_CLASS } from "@/components/charts/layout";
import { type RecoverySeries, STATE_OF_LETTER } from "@/components/charts/recovery-series";
import { dateOfDay } from "@/components/charts/scale";
import { formatChannels } from "@/components/format/channels";
import { formatLocalDate } from "@/components/format/dates";
import { StateShape } from "@/components/ui/state-mark";
import type { FindingState } from "@/lib/insights/finding";
import { sayHoursAndMinutes } from "@/lib/units";

const WORDS: Record<FindingState, string> = {
  usual: "Usual",
  watch: "Watch",
  strong: "Strong signal",
  learning: "Learning",
  nodata: "No data",
};

/** The values of one day, docked above the charts: it hides nothing of them. */
export function Readout({
  series,
  index,
  locale,
}: {
  series: RecoverySeries;
  index: number;
  locale: string;
}) {
  const state = STATE_OF_LETTER[series.states[index] ?? "n"] ?? "nodata";
  return (
    <div className={`sticky top-0 z-10 overflow-hidden bg-paper ${READOUT_CLASS}`}>
      <p className="flex items-center gap-4 text-sm font-medium">
        {formatLocalDate(dateOfDay(series.firstDate, index), locale, "long")}
        <span className="inline-flex items-center gap-2 text-xs font-normal text-ink2">
          <StateShape tone={state === "learning" ? "nodata" : state} />
          {WORDS[state]}
        </span>
      </p>
      <dl className="mt-1 grid grid-cols-3 gap-x-4 gap-y-1 text-xs sm:grid-cols-7">
        {itemsOf(series, index).map(({ label, value, comparison }) => (
          <div key={label} className="min-w-0">
            <dt className="truncate text-ink3">{label}</dt>
            <dd className="truncate font-medium">{value}</dd>
            <dd className="truncate text-ink2">{comparison}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

type Item = { label: string; value: string; comparison: string };

function itemsOf(series: RecoverySeries, index: number): Item[] {
  const [low, high] = [at(series.usualLowMs, index), at(series.usualHighMs, index)];
  const nights = `${series.nightCounts[index] ?? 0} of 7 nights`;
  const need = at(series.needMinutes, index);
  return [
    {
      label: "HRV, 7 nights",
      value: withUnit(at(series.sevenNightMs, index), "ms"),
      comparison:
        low === null || high === null
          ? "no usual range yet"
          : `usual ${Math.round(low)} to ${Math.round(high)}`,
    },
    { label: "HRV that night", value: withUnit(at(series.nightMs, index), "ms"), comparison: nights },
    {
      label: "Resting",
      value: withUnit(at(series.restingBpm, index), "bpm"),
      comparison: usual(at(series.restingUsualBpm, index)),
    },
    {
      label: "Overnight",
      value: withUnit(at(series.overnightBpm, index), "bpm"),
      comparison: usual(at(series.overnightUsualBpm, index)),
    },
    {
      label: "Sleep",
      value: span(at(series.sleepMinutes, index)),
      comparison: need === null ? "" : `need ${span(need)}`,
    },
    {
      label: "Load",
      value: number(at(series.load, index)),
      comparison: fitnessWords(at(series.fitness, index), at(series.fatigue, index)),
    },
    {
      label: "Source",
      value: formatChannels(series.sources[series.sourceIndexes[index] ?? 0] ?? []),
      comparison: series.leftOutReasons[index] ?? noteWords(series, index),
    },
  ];
}

/** The same as one line, for readers of the screen. */
export function sayDay(series: RecoverySeries, index: number, locale: string): string {
  const date = formatLocalDate(dateOfDay(series.firstDate, index), locale, "long");
  const parts = itemsOf(series, index)
    .slice(0, 6)
    .map(({ label, value, comparison }) => `${label} ${value}, ${comparison}`);
  return `${date}: ${parts.join("; ")}`;
}

function number(value: number | null): string {
  return value === null ? "none" : String(Math.round(value));
}

function fitnessWords(fitness: number | null, fatigue: number | null): string {
  return fitness === null || fatigue === null ? "" : `fitness ${number(fitness)}, fatigue ${number(fatigue)}`;
}

function noteWords(series: RecoverySeries, index: number): string {
  return series.notes
    .filter(({ from, to }) => from <= index && index <= to)
    .map(({ text }) => text)
    .join(", ");
}

function at(column: readonly (number | null)[], index: number): number | null {
  return column[index] ?? null;
}

function withUnit(value: number | null, unit: string): string {
  return value === null ? "none" : `${Math.round(value)} ${unit}`;
}

function usual(value: number | null): string {
  return value === null ? "no usual value yet" : `usual ${Math.round(value)}`;
}

function span(minutes: number | null): string {
  return minutes === null ? "none" : sayHoursAndMinutes(minutes * 60);
}
