"use client";

import { useMemo, useRef, useState } from "react";
import { Crosshair, type Ring } from "@/components/charts/crosshair";
import {
  MARGINS,
  NARROW_WIDTH,
  READOUT_CLASS,
  stackHeight,
  TRAINING_STACK,
} from "@/components/charts/layout";
import { FitnessPanel, FormPanel, LoadPanel } from "@/components/charts/load-panels";
import { barDomain, type Column, dateOfDay, signedDomain } from "@/components/charts/scale";
import { useWidth } from "@/components/charts/use-width";
import { formatLocalDate } from "@/components/format/dates";

/** One value a day from `firstDate` on. */
export type TrainingSeries = {
  firstDate: string;
  dayCount: number;
  load: Column;
  fitness: Column;
  fatigue: Column;
  form: Column;
  week: Column;
};

const LEAST_LOAD = 100;
const LEAST_FITNESS = 40;
const FORM_SPAN = 40;

/** Load, fitness with fatigue, and form on one time axis. */
export default function TrainingCharts({ series, locale }: { series: TrainingSeries; locale: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [picked, setPicked] = useState<number | null>(null);
  const domains = useMemo(
    () => ({
      load: barDomain([series.load], LEAST_LOAD),
      fitness: barDomain([series.fitness, series.fatigue], LEAST_FITNESS),
      form: signedDomain([series.form], FORM_SPAN),
    }),
    [series],
  );
  const rings: Ring[] = [
    { panel: "load", domain: domains.load, values: series.load },
    { panel: "fitness", domain: domains.fitness, values: series.fitness },
    { panel: "fitness", domain: domains.fitness, values: series.fatigue },
    { panel: "form", domain: domains.form, values: series.form },
  ];
  const isNarrow = width < NARROW_WIDTH;
  const { dayCount, firstDate } = series;
  const frame = useMemo(
    () => ({ ...(isNarrow ? MARGINS.narrow : MARGINS.wide), width, dayCount }),
    [isNarrow, width, dayCount],
  );
  const shown = picked ?? dayCount - 1;
  return (
    <div>
      <Readout series={series} index={shown} locale={locale} />
      {/* The height is known before the width is. */}
      <div ref={holder} className="relative" style={{ minHeight: stackHeight(TRAINING_STACK) }}>
        {width > 0 ? (
          <>
            <div aria-hidden="true">
              <LoadPanel load={series.load} frame={frame} domain={domains.load} isNarrow={isNarrow} />
              <FitnessPanel
                fitness={series.fitness}
                fatigue={series.fatigue}
                frame={frame}
                domain={domains.fitness}
                isNarrow={isNarrow}
              />
              <FormPanel form={series.form} frame={frame} domain={domains.form} isNarrow={isNarrow} />
            </div>
            <Crosshair
              firstDate={firstDate}
              frame={frame}
              stack={TRAINING_STACK}
              rings={rings}
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

function itemsOf(series: TrainingSeries, index: number): [label: string, value: string][] {
  const say = (column: Column) => {
    const value = column[index] ?? null;
    return value === null ? "not known" : String(Math.round(value));
  };
  return [
    ["Load", say(series.load)],
    ["7 days", say(series.week)],
    ["Fitness", say(series.fitness)],
    ["Fatigue", say(series.fatigue)],
    ["Form", say(series.form)],
  ];
}

function sayDay(series: TrainingSeries, index: number, locale: string): string {
  const date = formatLocalDate(dateOfDay(series.firstDate, index), locale, "long");
  return `${date}: ${itemsOf(series, index)
    .map(([label, value]) => `${label} ${value}`)
    .join("; ")}`;
}

function Readout({ series, index, locale }: { series: TrainingSeries; index: number; locale: string }) {
  return (
    <div className={`sticky top-0 z-10 overflow-hidden bg-paper ${READOUT_CLASS}`}>
      <p className="text-sm font-medium">
        {formatLocalDate(dateOfDay(series.firstDate, index), locale, "long")}
      </p>
      <dl className="mt-1 grid grid-cols-3 gap-x-4 gap-y-1 text-xs sm:grid-cols-6">
        {itemsOf(series, index).map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="truncate text-ink3">{label}</dt>
            <dd className="truncate font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
