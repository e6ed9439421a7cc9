import { TrainingChartsLoader } from "@/components/charts/training-charts-loader";
import {
  formatDistance,
  formatDuration,
  formatLocalDate,
  formatNumber,
  NOT_MEASURED,
} from "@/components/format";
import { compareWeek, sayUsualLoad } from "@/components/training/load-words";
import { Figure } from "@/components/ui";
import type { Intensity, TrainingPage, TrainingWeek } from "@/lib/insights/training-page";
import type { Units } from "@/lib/units";

type Props = { page: TrainingPage; units: Units; locale: string };

/** "Load of the last 7 days 38 % above your usual." */
export function sayTraining({ now, isFitnessKnown, daysUntilFitness }: TrainingPage): string {
  const week = compareWeek(now);
  const first =
    week === null
      ? now?.load7Day === null || now === null
        ? "The load of the last 7 days is not known, since not all of them are."
        : "What is usual for a week is not known yet."
      : `Load of the last 7 days ${week}.`;
  if (!isFitnessKnown) return `${first} ${daysUntilFitness} more days until fitness and form are shown.`;
  return `${first} ${formWords(now?.form ?? null)}`;
}

function formWords(form: number | null): string {
  if (form === null) return "";
  const whole = Math.round(form);
  if (whole === 0) return "Fatigue and fitness are level.";
  return whole > 0
    ? `Fatigue lies ${whole} under fitness: rested for the training you are used to.`
    : `Fatigue lies ${-whole} over fitness: more than you are used to.`;
}

export function TrainingFigures({ page, locale }: Omit<Props, "units">) {
  const { now, isFitnessKnown } = page;
  const whole = (value: number | null) => formatNumber(value, 0, locale);
  const later = isFitnessKnown ? undefined : `in ${page.daysUntilFitness} days`;
  return (
    <div className="mb-8 grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 md:grid-cols-6">
      <Figure
        label="Load, 7 days"
        value={whole(now?.load7Day ?? null)}
        comparison={sayUsualLoad(now, locale)}
      />
      <Figure
        label="Fitness"
        value={whole(now?.fitness ?? null)}
        comparison={later ?? "mean of 42 days, weighted"}
      />
      <Figure
        label="Fatigue"
        value={whole(now?.fatigue ?? null)}
        comparison={later ?? "mean of 7 days, weighted"}
      />
      <Figure label="Form" value={whole(now?.form ?? null)} comparison={later ?? "the evening before"} />
      <Figure
        label="Monotony"
        value={formatNumber(now?.monotony ?? null, 1, locale)}
        comparison="mean over spread, 7 days"
      />
      <Figure label="Strain" value={whole(now?.strain ?? null)} comparison="load times monotony" />
    </div>
  );
}

export function TrainingFigure({ page, locale }: Omit<Props, "units">) {
  const column = (read: (day: TrainingPage["days"][number]) => number | null) =>
    page.days.map((day) => {
      const value = read(day);
      return value === null ? null : Math.round(value * 10) / 10;
    });
  return (
    <figure aria-label={`Charts of ${page.rangeDays} days. ${sayTraining(page)}`}>
      <TrainingChartsLoader
        locale={locale}
        series={{
          firstDate: page.days[0]?.localDate ?? page.today,
          dayCount: page.days.length,
          load: column((day) => day.trainingLoad),
          fitness: column((day) => day.fitness),
          fatigue: column((day) => day.fatigue),
          form: column((day) => day.form),
          week: column((day) => day.load7Day),
        }}
      />
    </figure>
  );
}

const DAY_HEADS = ["Date", "Load", "Workouts", "7 days", "Fitness", "Fatigue", "Form"];

/** The days of the charts, newest first. */
export function TrainingTable({ page, locale }: Omit<Props, "units">) {
  const whole = (value: number | null) => formatNumber(value, 0, locale);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" aria-label={`Table of ${page.rangeDays} days`} tabIndex={0}>
      <table className="w-full min-w-xl text-right text-sm">
        <caption className="sr-only">Load of the last {page.rangeDays} days, newest first</caption>
        <thead className="text-xs text-ink2">
          <tr>
            {DAY_HEADS.map((head) => (
              <th key={head} scope="col" className="px-2 pb-2 font-normal first:pl-0 first:text-left">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.days.toReversed().map((day) => (
            <tr key={day.localDate} className="border-t border-line">
              <th scope="row" className="py-1.5 text-left font-normal whitespace-nowrap">
                {formatLocalDate(day.localDate, locale)}
              </th>
              <td className="px-2">{whole(day.trainingLoad)}</td>
              <td className="px-2">{day.workoutCount}</td>
              <td className="px-2">{whole(day.load7Day)}</td>
              <td className="px-2">{whole(day.fitness)}</td>
              <td className="px-2">{whole(day.fatigue)}</td>
              <td className="px-2">{whole(day.form)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const WEEK_HEADS = ["Week from", "Load", "Runs", "Time", "Workouts", "Easy, moderate, hard"];

export function TrainingWeeks({ page, units, locale }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="mt-10 overflow-x-auto" aria-labelledby="weeks" tabIndex={0}>
      <h2 id="weeks" className="mb-2 text-md font-semibold">
        Weeks
      </h2>
      <table className="w-full min-w-xl text-right text-sm">
        <thead className="text-xs text-ink2">
          <tr>
            {WEEK_HEADS.map((head) => (
              <th key={head} scope="col" className="px-2 pb-2 font-normal first:pl-0 first:text-left">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.weeks.map((week) => (
            <tr key={week.startDate} className="border-t border-line">
              <th scope="row" className="py-1.5 text-left font-normal whitespace-nowrap">
                {formatLocalDate(week.startDate, locale, "short")}
              </th>
              <td className="px-2 font-medium">{weekLoad(week, locale)}</td>
              <td className="px-2">{formatDistance(week.runMeters, units, locale)}</td>
              <td className="px-2">{week.seconds === 0 ? NOT_MEASURED : formatDuration(week.seconds)}</td>
              <td className="px-2">{week.workoutCount}</td>
              <td className="w-56 py-1.5 pl-2">
                <IntensityBar intensity={week.intensity} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function weekLoad(week: TrainingWeek, locale: string): string {
  const text = formatNumber(week.load, 0, locale);
  return week.unknownLoadCount > 0 && week.load !== null ? `at least ${text}` : text;
}

function sharesOf({ easySeconds, moderateSeconds, hardSeconds }: Intensity): [number, number, number] {
  const total = easySeconds + moderateSeconds + hardSeconds;
  if (total === 0) return [0, 0, 0];
  const [easy, moderate] = [easySeconds, moderateSeconds].map((one) => Math.round((100 * one) / total));
  return [easy ?? 0, moderate ?? 0, 100 - (easy ?? 0) - (moderate ?? 0)];
}

const FILLS = ["var(--zone2)", "var(--zone3)", "var(--zone5)"];

/** The three shares as one bar, with their numbers beside it. */
export function IntensityBar({ intensity }: { intensity: Intensity | null }) {
  if (intensity === null) return <span className="text-ink2">no zones</span>;
  const shares = sharesOf(intensity);
  let left = 0;
  return (
    <span className="flex items-center gap-3">
      <svg width="100%" height="12" aria-hidden="true">
        {shares.map((share, index) => {
          const x = left;
          left += share;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the kind
            <rect key={index} x={`${x}%`} width={`${share}%`} height="12" fill={FILLS[index]} />
          );
        })}
      </svg>
      <span className="w-24 shrink-0 text-right text-xs text-ink2">{shares.join(" / ")} %</span>
    </span>
  );
}

/** How the last four weeks were spread over heart rate. */
export function IntensitySection({ intensity }: { intensity: Intensity | null }) {
  if (intensity === null) return null;
  const shares = sharesOf(intensity);
  const rows = [
    ["Easy", "zones 1 and 2", intensity.easySeconds],
    ["Moderate", "zone 3", intensity.moderateSeconds],
    ["Hard", "zones 4 and 5", intensity.hardSeconds],
  ] as const;
  return (
    <section className="mt-10 max-w-xl">
      <h2 className="mb-2 text-md font-semibold">Intensity, last 28 days</h2>
      <table className="w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Intensity</th>
            <th scope="col">Zones</th>
            <th scope="col">Share</th>
            <th scope="col">Percent</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, zones, seconds], index) => (
            <tr key={name}>
              <th scope="row" className="w-24 py-1 text-left font-medium">
                {name}
              </th>
              <td className="w-28 text-ink2">{zones}</td>
              <td aria-hidden="true">
                <svg width="100%" height="12" className="block" aria-hidden="true">
                  <rect width={`${shares[index]}%`} height="12" rx="1" fill={FILLS[index]} />
                </svg>
              </td>
              <td className="w-14 text-right">{shares[index]} %</td>
              <td className="w-20 text-right">{formatDuration(seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
