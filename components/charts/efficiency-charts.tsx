"use client";

import { useMemo, useRef, useState } from "react";
import { Crosshair } from "@/components/charts/crosshair";
import {
  EFFICIENCY_STACK,
  MARGINS,
  NARROW_WIDTH,
  PANELS,
  READOUT_CLASS,
  stackHeight,
} from "@/components/charts/layout";
import { lastPointY, Panel } from "@/components/charts/panel";
import { named } from "@/components/charts/recovery-panels";
import {
  type Column,
  type Domain,
  dateOfDay,
  type Frame,
  fineDomain,
  xOfDay,
  yOf,
} from "@/components/charts/scale";
import { useWidth } from "@/components/charts/use-width";
import { formatLocalDate } from "@/components/format/dates";

/** One value a day from `firstDate` on; runs by day. */
export type EfficiencySeries = {
  firstDate: string;
  dayCount: number;
  /** Meters a heartbeat: median of 28 days. */
  median: Column;
  runs: { dayIndex: number; metersPerBeat: number; isComparable: boolean; text: string }[];
};

const SPAN_METERS_PER_BEAT = 0.3;

/** Runs as dots, those that compare filled, and the median of four weeks as a line. */
export default function EfficiencyCharts({ series, locale }: { series: EfficiencySeries; locale: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [picked, setPicked] = useState<number | null>(null);
  const domain = useMemo(
    () => fineDomain([series.median, series.runs.map((run) => run.metersPerBeat)], SPAN_METERS_PER_BEAT, 0.1),
    [series],
  );
  const isNarrow = width < NARROW_WIDTH;
  const { dayCount } = series;
  const frame = useMemo(
    () => ({ ...(isNarrow ? MARGINS.narrow : MARGINS.wide), width, dayCount }),
    [isNarrow, width, dayCount],
  );
  const shown = picked ?? dayCount - 1;
  const size = PANELS.efficiency;
  return (
    <div>
      <Readout series={series} index={shown} locale={locale} />
      {/* The height is known before the width is. */}
      <div ref={holder} className="relative" style={{ minHeight: stackHeight(EFFICIENCY_STACK) }}>
        {width > 0 ? (
          <>
            <div aria-hidden="true">
              <Panel
                title="Meters a heartbeat: runs, and median of 28 days"
                frame={frame}
                size={size}
                domain={domain}
                isNarrow={isNarrow}
                formatTick={(value) => value.toFixed(1)}
                bands={[]}
                lines={[{ key: "median", values: series.median, color: "var(--data1)", width: 2 }]}
                missing={[]}
                names={named("28 days", lastPointY(series.median, domain, size), true)}
                under={<Runs series={series} frame={frame} domain={domain} />}
              />
            </div>
            <Crosshair
              firstDate={series.firstDate}
              frame={frame}
              stack={EFFICIENCY_STACK}
              rings={[{ panel: "efficiency", domain, values: series.median }]}
              index={picked}
              restingIndex={shown}
              restingText={sayDay(series, shown, locale)}
              locale={locale}
              onPick={setPicked}
            />
          </>
        ) : null}
      </div>
    </div>
  );
}

function Runs({ series, frame, domain }: { series: EfficiencySeries; frame: Frame; domain: Domain }) {
  const { top, plot } = PANELS.efficiency;
  return series.runs.map(({ dayIndex, metersPerBeat, isComparable, text }) => (
    <circle
      key={`${dayIndex} ${text}`}
      cx={xOfDay(frame, dayIndex)}
      cy={yOf(domain, top, plot, metersPerBeat)}
      r="2.5"
      fill={isComparable ? "var(--data2)" : "var(--paper)"}
      stroke="var(--data2)"
    />
  ));
}

function wordsOf(series: EfficiencySeries, index: number): { median: string; runs: string } {
  const median = series.median[index] ?? null;
  const runs = series.runs.filter((run) => run.dayIndex === index).map((run) => run.text);
  return {
    median: median === null ? "too few runs" : `${median.toFixed(2)} m a beat`,
    runs: runs.length === 0 ? "no run" : runs.join("; "),
  };
}

function sayDay(series: EfficiencySeries, index: number, locale: string): string {
  const { median, runs } = wordsOf(series, index);
  return `${formatLocalDate(dateOfDay(series.firstDate, index), locale, "long")}: 28 days ${median}; ${runs}`;
}

function Readout({ series, index, locale }: { series: EfficiencySeries; index: number; locale: string }) {
  const { median, runs } = wordsOf(series, index);
  return (
    <div className={`sticky top-0 z-10 overflow-hidden bg-paper ${READOUT_CLASS}`}>
      <p className="text-sm font-medium">
        {formatLocalDate(dateOfDay(series.firstDate, index), locale, "long")}
      </p>
      <dl className="mt-1 flex flex-wrap gap-x-6 text-xs">
        <div>
          <dt className="text-ink3">28 days</dt>
          <dd className="font-medium">{median}</dd>
        </div>
        <div>
          <dt className="text-ink3">That day</dt>
          <dd className="font-medium">{runs}</dd>
        </div>
      </dl>
    </div>
  );
}
