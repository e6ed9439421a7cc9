/** Fourteen days in the space of a word: drawn on the server, no script. */

import { type Column, lonelyDays, segmentsPath } from "@/components/charts/scale";
import { ChartShape } from "@/components/charts/shape";
import type { Tone } from "@/lib/insights/finding";

const WIDTH = 152;
const HEIGHT = 56;
const EDGE = 7;

type Size = { width?: number; height?: number };
type SparklineProps = Size & {
  /** The judged line. */
  line: Column;
  /** Single nights as dots. */
  dots?: Column;
  low: Column;
  high: Column;
  minSpan: number;
  tone: Tone;
  /** What it shows, for readers of the screen. */
  label: string;
};

/** Usual range, line and dots, the last value with its mark. */
export function Sparkline({
  line,
  dots,
  low,
  high,
  minSpan,
  tone,
  label,
  width = WIDTH,
  height = HEIGHT,
}: SparklineProps) {
  const count = line.length;
  const x = (index: number) => EDGE + (index / Math.max(1, count - 1)) * (width - 2 * EDGE);
  const y = heightScale([line, dots ?? [], low, high], minSpan, height);
  const point = (index: number, value: number): [number, number] => [round(x(index)), round(y(value))];
  const lastIndex = line.findLastIndex((value) => value !== null);
  const last = line[lastIndex] ?? null;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="shrink-0"
    >
      <path d={bandPath(low, high, point)} fill="var(--band)" />
      {(dots ?? []).map((value, index) => {
        if (value === null) return null;
        const [cx, cy] = point(index, value);
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the day
        return <circle key={index} cx={cx} cy={cy} r="1.5" fill="var(--data2)" />;
      })}
      <path
        d={segmentsPath(line, () => true, point)}
        fill="none"
        stroke="var(--data1)"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {lonelyDays(line).map((index) => {
        const [cx, cy] = point(index, line[index] ?? 0);
        return <circle key={index} cx={cx} cy={cy} r="1.5" fill="var(--data1)" />;
      })}
      {last === null ? null : (
        <ChartShape tone={tone} x={round(x(lastIndex))} y={round(y(last))} radius={5} />
      )}
    </svg>
  );
}

type BarsProps = Size & {
  values: Column;
  /** A dotted line, such as the need; `null` for none. */
  reference: number | null;
  /** The mean of the last week, as a line with its mark. */
  mean: number | null;
  tone: Tone;
  label: string;
};

/** Bars from zero. */
export function SparkBars({
  values,
  reference,
  mean,
  tone,
  label,
  width = WIDTH,
  height = HEIGHT,
}: BarsProps) {
  const top = Math.max(1, reference ?? 0, ...values.map((value) => value ?? 0));
  const day = (width - EDGE) / Math.max(1, values.length);
  const bar = day * 0.6;
  const y = (value: number) => round(height - 4 - (value / top) * (height - 10));
  const x = (index: number) => round(index * day + (day - bar) / 2);
  const lastIndex = values.findLastIndex((value) => value !== null);
  const lastX = round(x(Math.max(0, lastIndex)) + bar / 2);
  const edges = values.map((value, index) =>
    value === null ? "" : `M${x(index)} ${y(value)}h${round(bar)}`,
  );
  const bodies = values.map((value, index) =>
    value === null ? "" : `M${x(index)} ${y(value)}h${round(bar)}V${height - 4}h${-round(bar)}Z`,
  );
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="shrink-0"
    >
      <g fill="none">
        <path d={bodies.join("")} fill="var(--bar)" />
        <path d={edges.join("")} stroke="var(--data2)" strokeWidth="1.5" />
        {reference === null ? null : (
          <path d={`M0 ${y(reference)}H${width}`} stroke="var(--ink2)" strokeDasharray="2 3" />
        )}
        {mean === null || lastIndex < 0 ? null : (
          <>
            <path
              d={`M${round(Math.max(0, lastX - 6 * day))} ${y(mean)}H${lastX}`}
              stroke="var(--data1)"
              strokeWidth="2"
            />
            <ChartShape tone={tone} x={lastX} y={y(mean)} radius={5} />
          </>
        )}
      </g>
    </svg>
  );
}

/** Values around their middle, never wider drawn than the span says, so that noise stays small. */
function heightScale(columns: readonly Column[], minSpan: number, height: number): (value: number) => number {
  const values = columns.flat().filter((value) => value !== null);
  const [min, max] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const span = Math.max(minSpan, max - min);
  const low = (min + max) / 2 - span / 2;
  return (value) => EDGE + (1 - (value - low) / span) * (height - 2 * EDGE);
}

/** A closed shape for each stretch of days that has a range. */
function bandPath(
  low: Column,
  high: Column,
  point: (index: number, value: number) => [number, number],
): string {
  const stretches: { upper: string[]; lower: string[] }[] = [];
  let isOpen = false;
  low.forEach((from, index) => {
    const to = high[index] ?? null;
    if (from === null || to === null) {
      isOpen = false;
      return;
    }
    if (!isOpen) stretches.push({ upper: [], lower: [] });
    isOpen = true;
    const stretch = stretches.at(-1);
    stretch?.upper.push(point(index, to).join(" "));
    stretch?.lower.unshift(point(index, from).join(" "));
  });
  return stretches.map(({ upper, lower }) => `M${[...upper, ...lower].join("L")}Z`).join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
