"use client";

import { memo } from "react";
import { PANELS } from "@/components/charts/layout";
import { lastPointY, Panel } from "@/components/charts/panel";
import { named } from "@/components/charts/recovery-panels";
import { type Column, type Domain, type Frame, xOfDay, yOf } from "@/components/charts/scale";

type Shared = { frame: Frame; domain: Domain; isNarrow: boolean };
const whole = (value: number) => String(Math.round(value));

/** Load of each day as bars; a day of rest is a dot on the line, an unknown day is nothing. */
export const LoadPanel = memo(function LoadPanel({ load, ...shared }: Shared & { load: Column }) {
  const { frame, domain, isNarrow } = shared;
  const size = PANELS.load;
  return (
    <Panel
      title="Load by day"
      frame={frame}
      size={size}
      domain={domain}
      isNarrow={isNarrow}
      formatTick={whole}
      bands={[]}
      lines={[]}
      missing={[]}
      names={[{ text: "load by day", y: size.top + size.plot - 4 }]}
      bars={{ key: "load", values: load.map((value) => (value === 0 ? null : value)) }}
      over={<RestDays load={load} frame={frame} y={yOf(domain, size.top, size.plot, 0)} />}
    />
  );
});

function RestDays({ load, frame, y }: { load: Column; frame: Frame; y: number }) {
  return load.map((value, index) =>
    value === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the index is the day
      <circle key={index} cx={xOfDay(frame, index)} cy={y - 1.5} r="1" fill="var(--data2)" />
    ) : null,
  );
}

export const FitnessPanel = memo(function FitnessPanel({
  fitness,
  fatigue,
  frame,
  domain,
  isNarrow,
}: Shared & { fitness: Column; fatigue: Column }) {
  const size = PANELS.fitness;
  return (
    <Panel
      title="Fitness (42 days) bold, fatigue (7 days) pale"
      frame={frame}
      size={size}
      domain={domain}
      isNarrow={isNarrow}
      formatTick={whole}
      bands={[]}
      lines={[
        { key: "fatigue", values: fatigue, color: "var(--data2)", width: 1.5 },
        { key: "fitness", values: fitness, color: "var(--data1)", width: 2 },
      ]}
      missing={[]}
      names={[
        ...named("fatigue, 7 d", lastPointY(fatigue, domain, size)),
        ...named("fitness, 42 d", lastPointY(fitness, domain, size), true),
      ]}
    />
  );
});

/** Fitness minus fatigue of the evening before, on both sides of zero. */
export const FormPanel = memo(function FormPanel({
  form,
  frame,
  domain,
  isNarrow,
}: Shared & { form: Column }) {
  const size = PANELS.form;
  return (
    <Panel
      title="Form: fitness minus fatigue, the evening before"
      frame={frame}
      size={size}
      domain={domain}
      isNarrow={isNarrow}
      formatTick={whole}
      bands={[]}
      lines={[{ key: "form", values: form, color: "var(--data1)", width: 2 }]}
      missing={[]}
      names={named("form", lastPointY(form, domain, size), true)}
    />
  );
});
