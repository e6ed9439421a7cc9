/** Where things lie in a chart: one time axis for all panels, gridlines at round numbers. Pure. */

/** One value a day; `null` = not measured, a gap. */
export type Column = (number | null)[];

export type Domain = { low: number; high: number; ticks: number[] };

const STEPS = [2, 5, 10, 20, 50, 100, 200];
const MAX_LINES = 4;

/** Bounds around all values, never narrower than `minSpan`, with at most four gridlines at round numbers. */
export function domainOf(columns: readonly Column[], minSpan: number): Domain {
  const values = columns.flat().filter((value) => value !== null);
  const [min, max] = values.length === 0 ? [40, 40 + minSpan] : [Math.min(...values), Math.max(...values)];
  const spare = Math.max(0, minSpan - (max - min)) / 2;
  const from = Math.max(0, min - spare);
  const to = Math.max(max, from + minSpan);
  const candidates = STEPS.map((step) => withLines(from, to, step));
  return candidates.find(({ ticks }) => ticks.length <= MAX_LINES) ?? withLines(from, to, (to - from) / 2);
}

/** Bounds half a step apart from the lines at most, so that room is not wasted. */
function withLines(from: number, to: number, step: number): Domain {
  const half = step / 2;
  const low = Math.floor(from / half) * half;
  const high = Math.ceil(to / half) * half;
  return { low, high, ticks: roundNumbers(low, high, step) };
}

function roundNumbers(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

/** Sleep in minutes: from zero, a line every four hours, room over the need. */
export function sleepDomain(columns: readonly Column[]): Domain {
  const longest = Math.max(480, ...columns.flat().filter((value) => value !== null));
  const high = Math.ceil((longest + 30) / 60) * 60;
  return { low: 0, high, ticks: [0, 240, 480, 720].filter((tick) => tick <= high) };
}

/** Bars: from zero, at most four lines at round numbers. */
export function barDomain(columns: readonly Column[], least: number): Domain {
  const most = Math.max(least, ...columns.flat().filter((value) => value !== null));
  const step = BAR_STEPS.find((one) => most / one <= MAX_LINES - 1) ?? most / 2;
  const high = Math.max(most, step);
  return { low: 0, high, ticks: roundNumbers(0, high, step) };
}

const BAR_STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000];

/** Around small values, with a line at every `step`, every second one where there are many. */
export function fineDomain(columns: readonly Column[], minSpan: number, step: number): Domain {
  const values = columns.flat().filter((value) => value !== null);
  const [min, max] = values.length === 0 ? [1, 1 + minSpan] : [Math.min(...values), Math.max(...values)];
  const spare = Math.max(0, minSpan - (max - min)) / 2;
  const first = Math.floor((min - spare) / step);
  const last = Math.max(first + 1, Math.ceil((max + spare) / step));
  const every = Math.ceil((last - first) / MAX_LINES);
  const ticks: number[] = [];
  for (let line = Math.ceil(first / every) * every; line <= last; line += every) ticks.push(line * step);
  return { low: first * step, high: last * step, ticks };
}

/** Values on both sides of zero, with zero among the lines. */
export function signedDomain(columns: readonly Column[], minSpan: number): Domain {
  const values = columns.flat().filter((value) => value !== null);
  const half = Math.max(minSpan / 2, ...values.map(Math.abs));
  const step = [10, 20, 50, 100].find((one) => one >= half / 1.99) ?? Math.ceil(half / 2);
  return { low: -half, high: half, ticks: half >= step ? [-step, 0, step] : [0] };
}

export type Frame = { left: number; right: number; width: number; dayCount: number };

/** The middle of a day's place. */
export function xOfDay({ left, right, width, dayCount }: Frame, index: number): number {
  return left + ((index + 0.5) / dayCount) * (width - left - right);
}

/** The day under a pointer, held inside of the chart. */
export function dayAtX({ left, right, width, dayCount }: Frame, x: number): number {
  const index = Math.floor(((x - left) / (width - left - right)) * dayCount);
  return Math.min(dayCount - 1, Math.max(0, index));
}

export function yOf({ low, high }: Domain, top: number, height: number, value: number): number {
  return top + height - ((value - low) / (high - low)) * height;
}

const WEEK_STEPS = [1, 2, 4, 8, 13];
const MS_PER_DAY = 86_400_000;

/** Days that carry a date: Mondays, every second one where there is room, further apart where not. */
export function dateTicks(firstDate: string, dayCount: number, plotWidth: number, labelWidth = 64): number[] {
  const weekWidth = (plotWidth / dayCount) * 7;
  const weeks = WEEK_STEPS.find((count) => count * weekWidth >= labelWidth) ?? 26;
  const firstDay = Date.parse(`${firstDate}T00:00:00Z`) / MS_PER_DAY;
  // 1970-01-05 was a Monday; counting from it keeps the same Mondays whatever the range.
  return Array.from({ length: dayCount }, (_, index) => index).filter(
    (index) => (firstDay + index - 4) % (weeks * 7) === 0,
  );
}

export function dateOfDay(firstDate: string, index: number): string {
  return new Date(Date.parse(`${firstDate}T00:00:00Z`) + index * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Pieces of a line between neighbouring days, as an SVG path; nothing spans a gap. */
export function segmentsPath(
  values: Column,
  isDrawn: (index: number) => boolean,
  point: (index: number, value: number) => [number, number],
): string {
  const pieces: string[] = [];
  for (let index = 1; index < values.length; index += 1) {
    const [before, value] = [values[index - 1] ?? null, values[index] ?? null];
    if (before === null || value === null || !isDrawn(index)) continue;
    pieces.push(`M${point(index - 1, before).join(" ")}L${point(index, value).join(" ")}`);
  }
  return pieces.join("");
}

/** Days with a value and none on either side: a line would not show them. */
export function lonelyDays(values: Column): number[] {
  return values.flatMap((value, index) =>
    value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null
      ? [index]
      : [],
  );
}
