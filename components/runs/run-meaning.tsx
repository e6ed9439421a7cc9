import Link from "next/link";
import { COMPARABILITY_WORDS, LOAD_METHOD_WORDS } from "@/components/efficiency/efficiency-words";
import { formatNumber } from "@/components/format";
import type { RunMeaning } from "@/lib/insights/run-meaning";

/** What this run meant: its load and how that was found, what it made of the week, pace at heart rate. */
export function RunMeaningSection({ meaning, locale }: { meaning: RunMeaning | null; locale: string }) {
  if (meaning === null) return null;
  return (
    <section>
      <h2 className="mb-1 text-md font-semibold">What this run meant</h2>
      <dl className="divide-y divide-line text-sm">
        {rowsOf(meaning, locale).map(({ label, value, words }) => (
          <div key={label} className="grid grid-cols-[8rem_1fr] gap-3 py-2">
            <dt className="font-medium">{label}</dt>
            <dd className="text-ink2">
              {value === null ? null : <span className="font-medium text-ink">{value} </span>}
              {words}
            </dd>
          </div>
        ))}
      </dl>
      {meaning.needsMaxHeartRate ? (
        <p className="mt-2 text-sm text-ink2">
          Without your maximum heart rate no load can be computed from heart rate.{" "}
          <Link href="/settings" className="inline-flex min-h-11 items-center md:min-h-0">
            Say it in the settings
          </Link>
        </p>
      ) : null}
    </section>
  );
}

type Row = { label: string; value: string | null; words: string };

function rowsOf(meaning: RunMeaning, locale: string): Row[] {
  const { workout, usualLoad, weekLoad, fitnessChange } = meaning;
  const whole = (value: number) => formatNumber(value, 0, locale);
  const rows: (Row | null)[] = [
    {
      label: "Load",
      value: workout.trainingLoad === null ? null : whole(workout.trainingLoad),
      words: [
        LOAD_METHOD_WORDS[workout.loadMethod],
        usualLoad === null || workout.trainingLoad === null
          ? null
          : `your runs of 8 weeks: ${whole(usualLoad.low)} to ${whole(usualLoad.high)}`,
      ]
        .filter((part) => part !== null)
        .join(" · "),
    },
    weekLoad === null
      ? null
      : { label: "That week", value: whole(weekLoad), words: "load of the 7 days that ended with it" },
    fitnessChange === null
      ? null
      : {
          label: "Fitness, fatigue",
          value: null,
          words: `fitness ${signed(fitnessChange.fitness, locale)}, fatigue ${signed(fitnessChange.fatigue, locale)} on that day`,
        },
    workout.efficiencyMetersPerBeat === null
      ? null
      : {
          label: "Efficiency",
          value: `${formatNumber(workout.efficiencyMetersPerBeat, 2, locale)} m a beat`,
          words:
            workout.comparability === "comparable"
              ? meaning.usualEfficiency === null
                ? "compares with other runs"
                : `28 days: ${formatNumber(meaning.usualEfficiency, 2, locale)}`
              : `compares with no other run: ${COMPARABILITY_WORDS[workout.comparability]}`,
        },
    workout.decouplingPercent === null
      ? null
      : {
          label: "Drift",
          value: `${formatNumber(workout.decouplingPercent, 1, locale)} %`,
          words: "efficiency lost from the first half to the second",
        },
  ];
  return rows.filter((row) => row !== null);
}

function signed(value: number, locale: string): string {
  return `${value < 0 ? "−" : "+"}${formatNumber(Math.abs(value), 1, locale)}`;
}
