"use client";

import { useMemo, useRef, useState } from "react";
import { Crosshair, type Ring } from "@/components/charts/crosshair";
import { MARGINS, NARROW_WIDTH, RECOVERY_STACK, stackHeight } from "@/components/charts/layout";
import { FitnessPanel, LoadPanel } from "@/components/charts/load-panels";
import { MissingPattern } from "@/components/charts/panel";
import { Readout, sayDay } from "@/components/charts/readout";
import { HeartRatePanel, HrvPanel, SleepPanel } from "@/components/charts/recovery-panels";
import type { RecoverySeries } from "@/components/charts/recovery-series";
import { barDomain, type Domain, domainOf, type Frame, sleepDomain } from "@/components/charts/scale";
import { useWidth } from "@/components/charts/use-width";

const HRV_SPAN_MS = 60;
const HEART_RATE_SPAN_BPM = 20;
const LEAST_LOAD = 100;
const LEAST_FITNESS = 40;

export type RecoveryDomains = {
  hrv: Domain;
  heartRate: Domain;
  sleep: Domain;
  load: Domain;
  fitness: Domain;
};

/** HRV, heart rate, sleep and load on one time axis, one crosshair through all, one readout above. */
export default function RecoveryCharts({ series, locale }: { series: RecoverySeries; locale: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [picked, setPicked] = useState<number | null>(null);
  const domains = useMemo(() => domainsOf(series), [series]);
  const rings = useMemo(() => ringsOf(series, domains), [series, domains]);
  const isNarrow = width < NARROW_WIDTH;
  const frame = useMemo(
    () => ({ ...(isNarrow ? MARGINS.narrow : MARGINS.wide), width, dayCount: series.dayCount }),
    [isNarrow, width, series.dayCount],
  );
  const shown = picked ?? lastNightIndex(series);
  return (
    <div>
      <MissingPattern />
      <Readout series={series} index={shown} locale={locale} />
      {/* The height is known before the width is. */}
      <div ref={holder} className="relative" style={{ minHeight: stackHeight(RECOVERY_STACK) }}>
        {width > 0 ? (
          <>
            <Stack series={series} frame={frame} domains={domains} isNarrow={isNarrow} />
            <Crosshair
              firstDate={series.firstDate}
              frame={frame}
              stack={RECOVERY_STACK}
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

type StackProps = { series: RecoverySeries; frame: Frame; domains: RecoveryDomains; isNarrow: boolean };

/** Redrawn when the width changes, not when the crosshair moves: panels are memoized. */
function Stack({ series, frame, domains, isNarrow }: StackProps) {
  return (
    <div aria-hidden="true">
      <HrvPanel series={series} frame={frame} domain={domains.hrv} isNarrow={isNarrow} />
      <HeartRatePanel series={series} frame={frame} domain={domains.heartRate} isNarrow={isNarrow} />
      <SleepPanel series={series} frame={frame} domain={domains.sleep} isNarrow={isNarrow} />
      <LoadPanel load={series.load} frame={frame} domain={domains.load} isNarrow={isNarrow} />
      <FitnessPanel
        fitness={series.fitness}
        fatigue={series.fatigue}
        frame={frame}
        domain={domains.fitness}
        isNarrow={isNarrow}
      />
    </div>
  );
}

function domainsOf(series: RecoverySeries): RecoveryDomains {
  const { nightMs, sevenNightMs, usualLowMs, usualHighMs } = series;
  const snapshotMs = series.snapshots.map(([, ms]) => ms);
  const beats = [series.restingBpm, series.overnightBpm, series.restingLowBpm, series.overnightHighBpm];
  return {
    hrv: domainOf([nightMs, sevenNightMs, usualLowMs, usualHighMs, snapshotMs], HRV_SPAN_MS),
    heartRate: domainOf(beats, HEART_RATE_SPAN_BPM),
    sleep: sleepDomain([series.sleepMinutes, series.needMinutes]),
    load: barDomain([series.load], LEAST_LOAD),
    fitness: barDomain([series.fitness, series.fatigue], LEAST_FITNESS),
  };
}

function ringsOf(series: RecoverySeries, domains: RecoveryDomains): Ring[] {
  return [
    { panel: "hrv", domain: domains.hrv, values: series.sevenNightMs },
    { panel: "heartRate", domain: domains.heartRate, values: series.overnightBpm },
    { panel: "heartRate", domain: domains.heartRate, values: series.restingBpm },
    { panel: "sleep", domain: domains.sleep, values: series.sleepMinutes },
    { panel: "load", domain: domains.load, values: series.load },
    { panel: "fitness", domain: domains.fitness, values: series.fatigue },
    { panel: "fitness", domain: domains.fitness, values: series.fitness },
  ];
}

function lastNightIndex({ nightMs, overnightBpm, sleepMinutes, dayCount }: RecoverySeries): number {
  for (let index = dayCount - 1; index >= 0; index -= 1) {
    if ([nightMs, overnightBpm, sleepMinutes].some((column) => (column[index] ?? null) !== null))
      return index;
  }
  return dayCount - 1;
}
