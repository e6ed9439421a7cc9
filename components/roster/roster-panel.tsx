import Link from "next/link";
import type { ReactNode } from "react";
import { SdSparkline } from "@/components/charts/sd-sparkline";
import { formatInstant, formatRelativeDay } from "@/components/format";
import {
  connectionCell,
  hrvCell,
  type Reader,
  restingCell,
  runCell,
  sleepCell,
  weekCell,
} from "@/components/roster/cells";
import { LinkButton, StateMark } from "@/components/ui";
import type { RosterRow } from "@/lib/insights/roster-row";

/** One athlete beside the list, without leaving it; the whole screen on a phone. */
export function RosterPanel({
  row,
  closePath,
  now,
  children,
  ...reader
}: Reader & {
  row: RosterRow;
  closePath: string;
  now: Date;
  /** The form that marks the case as seen. */
  children: ReactNode;
}) {
  const connection = connectionCell(row, reader, now);
  const cells = [
    { label: "HRV, 7 nights, ms", ...hrvCell(row, reader) },
    { label: "Resting heart rate, bpm", ...restingCell(row, reader) },
    { label: "Sleep", ...sleepCell(row) },
    { label: "Last run", ...runCell(row, reader) },
    { label: "Distance, 7 days", ...weekCell(row, reader) },
    { label: "Connection", value: connection.value, comparison: connection.comparison },
  ];
  return (
    <aside
      aria-label={row.name}
      className="fixed inset-0 z-30 overflow-y-auto border-line bg-paper px-5 pt-5 pb-24 lg:left-auto lg:w-96 lg:border-l lg:px-6 lg:pb-8"
    >
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold">{row.name}</h2>
          <StateMark tone={row.tone} word={row.word} half={row.isLowConfidence} className="font-normal" />
        </div>
        <Link href={closePath} scroll={false} className="inline-flex min-h-11 items-center text-sm">
          Close
        </Link>
      </div>
      <p className="mt-3 text-md">{row.sentence}</p>
      {row.lastNightDate === null ? null : (
        <p className="text-xs text-ink2">
          Last night in: {formatRelativeDay(row.lastNightDate, row.today, reader.locale)}
        </p>
      )}
      {row.shown.recovery ? (
        <div className="mt-4">
          <SdSparkline
            points={row.sparkline}
            tone={row.tone}
            width={330}
            height={90}
            label={`HRV of 14 nights of ${row.name}: ${row.word}`}
          />
        </div>
      ) : null}
      <dl className="mt-4 grid grid-cols-2 gap-4">
        {cells.map(({ label, value, comparison }) => (
          <div key={label} className="min-w-0">
            <dt className="text-xs text-ink2">{label}</dt>
            <dd className="text-md font-medium">{value}</dd>
            {comparison ? <dd className="text-xs text-ink2">{comparison}</dd> : null}
          </div>
        ))}
      </dl>
      <p className="mt-5">
        <LinkButton href={`/athletes/${row.athleteId}`}>Open {row.name}</LinkButton>
      </p>
      <div className="mt-6 border-t border-line pt-5">
        {row.isSeen && row.seenAt ? (
          <p className="mb-3 text-xs text-ink2">
            Seen {formatInstant(row.seenAt, reader.timeZone, reader.locale)}
          </p>
        ) : null}
        {children}
      </div>
    </aside>
  );
}
