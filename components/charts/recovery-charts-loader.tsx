"use client";

import dynamic from "next/dynamic";
import { ChartsRoom } from "@/components/charts/charts-room";
import { RECOVERY_STACK } from "@/components/charts/layout";
import type { RecoverySeries } from "@/components/charts/recovery-series";

const Charts = dynamic(() => import("@/components/charts/recovery-charts"), {
  ssr: false,
  loading: () => <ChartsRoom stack={RECOVERY_STACK} />,
});

/** The charts come in a chunk of their own, after the page and its numbers. */
export function RecoveryChartsLoader({ series, locale }: { series: RecoverySeries; locale: string }) {
  return <Charts series={series} locale={locale} />;
}
