import Link from "next/link";
import { LearningBars, SdSparkline } from "@/components/charts/sd-sparkline";
import { formatRelativeDay } from "@/components/format";
import {
  type CellWords,
  connectionCell,
  hrvCell,
  type Reader,
  restingCell,
  runCell,
  sleepCell,
  weekCell,
} from "@/components/roster/cells";
import { GROUP_TITLES } from "@/components/roster/words";
import { StateMark, StateShape } from "@/components/ui";
import { LEARNING_NIGHTS } from "@/lib/insights/finding";
import { type RosterQuery, type RosterSelection, rosterPath } from "@/lib/insights/roster-query";
import type { RosterRow } from "@/lib/insights/roster-row";

type ListProps = Reader & { now: Date; query: RosterQuery };

/** Athletes by who needs a word; rows on a wide screen, cards on a phone. */
export function RosterView({ selection, ...props }: ListProps & { selection: RosterSelection }) {
  const { query } = props;
  const { matchCount, drawnCount } = selection;
  return (
    <>
      <Head isCompact={query.isCompact} />
      {selection.sections.map(({ name, rows, count }) => (
        <section key={name} className={query.isCompact ? "mt-6 lg:mt-2" : "mt-6"}>
          <h2
            className={`border-b border-line text-sm font-semibold ${query.isCompact ? "pb-2 lg:pb-0.5" : "pb-2"}`}
          >
            {GROUP_TITLES[name]} <span className="font-normal text-ink2">{count}</span>
          </h2>
          <ul className="divide-y divide-line">
            {rows.map((row) => (
              <AthleteItem key={row.athleteId} row={row} {...props} />
            ))}
          </ul>
        </section>
      ))}
      {matchCount === 0 ? <p className="py-8 text-md">Nobody matches this search.</p> : null}
      {drawnCount < matchCount ? (
        <p className="mt-6">
          <Link
            href={rosterPath(query, { isWhole: true })}
            scroll={false}
            className="inline-flex min-h-11 items-center"
          >
            Show the other {matchCount - drawnCount}
          </Link>
        </p>
      ) : null}
    </>
  );
}

const COLUMNS =
  "lg:grid-cols-[8rem_minmax(9rem,1fr)_8rem_3.5rem_4.25rem_4.5rem_6.5rem_4.75rem_6.75rem] lg:gap-x-3";
const GRID = `grid grid-cols-2 gap-x-4 gap-y-2 ${COLUMNS}`;

function Head({ isCompact }: { isCompact: boolean }) {
  const second = (text: string) => (isCompact ? null : <span className="block text-ink3">{text}</span>);
  return (
    <div className={`${GRID} hidden text-xs text-ink2 lg:grid`} aria-hidden="true">
      <span>Athlete{second("flag")}</span>
      <span>Why</span>
      <span>HRV, 14 nights{second("in own SD, same span")}</span>
      <span className="text-right">HRV ms{second("usual")}</span>
      <span className="text-right">Resting bpm{second("to usual")}</span>
      <span className="text-right">Sleep{second("7 nights")}</span>
      <span>Last run{second("day")}</span>
      <span className="text-right">7 days{second("to usual")}</span>
      <span>Connection{second("last arrival")}</span>
    </div>
  );
}

type ItemProps = ListProps & { row: RosterRow };

function AthleteItem(props: ItemProps) {
  const { row, query, now } = props;
  const { isCompact } = query;
  const connection = connectionCell(row, props, now);
  const isSilent = row.state === "stale" || row.state === "broken";
  const hidden = isCompact ? "lg:hidden" : "";
  return (
    <li
      className={`${GRID} py-3 ${isCompact ? "lg:items-center lg:py-0" : ""} ${row.athleteId === query.athleteId ? "bg-sunken" : ""}`}
    >
      <div className={`min-w-0 max-lg:order-1 ${isCompact ? "lg:flex lg:items-center lg:gap-2" : ""}`}>
        {isCompact ? (
          <span className="hidden lg:inline">
            <StateShape tone={row.tone} half={row.isLowConfidence} />
          </span>
        ) : null}
        <Link
          href={rosterPath(query, { athleteId: row.athleteId })}
          scroll={false}
          data-roster-row
          className={`inline-flex min-h-11 items-center text-sm text-ink lg:min-h-0 ${isCompact ? "lg:block lg:min-w-0 lg:truncate lg:text-xs" : ""}`}
        >
          {row.name}
        </Link>
        <div className={hidden}>
          <StateMark
            tone={row.tone}
            word={row.isLowConfidence ? "Usual, few nights" : row.word}
            half={row.isLowConfidence}
            className="text-xs font-normal text-ink2"
          />
        </div>
      </div>
      <div className="col-span-2 min-w-0 max-lg:order-3 lg:col-span-1">
        <p
          className={`text-sm ${isCompact ? "lg:truncate lg:text-xs" : ""}`}
          title={isCompact ? row.sentence : undefined}
        >
          {isCompact ? <span className="hidden lg:inline">{row.word}: </span> : null}
          {row.sentence}
        </p>
        {row.seenNote === null ? null : (
          <p className={`text-xs text-ink2 ${hidden}`}>
            {row.isSeen ? "Seen" : "Your note"}: {row.seenNote}
          </p>
        )}
      </div>
      <div className="justify-self-end max-lg:order-2 lg:justify-self-start">
        <RowSparkline row={row} isCompact={isCompact} />
      </div>
      {isSilent ? (
        <div
          className={`text-sm max-lg:order-4 max-lg:col-span-2 lg:col-span-3 ${isCompact ? "lg:text-xs" : ""}`}
        >
          Last night in:{" "}
          {row.lastNightDate === null
            ? "none yet"
            : formatRelativeDay(row.lastNightDate, row.today, props.locale)}
        </div>
      ) : (
        <>
          <Cell label="HRV" unit="ms" isCompact={isCompact} isNumber {...hrvCell(row, props)} />
          <Cell label="Resting" unit="bpm" isCompact={isCompact} isNumber {...restingCell(row, props)} />
          <Cell label="Sleep" isCompact={isCompact} isNumber {...sleepCell(row)} />
        </>
      )}
      <Cell label="Last run" isCompact={isCompact} {...runCell(row, props)} />
      <Cell label="7 days" isCompact={isCompact} isNumber {...weekCell(row, props)} />
      <div
        className={`flex min-w-0 gap-2 text-sm max-lg:order-5 ${isCompact ? "lg:items-center lg:text-xs" : ""}`}
      >
        <span className={isCompact ? "max-lg:pt-1" : "pt-1"}>
          <StateShape tone={connection.tone} />
        </span>
        <span className="min-w-0">
          <span className="block truncate">{connection.value}</span>
          <span className={`block truncate text-xs text-ink2 ${hidden}`}>{connection.comparison}</span>
        </span>
      </div>
    </li>
  );
}

function RowSparkline({ row, isCompact }: { row: RosterRow; isCompact: boolean }) {
  if (!row.shown.recovery) return null;
  if (row.state === "learning" && !isCompact) {
    return <LearningBars known={row.nightsKnown} needed={LEARNING_NIGHTS} />;
  }
  const size = isCompact ? { width: 110, height: 22 } : {};
  return (
    <SdSparkline
      points={row.sparkline}
      tone={row.tone}
      label={`HRV of 14 nights of ${row.name}: ${row.word}`}
      {...size}
    />
  );
}

type CellProps = CellWords & { label: string; unit?: string; isCompact: boolean; isNumber?: boolean };

function Cell({ label, unit, value, comparison, isCompact, isNumber = false }: CellProps) {
  return (
    <div
      className={`min-w-0 text-sm max-lg:order-4 ${isNumber ? "lg:text-right" : ""} ${isCompact ? "lg:text-xs" : ""}`}
    >
      <span className="text-xs text-ink2 lg:sr-only">
        {label}
        {unit ? `, ${unit}` : ""}{" "}
      </span>
      <span className="font-medium lg:block lg:truncate">{value}</span>
      {comparison ? (
        <span className={`block truncate text-xs text-ink2 ${isCompact ? "lg:hidden" : ""}`}>
          {comparison}
        </span>
      ) : null}
    </div>
  );
}
