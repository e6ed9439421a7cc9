"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { Crosshair } from "@/components/charts/crosshair";
import { MARGINS, NARROW_WIDTH } from "@/components/charts/layout";
import { MissingPattern } from "@/components/charts/panel";
import { Readout } from "@/components/charts/readout";
import { HeartRatePanel, HrvPanel, SleepPanel } from "@/components/charts/recovery-panels";
import type { RecoverySeries } from "@/components/charts/recovery-series";
import { type Domain, domainOf, type Frame, sleepDomain } from "@/components/charts/scale";

const HRV_SPAN_MS = 60;
const HEART_RATE_SPAN_BPM = 20;

export type RecoveryDomains = { hrv: Domain; heartRate: Domain; sleep: Domain };

/** HRV, heart rate and sleep on one time axis, one crosshair through all, one readout above. */
export default function RecoveryCharts({ series, locale }: { series: RecoverySeries; locale: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [picked, setPicked] = useState<number | null>(null);
  const domains = useMemo(() => domainsOf(series), [series]);
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
      <div ref={holder} className="relative">
        {width > 0 ? (
          <>
            <Stack series={series} frame={frame} domains={domains} isNarrow={isNarrow} />
            <Crosshair
              series={series}
              frame={frame}
              domains={domains}
              index={picked}
              restingIndex={shown}
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
  };
}

function lastNightIndex({ nightMs, overnightBpm, sleepMinutes, dayCount }: RecoverySeries): number {
  for (let index = dayCount - 1; index >= 0; index -= 1) {
    if ([nightMs, overnightBpm, sleepMinutes].some((column) => (column[index] ?? null) !== null))
      return index;
  }
  return dayCount - 1;
}

/** The width of the element in whole px, followed as it changes; 0 before it is known. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setWidth(Math.floor(target.getBoundingClientRect().width));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
