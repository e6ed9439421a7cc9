"use client";

import { memo, useMemo } from "react";
import { PANELS } from "@/components/charts/layout";
import { dayWidth, lastPointY, type Name, Panel } from "@/components/charts/panel";
import type { RecoverySeries } from "@/components/charts/recovery-series";
import {
  type Column,
  type Domain,
  type Frame,
  lonelyDays,
  segmentsPath,
  xOfDay,
  yOf,
} from "@/components/charts/scale";
import { ChartShape } from "@/components/charts/shape";
import { sayHoursAndMinutes } from "@/lib/units";

type Props = { series: RecoverySeries; frame: Frame; domain: Domain; isNarrow: boolean };

const bpmOrMs = (value: number) => String(value);
const hours = (minutes: number) => String(minutes / 60);

/** With so many nights of seven the line is dashed: shown, not judged. */
const DASHED_NIGHTS = "3";
const WATCH_DAYS_BELOW = 2;
const STRONG_DAYS_BELOW = 5;

export const HrvPanel = memo(function HrvPanel({ series, frame, domain, isNarrow }: Props) {
  const size = PANELS.hrv;
  const judged = useMemo(() => withoutMissing(series.sevenNightMs, series.missing), [series]);
  const solid = useMemo(
    () => judged.map((value, index) => (series.nightCounts[index] === DASHED_NIGHTS ? null : value)),
    [judged, series],
  );
  const usualMiddle = useMemo(() => middle(series.usualLowMs, series.usualHighMs), [series]);
  const bottom = size.top + size.plot;
  return (
    <Panel
      title="HRV, ms: 7 nights, usual range, single nights"
      frame={frame}
      size={size}
      domain={domain}
      isNarrow={isNarrow}
      formatTick={bpmOrMs}
      bands={[{ key: "usual", low: series.usualLowMs, high: series.usualHighMs }]}
      lines={[{ key: "sevenNights", values: solid, color: "var(--data1)", width: 2 }]}
      missing={series.missing}
      names={[
        ...named("usual range", lastPointY(usualMiddle, domain, size)),
        ...named("7 nights", lastPointY(judged, domain, size), true),
        { text: "flagged days", y: bottom + 15 },
        { text: "nights worn", y: bottom + 31 },
      ]}
      under={
        <>
          <Notes series={series} frame={frame} isNarrow={isNarrow} />
          <Nights series={series} frame={frame} domain={domain} />
        </>
      }
      over={
        <>
          <JudgedLine series={series} judged={judged} frame={frame} domain={domain} />
          <Lanes series={series} frame={frame} top={bottom} />
        </>
      }
    />
  );
});

/** What the athlete said: a shade over the days, its word above them. */
function Notes({ series, frame, isNarrow }: { series: RecoverySeries; frame: Frame; isNarrow: boolean }) {
  const { top, plot } = PANELS.hrv;
  const half = dayWidth(frame) / 2;
  return series.notes.map(({ from, to, text }) => {
    const left = xOfDay(frame, from) - half;
    return (
      <g key={`${text} ${from}`}>
        <rect
          x={left}
          y={top}
          width={xOfDay(frame, to) + half - left}
          height={plot}
          fill="var(--ink3)"
          fillOpacity="0.14"
        />
        {isNarrow ? null : (
          <text x={left} y={top - 6} fontSize="12" fill="var(--ink2)">
            {text}
          </text>
        )}
      </g>
    );
  });
}

/** Single nights as dots, Health Snapshots as hollow diamonds: those are no nights. */
function Nights({ series, frame, domain }: Omit<Props, "isNarrow">) {
  const { top, plot } = PANELS.hrv;
  const at = (index: number, value: number) => [xOfDay(frame, index), yOf(domain, top, plot, value)] as const;
  return (
    <g>
      {series.nightMs.map((value, index) => {
        if (value === null) return null;
        const [x, y] = at(index, value);
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the day
        return <circle key={index} cx={x} cy={y} r="1.75" fill="var(--data2)" />;
      })}
      {series.leftOut.map(([index, value]) => {
        const [x, y] = at(index, Math.min(domain.high, Math.max(domain.low, value)));
        return (
          <circle key={`left out ${index}`} cx={x} cy={y} r="2.5" fill="var(--paper)" stroke="var(--data2)" />
        );
      })}
      {series.sourceChanges.map((index) => (
        <path
          key={`source ${index}`}
          d={`M${xOfDay(frame, index) - dayWidth(frame) / 2} ${top}v${plot}`}
          stroke="var(--ink3)"
          strokeDasharray="1 3"
        />
      ))}
      {series.snapshots.map(([index, value]) => {
        const [x, y] = at(index, value);
        const path = `M${x} ${y - 4}L${x + 4} ${y}L${x} ${y + 4}L${x - 4} ${y}Z`;
        return <path key={`${index} ${value}`} d={path} fill="none" stroke="var(--ink3)" />;
      })}
    </g>
  );
}

/** The dashed and the flagged pieces of the 7-night line, and the mark on its last day. */
function JudgedLine({ series, judged, frame, domain }: Omit<Props, "isNarrow"> & { judged: Column }) {
  const { top, plot } = PANELS.hrv;
  const point = (index: number, value: number): [number, number] => [
    xOfDay(frame, index),
    yOf(domain, top, plot, value),
  ];
  const below = (index: number) => Number(series.daysBelow[index] ?? 0);
  const isDashed = (index: number) =>
    series.nightCounts[index] === DASHED_NIGHTS || series.nightCounts[index - 1] === DASHED_NIGHTS;
  const path = (isDrawn: (index: number) => boolean) => segmentsPath(judged, isDrawn, point);
  const lastIndex = judged.findLastIndex((value) => value !== null);
  const last = judged[lastIndex] ?? null;
  const [x, y] = last === null ? [0, 0] : point(lastIndex, last);
  return (
    <g fill="none" strokeLinejoin="round" strokeLinecap="round">
      <path d={path(isDashed)} stroke="var(--data1)" strokeWidth="2" strokeDasharray="1 4" />
      <path
        d={path((index) => below(index) >= WATCH_DAYS_BELOW && below(index) < STRONG_DAYS_BELOW)}
        stroke="var(--watch)"
        strokeWidth="2.5"
      />
      <path d={path((index) => below(index) >= STRONG_DAYS_BELOW)} stroke="var(--strong)" strokeWidth="2.5" />
      {last === null ? null : <ChartShape tone={series.tones.hrv} x={x} y={y} radius={5} />}
    </g>
  );
}

/** Under the plot: days with a flag, and nights that were measured. */
function Lanes({ series, frame, top }: { series: RecoverySeries; frame: Frame; top: number }) {
  const ticks = series.nightMs
    .map((value, index) => (value === null ? "" : `M${xOfDay(frame, index)} ${top + 28}v5`))
    .join("");
  return (
    <g>
      {[...series.states].map((state, index) => {
        if (state !== "w" && state !== "s") return null;
        const tone = state === "s" ? "strong" : "watch";
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the day
        return <ChartShape key={index} tone={tone} x={xOfDay(frame, index)} y={top + 15} radius={3.2} />;
      })}
      <path d={ticks} stroke="var(--control)" />
    </g>
  );
}

export const HeartRatePanel = memo(function HeartRatePanel({ series, frame, domain, isNarrow }: Props) {
  const size = PANELS.heartRate;
  const { restingBpm, overnightBpm } = series;
  const marked = isOvernightRaised(series) ? overnightBpm : restingBpm;
  const lastIndex = marked.findLastIndex((value) => value !== null);
  const last = marked[lastIndex] ?? null;
  const tone = series.tones.heartRate;
  const y = (value: number) => yOf(domain, size.top, size.plot, value);
  return (
    <Panel
      title="Heart rate, bpm: resting bold, overnight pale"
      frame={frame}
      size={size}
      domain={domain}
      isNarrow={isNarrow}
      formatTick={bpmOrMs}
      bands={[
        { key: "overnightUsual", low: series.overnightLowBpm, high: series.overnightHighBpm },
        { key: "restingUsual", low: series.restingLowBpm, high: series.restingHighBpm },
      ]}
      lines={[
        { key: "overnight", values: overnightBpm, color: "var(--data2)", width: 1.5 },
        { key: "resting", values: restingBpm, color: "var(--data1)", width: 2 },
      ]}
      missing={series.missing}
      names={[
        ...named("overnight", lastPointY(overnightBpm, domain, size)),
        ...named("resting", lastPointY(restingBpm, domain, size), true),
      ]}
      over={
        <g>
          <Lonely values={overnightBpm} color="var(--data2)" frame={frame} y={y} />
          <Lonely values={restingBpm} color="var(--data1)" frame={frame} y={y} />
          {last !== null && (tone === "watch" || tone === "strong") ? (
            <ChartShape tone={tone} x={xOfDay(frame, lastIndex)} y={y(last)} radius={5} />
          ) : null}
        </g>
      }
    />
  );
});

/** Whether overnight heart rate stands further over its usual value than resting does, on the newest day. */
function isOvernightRaised(series: RecoverySeries): boolean {
  const over = (values: Column, usual: Column) => {
    const index = values.findLastIndex((value) => value !== null);
    return (values[index] ?? 0) - (usual[index] ?? Number.POSITIVE_INFINITY);
  };
  return (
    over(series.overnightBpm, series.overnightUsualBpm) > over(series.restingBpm, series.restingUsualBpm)
  );
}

type LonelyProps = { values: Column; color: string; frame: Frame; y: (value: number) => number };

function Lonely({ values, color, frame, y }: LonelyProps) {
  return lonelyDays(values).map((index) => (
    <circle key={index} cx={xOfDay(frame, index)} cy={y(values[index] ?? 0)} r="1.5" fill={color} />
  ));
}

export const SleepPanel = memo(function SleepPanel({ series, frame, domain, isNarrow }: Props) {
  const size = PANELS.sleep;
  const need = series.needMinutes.at(-1) ?? null;
  const needText = need === null ? "" : `need ${sayHoursAndMinutes(need * 60)}`;
  return (
    <Panel
      title={`Sleep, hours: ${needText} dotted`}
      frame={frame}
      size={size}
      domain={domain}
      isNarrow={isNarrow}
      formatTick={hours}
      bands={[]}
      lines={[]}
      missing={series.missing}
      names={need === null ? [] : [{ text: needText, y: yOf(domain, size.top, size.plot, need) }]}
      bars={{ key: "sleep", values: series.sleepMinutes }}
      over={<Need series={series} frame={frame} domain={domain} />}
    />
  );
});

/** The need as a dotted line that moves with its days. */
function Need({ series, frame, domain }: Omit<Props, "isNarrow">) {
  const { top, plot } = PANELS.sleep;
  const day = dayWidth(frame);
  // Days of the same need share one stroke, so that its dots run on.
  const pieces = series.needMinutes.map((value, index) => {
    if (value === null) return "";
    if (series.needMinutes[index - 1] === value) return `h${day}`;
    return `M${xOfDay(frame, index) - day / 2} ${yOf(domain, top, plot, value)}h${day}`;
  });
  return <path d={pieces.join("")} fill="none" stroke="var(--ink2)" strokeDasharray="2 3" />;
}

/** Where three nights or more are missing no line is drawn, though a 7-night value may still be known. */
function withoutMissing(values: Column, missing: readonly [number, number][]): Column {
  return values.map((value, index) =>
    missing.some(([from, to]) => index >= from && index <= to) ? null : value,
  );
}

function middle(low: Column, high: Column): Column {
  return low.map((value, index) => {
    const top = high[index] ?? null;
    return value === null || top === null ? null : (value + top) / 2;
  });
}

export function named(text: string, y: number | null, isStrong = false): Name[] {
  return y === null ? [] : [{ text, y, isStrong }];
}
