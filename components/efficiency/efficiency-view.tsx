import Link from "next/link";
import { EfficiencyChartsLoader } from "@/components/charts/efficiency-charts-loader";
import { COMPARABILITY_WORDS, sayEfficiency } from "@/components/efficiency/efficiency-words";
import {
  formatDistance,
  formatLocalDate,
  formatNumber,
  formatPace,
  formatWorkoutName,
} from "@/components/format";
import type { EfficiencyPage, EfficiencyRun } from "@/lib/insights/efficiency-page";
import { countedSeconds } from "@/lib/training/moving-time";
import type { Units } from "@/lib/units";

type Props = { page: EfficiencyPage; units: Units; locale: string };

export function EfficiencyFigure({ page, units, locale }: Props) {
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return (
    <figure aria-label={`Chart of ${page.rangeDays} days. ${sayEfficiency(page.trend)}`}>
      <EfficiencyChartsLoader
        locale={locale}
        series={{
          firstDate: page.from,
          dayCount: page.rangeDays,
          median: page.median.map((value) => (value === null ? null : round(value))),
          runs: page.runs.flatMap((run) =>
            run.efficiencyMetersPerBeat === null
              ? []
              : [
                  {
                    dayIndex: run.dayIndex,
                    metersPerBeat: round(run.efficiencyMetersPerBeat),
                    isComparable: run.comparability === "comparable",
                    text: `${run.efficiencyMetersPerBeat.toFixed(2)} m a beat, ${paceOf(run, units)} at ${formatNumber(run.averageHeartRateBpm, 0, locale)} bpm`,
                  },
                ],
          ),
        }}
      />
    </figure>
  );
}

function paceOf(run: EfficiencyRun, units: Units): string {
  return formatPace(run.distanceMeters, countedSeconds(run), units);
}

const HEADS = ["Run", "Date", "Distance", "Pace", "Heart rate", "m a beat", "Drift", "Compares"];

/** Every run of the range, also those that compare with none, and why. */
export function EfficiencyTable({ page, units, locale }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="mt-8 overflow-x-auto" aria-label="Runs of the range" tabIndex={0}>
      <table className="w-full min-w-3xl text-right text-sm">
        <thead className="text-xs text-ink2">
          <tr>
            {HEADS.map((head) => (
              <th
                key={head}
                scope="col"
                className="px-2 pb-2 font-normal first:pl-0 first:text-left last:text-left"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.runs.map((run) => (
            <tr key={run.workoutId} className="border-t border-line">
              <th scope="row" className="max-w-48 truncate py-1.5 text-left font-normal">
                <Link
                  href={`/runs/${run.workoutId}`}
                  className="inline-flex min-h-11 items-center md:min-h-0"
                >
                  {formatWorkoutName(run)}
                </Link>
              </th>
              <td className="px-2 whitespace-nowrap">{formatLocalDate(run.localDate, locale)}</td>
              <td className="px-2">{formatDistance(run.distanceMeters, units, locale)}</td>
              <td className="px-2">{paceOf(run, units)}</td>
              <td className="px-2">{formatNumber(run.averageHeartRateBpm, 0, locale)}</td>
              <td className="px-2 font-medium">{formatNumber(run.efficiencyMetersPerBeat, 2, locale)}</td>
              <td className="px-2">
                {formatNumber(run.decouplingPercent, 1, locale)}
                {run.decouplingPercent === null ? "" : " %"}
              </td>
              <td className="px-2 text-left text-ink2">{COMPARABILITY_WORDS[run.comparability]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
