import Link from "next/link";
import { Sparkline } from "@/components/charts/sparkline";
import {
  formatDistance,
  formatNumber,
  formatRelativeDay,
  formatWorkoutName,
  NOT_MEASURED,
} from "@/components/format";
import { StateMark } from "@/components/ui";
import type { FindingState } from "@/lib/insights/finding";
import type { RosterGroup, RosterRow } from "@/lib/insights/roster";
import { sayHoursAndMinutes, type Units } from "@/lib/units";

type Reader = { units: Units; locale: string };

const GROUP_TITLES: Record<FindingState, string> = {
  strong: "Talk today",
  watch: "Keep an eye on",
  nodata: "No data: find out why",
  learning: "Learning",
  usual: "Usual",
};

const HRV_SPAN_MS = 30;

/** Athletes by who needs a word; rows on a wide screen, cards on a phone. */
export function RosterView({ groups, units, locale }: Reader & { groups: RosterGroup[] }) {
  return (
    <>
      <div className={`${ROW_GRID} hidden text-xs text-ink2 lg:grid`} aria-hidden="true">
        <span>Athlete</span>
        <span>Why</span>
        <span>HRV, 14 nights</span>
        <span className="text-right">HRV, ms</span>
        <span className="text-right">Resting, bpm</span>
        <span className="text-right">Sleep</span>
        <span>Last night in</span>
        <span>Last run</span>
      </div>
      {groups.map(({ state, rows }) => (
        <section key={state} className="mt-6">
          <h2 className="border-b border-line pb-2 text-sm font-semibold">
            {GROUP_TITLES[state]} <span className="font-normal text-ink2">{rows.length}</span>
          </h2>
          <ul className="divide-y divide-line">
            {rows.map((row) => (
              <AthleteItem key={row.athleteId} row={row} units={units} locale={locale} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

const ROW_GRID =
  "grid grid-cols-2 gap-x-4 gap-y-2 lg:grid-cols-[9rem_minmax(9rem,1fr)_8.5rem_4rem_5rem_5.5rem_6rem_8rem]";

function AthleteItem({ row, units, locale }: Reader & { row: RosterRow }) {
  const { finding, shown } = row;
  return (
    <li className={`${ROW_GRID} py-3`}>
      <div className="min-w-0 max-lg:order-1">
        <Link
          href={`/athletes/${row.athleteId}`}
          className="inline-flex min-h-11 items-center text-sm text-ink lg:min-h-0"
        >
          {row.name}
        </Link>
        <div>
          <StateMark
            tone={finding.tone}
            word={finding.word}
            half={finding.isLowConfidence && finding.state === "usual"}
            className="text-xs font-normal text-ink2"
          />
        </div>
      </div>
      <p className="col-span-2 text-sm max-lg:order-3 lg:col-span-1">{row.sentence}</p>
      <div className="justify-self-end max-lg:order-2 lg:justify-self-start">
        {shown.recovery ? <HrvSparkline row={row} /> : null}
      </div>
      <Cell label="HRV" {...hrvCell(row, locale)} />
      <Cell label="Resting" {...restingCell(row, locale)} />
      <Cell label="Sleep" {...sleepCell(row)} />
      <Cell
        label="Last night in"
        isText
        value={
          row.lastNightDate === null ? "none yet" : formatRelativeDay(row.lastNightDate, row.today, locale)
        }
      />
      <Cell label="Last run" isText {...runCell(row, units, locale)} />
    </li>
  );
}

type CellProps = { label: string; value: string; comparison?: string; isText?: boolean };

function Cell({ label, value, comparison, isText = false }: CellProps) {
  return (
    <div className={`min-w-0 text-sm max-lg:order-4 ${isText ? "" : "lg:text-right"}`}>
      <span className="text-xs text-ink2 lg:sr-only">{label} </span>
      <span className="font-medium">{value}</span>
      {comparison ? <span className="block truncate text-xs text-ink2">{comparison}</span> : null}
    </div>
  );
}

function HrvSparkline({ row }: { row: RosterRow }) {
  const { days, finding } = row;
  return (
    <Sparkline
      width={128}
      height={46}
      line={days.map((day) => day.hrv7DayMs)}
      dots={days.map((day) => day.hrvRmssdMs)}
      low={days.map((day) => day.hrvUsualLowMs)}
      high={days.map((day) => day.hrvUsualHighMs)}
      minSpan={HRV_SPAN_MS}
      tone={finding.tone}
      label={`HRV of 14 days of ${row.name}`}
    />
  );
}

type CellWords = { value: string; comparison?: string };

function hrvCell({ latest, shown }: RosterRow, locale: string): CellWords {
  if (!shown.recovery) return { value: "not shared" };
  const [low, high] = [latest?.hrvUsualLowMs ?? null, latest?.hrvUsualHighMs ?? null];
  const comparison = low === null || high === null ? "learning" : `${Math.round(low)} to ${Math.round(high)}`;
  return { value: formatNumber(latest?.hrv7DayMs ?? null, 0, locale), comparison };
}

function restingCell({ latest, shown }: RosterRow, locale: string): CellWords {
  if (!shown.recovery) return { value: "not shared" };
  const value = formatNumber(latest?.restingHeartRateBpm ?? null, 0, locale);
  if (latest?.restingHeartRateBpm == null || latest.restingUsualBpm === null) return { value };
  const delta = Math.round(latest.restingHeartRateBpm) - Math.round(latest.restingUsualBpm);
  return {
    value,
    comparison: delta === 0 ? "as usual" : `${Math.abs(delta)} ${delta < 0 ? "below" : "above"}`,
  };
}

function sleepCell({ latest, shown, sleep7DaySeconds }: RosterRow): CellWords {
  if (!shown.sleep) return { value: "not shared" };
  const seconds = latest?.sleepSeconds ?? null;
  return {
    value: seconds === null ? NOT_MEASURED : sayHoursAndMinutes(seconds),
    comparison: sleep7DaySeconds === null ? "too few nights" : `week ${sayHoursAndMinutes(sleep7DaySeconds)}`,
  };
}

function runCell({ shown, lastRun, today }: RosterRow, units: Units, locale: string): CellWords {
  if (!shown.runs) return { value: "not shared" };
  if (!lastRun) return { value: "none yet" };
  return {
    value: formatDistance(lastRun.distanceMeters, units, locale),
    comparison: `${formatRelativeDay(lastRun.localDate, today, locale)}, ${formatWorkoutName(lastRun)}`,
  };
}
