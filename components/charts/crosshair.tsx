"use client";

import { AXIS_HEIGHT, PANELS, type PanelName, plotTop, stackHeight } from "@/components/charts/layout";
import {
  type Column,
  type Domain,
  dateOfDay,
  dateTicks,
  dayAtX,
  type Frame,
  xOfDay,
  yOf,
} from "@/components/charts/scale";
import { formatLocalDate } from "@/components/format/dates";

/** A line that the crosshair marks, and the panel that it lies in. */
export type Ring = { panel: PanelName; domain: Domain; values: Column };

type Props = {
  firstDate: string;
  frame: Frame;
  /** The panels under one another. */
  stack: readonly PanelName[];
  rings: readonly Ring[];
  /** The day under the crosshair; `null` when there is none. */
  index: number | null;
  /** The day that the readout shows meanwhile. */
  restingIndex: number;
  /** That day in words. */
  restingText: string;
  locale: string;
  onPick: (index: number | null) => void;
};

const LABEL_ROOM = 56;
const CHIP_WIDTH = 60;

/** The date axis and the crosshair through all charts: by pointer, by touch, and by arrow keys. */
export function Crosshair(props: Props) {
  const { frame, stack, index, restingIndex, restingText, onPick } = props;
  const pick = (event: React.PointerEvent<HTMLDivElement>) =>
    onPick(dayAtX(frame, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const move = (event: React.KeyboardEvent) => {
    const next = nextIndex(event.key, restingIndex, frame.dayCount);
    if (next === undefined) return;
    event.preventDefault();
    onPick(next);
  };
  return (
    <>
      <div style={{ height: AXIS_HEIGHT }} />
      <div
        role="slider"
        tabIndex={0}
        aria-label="Day in the charts"
        aria-valuemin={1}
        aria-valuemax={frame.dayCount}
        aria-valuenow={restingIndex + 1}
        aria-valuetext={restingText}
        className="absolute inset-0 cursor-crosshair touch-pan-y"
        onPointerMove={pick}
        onPointerDown={pick}
        onPointerLeave={() => onPick(null)}
        onKeyDown={move}
        onBlur={() => onPick(null)}
      >
        <svg width={frame.width} height={stackHeight(stack)} aria-hidden="true" className="block">
          <DateLabels {...props} />
          {index === null ? null : <DayLine {...props} index={index} />}
        </svg>
      </div>
    </>
  );
}

/** Arrow keys step by days, page keys by weeks; escape lets go. `undefined`: not our key. */
function nextIndex(key: string, index: number, dayCount: number): number | null | undefined {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: 7, PageDown: -7 };
  if (key === "Escape") return null;
  if (key === "Home") return 0;
  if (key === "End") return dayCount - 1;
  const step = steps[key];
  return step === undefined ? undefined : Math.min(dayCount - 1, Math.max(0, index + step));
}

function axisTop(stack: readonly PanelName[]): number {
  return stackHeight(stack) - AXIS_HEIGHT;
}

function DateLabels({ firstDate, frame, stack, index, locale }: Props) {
  const top = axisTop(stack);
  const chipX = index === null ? null : xOfDay(frame, index);
  return dateTicks(firstDate, frame.dayCount, frame.width - frame.left - frame.right).map((day) => {
    const x = xOfDay(frame, day);
    const isCovered = chipX !== null && Math.abs(chipX - x) < LABEL_ROOM;
    const isCut = x < 20 || x > frame.width - 20;
    return (
      <g key={day}>
        <path d={`M${x} ${top}v5`} stroke="var(--control)" />
        {isCovered || isCut ? null : (
          <text x={x} y={top + 20} textAnchor="middle" fontSize="12" fill="var(--ink3)">
            {formatLocalDate(dateOfDay(firstDate, day), locale, "short")}
          </text>
        )}
      </g>
    );
  });
}

function DayLine({ firstDate, frame, stack, rings, index, locale }: Props & { index: number }) {
  const top = axisTop(stack);
  const first = stack[0];
  const x = xOfDay(frame, index);
  const chipX = Math.min(frame.width - CHIP_WIDTH, Math.max(0, x - CHIP_WIDTH / 2));
  return (
    <g>
      <path d={`M${x} ${first === undefined ? 0 : PANELS[first].top}V${top}`} stroke="var(--ink)" />
      {ringHeights(rings, stack, index).map((y) => (
        <circle key={y} cx={x} cy={y} r="3.5" fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.5" />
      ))}
      <rect x={chipX} y={top + 4} width={CHIP_WIDTH} height="22" rx="4" fill="var(--ink)" />
      <text
        x={chipX + CHIP_WIDTH / 2}
        y={top + 19}
        textAnchor="middle"
        fontSize="12"
        fontWeight="500"
        fill="var(--paper)"
      >
        {formatLocalDate(dateOfDay(firstDate, index), locale, "short")}
      </text>
    </g>
  );
}

function ringHeights(rings: readonly Ring[], stack: readonly PanelName[], index: number): number[] {
  const heights = rings.flatMap(({ panel, domain, values }) => {
    const value = values[index] ?? null;
    return value === null ? [] : [yOf(domain, plotTop(stack, panel), PANELS[panel].plot, value)];
  });
  return [...new Set(heights)];
}
