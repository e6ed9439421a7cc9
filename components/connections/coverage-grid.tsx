import { formatLocalDate } from "@/components/format";

/** `unknown` was not asked for yet; `rest` is a day without a workout, where nothing is missing. */
export type CoverageCell = { localDate: string; state: "arrived" | "none" | "failed" | "unknown" | "rest" };
export type CoverageLine = { metric: string; label: string; cells: CoverageCell[] };

const WORDS: Record<CoverageCell["state"], string> = {
  arrived: "arrived",
  none: "nothing at Garmin",
  failed: "failed",
  unknown: "not asked yet",
  rest: "no workout",
};

/** Days in columns, metrics in rows. The picture is for the eye; the table under it says the same in words. */
export function CoverageGrid({ lines, locale }: { lines: readonly CoverageLine[]; locale: string }) {
  const dates = lines[0]?.cells.map((cell) => cell.localDate) ?? [];
  const columns = { gridTemplateColumns: `repeat(${dates.length}, minmax(0, 1fr))` };
  return (
    <>
      <div aria-hidden="true">
        {lines.map((line) => (
          <div key={line.metric} className="mb-2 grid items-center gap-y-1 md:grid-cols-[8.375rem_1fr]">
            <span className="text-xs text-ink2">{line.label}</span>
            <div className="grid gap-px md:gap-0.5" style={columns}>
              {line.cells.map((cell) => (
                <span
                  key={cell.localDate}
                  title={`${formatLocalDate(cell.localDate, locale)}: ${WORDS[cell.state]}`}
                  className={`h-4 rounded-bar ${CELL[cell.state]}`}
                />
              ))}
            </div>
          </div>
        ))}
        <div className="grid md:grid-cols-[8.375rem_1fr]">
          <span className="hidden md:inline" />
          <DateLabels dates={dates} locale={locale} />
        </div>
      </div>
      <ul className="sr-only">
        {lines.map((line) => (
          <li key={line.metric}>{lineInWords(line, locale)}</li>
        ))}
      </ul>
    </>
  );
}

const CELL: Record<CoverageCell["state"], string> = {
  arrived: "bg-data2",
  none: "border border-control",
  failed: "border-2 border-strong",
  unknown: "bg-bar",
  rest: "mx-auto my-1.75 h-0.5! w-px bg-data2 md:w-0.5",
};

export function CoverageKey() {
  const states: CoverageCell["state"][] = ["arrived", "none", "rest", "failed", "unknown"];
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink2">
      {states.map((state) => (
        <span key={state} className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className={`h-3.5 w-2 rounded-bar ${CELL[state]}`} />
          {WORDS[state]}
        </span>
      ))}
    </p>
  );
}

/** Every second Monday, under its column. */
function DateLabels({ dates, locale }: { dates: readonly string[]; locale: string }) {
  const mondays = dates.flatMap((date, index) =>
    new Date(`${date}T00:00:00Z`).getUTCDay() === 1 ? [{ date, index }] : [],
  );
  const shown = mondays.filter((_, position) => (mondays.length - 1 - position) % 2 === 0);
  return (
    <div className="relative h-4">
      {shown.map(({ date, index }, position) => (
        <span
          key={date}
          className={`absolute -translate-x-1/2 text-xs whitespace-nowrap text-ink2 ${position % 2 === 0 ? "" : "hidden md:inline"}`}
          style={{ left: `${clamp(((index + 0.5) / dates.length) * 100)}%` }}
        >
          {formatLocalDate(date, locale, "short")}
        </span>
      ))}
    </div>
  );
}

/** Keeps a label inside the grid. */
function clamp(percent: number): number {
  return Math.min(95, Math.max(5, percent));
}

/** "HRV: 80 of 90 days arrived; nothing at Garmin for 12 Mar, 13 Mar". */
function lineInWords({ label, cells }: CoverageLine, locale: string): string {
  const datesOf = (state: CoverageCell["state"]) =>
    cells
      .filter((cell) => cell.state === state)
      .map((cell) => formatLocalDate(cell.localDate, locale, "short"));
  const parts = (["none", "failed", "unknown"] as const).flatMap((state) => {
    const dates = datesOf(state);
    if (dates.length === 0) return [];
    return dates.length > 10
      ? [`${WORDS[state]}: ${dates.length} days`]
      : [`${WORDS[state]}: ${dates.join(", ")}`];
  });
  return [`${label}: ${datesOf("arrived").length} of ${cells.length} days arrived`, ...parts].join("; ");
}
