"use client";

import dynamic from "next/dynamic";
import { CHARTS_HEIGHT, READOUT_CLASS } from "@/components/charts/layout";
import type { RecoverySeries } from "@/components/charts/recovery-series";

/** Keeps the room, so that nothing moves when the charts arrive. */
function Room() {
  return (
    <div aria-busy="true">
      <div className={READOUT_CLASS} />
      <div style={{ height: CHARTS_HEIGHT }} />
    </div>
  );
}

const Charts = dynamic(() => import("@/components/charts/recovery-charts"), { ssr: false, loading: Room });

/** The charts come in a chunk of their own, after the page and its numbers. */
export function RecoveryChartsLoader({ series, locale }: { series: RecoverySeries; locale: string }) {
  return <Charts series={series} locale={locale} />;
}
