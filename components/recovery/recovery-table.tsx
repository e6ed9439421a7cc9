import type { ReactNode } from "react";
import { formatChannels, formatLocalDate, formatNumber, NOT_MEASURED } from "@/components/format";
import { StateShape } from "@/components/ui";
import type { FindingState } from "@/lib/insights/finding";
import type { RecoveryDayView, RecoveryPage } from "@/lib/insights/recovery-page";
import { sayHoursAndMinutes } from "@/lib/units";

const STATE_WORDS: Record<FindingState, string> = {
  usual: "Usual",
  watch: "Watch",
  strong: "Strong signal",
  learning: "Learning",
  nodata: "No data",
};

const HEADS = [
  "Date",
  "State",
  "HRV, 7 nights, ms",
  "Usual range, ms",
  "That night, ms",
  "Nights of 7",
  "Resting, bpm",
  "Usual, bpm",
  "Overnight, bpm",
  "Usual, bpm",
  "Sleep",
  "Need",
  "Source",
] as const;

/** The days of the charts as a table, newest first. */
export function RecoveryTable({ page, locale }: { page: RecoveryPage; locale: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" aria-label={`Table of ${page.rangeDays} days`} tabIndex={0}>
      <table className="w-full min-w-4xl text-right text-sm">
        <caption className="sr-only">Nights of the last {page.rangeDays} days, newest first</caption>
        <thead className="text-xs text-ink2">
          <tr>
            {HEADS.map((head, index) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns have the same name
                key={index}
                scope="col"
                className={`px-2 pb-2 align-bottom font-normal first:pl-0 ${isText(index) ? "text-left" : ""}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...page.days].reverse().map((day) => (
            <tr key={day.localDate} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap">
                {formatLocalDate(day.localDate, locale)}
              </th>
              {cellsOf(day, locale).map((cell, index) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: the index is the column
                  key={index}
                  className={`px-2 py-1.5 whitespace-nowrap ${isText(index + 1) ? "text-left" : ""}`}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function isText(column: number): boolean {
  return column <= 1 || column === HEADS.length - 1;
}

function cellsOf(day: RecoveryDayView, locale: string): ReactNode[] {
  const whole = (value: number | null) => formatNumber(value, 0, locale);
  const span = (seconds: number | null) => (seconds === null ? NOT_MEASURED : sayHoursAndMinutes(seconds));
  const range =
    day.hrvUsualLowMs === null || day.hrvUsualHighMs === null
      ? NOT_MEASURED
      : `${whole(day.hrvUsualLowMs)} to ${whole(day.hrvUsualHighMs)}`;
  return [
    <State key="state" state={day.state} />,
    whole(day.hrv7DayMs),
    range,
    whole(day.hrvRmssdMs),
    day.hrvNightCount7Day,
    whole(day.restingHeartRateBpm),
    whole(day.restingUsualBpm),
    whole(day.overnightHeartRateBpm),
    whole(day.overnightUsualBpm),
    span(day.sleepSeconds),
    span(day.sleepNeedSeconds),
    formatChannels(day.channels),
  ];
}

function State({ state }: { state: FindingState }) {
  return (
    <span className="inline-flex items-center gap-2">
      <StateShape tone={state === "learning" ? "nodata" : state} />
      {STATE_WORDS[state]}
    </span>
  );
}
