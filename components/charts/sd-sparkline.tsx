/**
 * HRV of two weeks in the athlete's own SDs: every athlete is drawn with the same span, so that
 * rows can be compared. Drawn on the server, no script.
 */
import { segmentsPath } from "@/components/charts/scale";
import { ChartShape } from "@/components/charts/shape";
import type { Tone } from "@/lib/insights/finding";
import type { SparklinePoint } from "@/lib/insights/roster-sparkline";

const SPAN_SD = 3;
const EDGE = 6;
const MISSING_FROM_NIGHTS = 3;
const HATCH_STEP = 5;

export function SdSparkline({
  points,
  tone,
  label,
  width = 128,
  height = 46,
}: {
  points: readonly SparklinePoint[];
  tone: Tone;
  label: string;
  width?: number;
  height?: number;
}) {
  const x = (index: number) => round(EDGE + (index / Math.max(1, points.length - 1)) * (width - 2 * EDGE));
  const y = (sd: number) => round(height / 2 - (clamp(sd) / SPAN_SD) * (height / 2 - EDGE));
  const trend = points.map(({ trendSd }) => trendSd);
  const lastIndex = trend.findLastIndex((sd) => sd !== null);
  const last = trend[lastIndex] ?? null;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      className="shrink-0"
    >
      {points.map(({ localDate, usualLowSd, usualHighSd }, index) =>
        usualLowSd === null || usualHighSd === null ? null : (
          <rect
            key={localDate}
            x={x(index) - dayWidth(points.length, width) / 2}
            y={y(usualHighSd)}
            width={dayWidth(points.length, width) + 0.5}
            height={Math.max(0, y(usualLowSd) - y(usualHighSd))}
            fill="var(--band)"
          />
        ),
      )}
      {missingStretches(points).map(([from, to]) => (
        <path
          key={from}
          d={hatchPath(x(from) - 3, x(to) + 3, EDGE, height - EDGE)}
          stroke="var(--control)"
          strokeOpacity="0.38"
        />
      ))}
      {points.map(({ localDate, nightSd }, index) =>
        nightSd === null ? null : Math.abs(nightSd) > SPAN_SD ? (
          <path key={localDate} d={beyondPath(x(index), height, nightSd < 0)} fill="var(--data2)" />
        ) : (
          <circle key={localDate} cx={x(index)} cy={y(nightSd)} r="1.5" fill="var(--data2)" />
        ),
      )}
      <path
        d={segmentsPath(
          trend,
          () => true,
          (index, sd) => [x(index), y(sd)],
        )}
        fill="none"
        stroke="var(--data1)"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {last === null ? null : <ChartShape tone={tone} x={x(lastIndex)} y={y(last)} radius={5} />}
    </svg>
  );
}

/** How far the first usual range is: a bar for each night that it takes. */
export function LearningBars({ known, needed }: { known: number; needed: number }) {
  const step = 128 / needed;
  return (
    <svg width="128" height="46" viewBox="0 0 128 46" role="img" aria-label={`${known} of ${needed} nights`}>
      {Array.from({ length: needed }, (_, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the night
          key={index}
          x={round(index * step)}
          y="17"
          width={round(step * 0.65)}
          height="12"
          rx="1"
          fill={index < known ? "var(--data2)" : "var(--bar)"}
        />
      ))}
    </svg>
  );
}

/** First and last day of each hole of three nights or more. */
export function missingStretches(points: readonly SparklinePoint[]): [number, number][] {
  const stretches: [number, number][] = [];
  points.forEach(({ nightSd }, index) => {
    if (nightSd !== null) return;
    const open = stretches.at(-1);
    if (open && open[1] === index - 1) open[1] = index;
    else stretches.push([index, index]);
  });
  return stretches.filter(([from, to]) => to - from + 1 >= MISSING_FROM_NIGHTS);
}

function hatchPath(left: number, right: number, top: number, bottom: number): string {
  const pieces: string[] = [];
  const height = bottom - top;
  for (let start = left - height; start < right; start += HATCH_STEP) {
    const from = Math.max(start, left);
    const to = Math.min(start + height, right);
    if (to > from)
      pieces.push(
        `M${round(from)} ${round(bottom - (from - start))}L${round(to)} ${round(bottom - (to - start))}`,
      );
  }
  return pieces.join("");
}

/** A small triangle at the edge: the night lies beyond the span. */
function beyondPath(x: number, height: number, isBelow: boolean): string {
  return isBelow ? `M${x - 3} ${height - 5}h6l-3 5Z` : `M${x - 3} 5h6l-3 -5Z`;
}

function dayWidth(count: number, width: number): number {
  return (width - 2 * EDGE) / Math.max(1, count - 1);
}

function clamp(sd: number): number {
  return Math.max(-SPAN_SD, Math.min(SPAN_SD, sd));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
