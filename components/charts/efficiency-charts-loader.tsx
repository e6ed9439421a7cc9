"use client";

import dynamic from "next/dynamic";
import { ChartsRoom } from "@/components/charts/charts-room";
import type { EfficiencySeries } from "@/components/charts/efficiency-charts";
import { EFFICIENCY_STACK } from "@/components/charts/layout";

const Charts = dynamic(() => import("@/components/charts/efficiency-charts"), {
  ssr: false,
  loading: () => <ChartsRoom stack={EFFICIENCY_STACK} />,
});

/** The charts come in a chunk of their own, after the page and its numbers. */
export function EfficiencyChartsLoader({ series, locale }: { series: EfficiencySeries; locale: string }) {
  return <Charts series={series} locale={locale} />;
}
