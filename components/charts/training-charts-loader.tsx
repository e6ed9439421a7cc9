"use client";

import dynamic from "next/dynamic";
import { ChartsRoom } from "@/components/charts/charts-room";
import { TRAINING_STACK } from "@/components/charts/layout";
import type { TrainingSeries } from "@/components/charts/training-charts";

const Charts = dynamic(() => import("@/components/charts/training-charts"), {
  ssr: false,
  loading: () => <ChartsRoom stack={TRAINING_STACK} />,
});

/** The charts come in a chunk of their own, after the page and its numbers. */
export function TrainingChartsLoader({ series, locale }: { series: TrainingSeries; locale: string }) {
  return <Charts series={series} locale={locale} />;
}
