"use client";

import { AXIS_HEIGHT, CHARTS_HEIGHT, PANELS, panelHeight } from "@/components/charts/layout";
import { sayDay } from "@/components/charts/readout";
import type { RecoveryDomains } from "@/components/charts/recovery-charts";
import type { RecoverySeries } from "@/components/charts/recovery-series";
import { dateOfDay, dateTicks, dayAtX, type Frame, xOfDay, yOf } from "@/components/charts/scale";
import { formatLocalDate } from "@/components/format/dates";

type Props = {
  series: RecoverySeries;
  frame: Frame;
  domains: RecoveryDomains;
  /** The day under the crosshair; `null` when there is none. */
  index: number | null;
  /** The day that the readout shows meanwhile. */
  restingIndex: number;
  locale: string;
  onPick: (index: number | null) => void;
};

const AXIS_TOP = CHARTS_HEIGHT - AXIS_HEIGHT;
const LABEL_ROOM = 56;
const CHIP_WIDTH = 60;

/** The date axis and the crosshair through all charts: by pointer, by touch, and by arrow keys. */
export function Crosshair({ series, frame, domains, index, restingIndex, locale, onPick }: Props) {
  const pick = (event: React.PointerEvent<HTMLDivElement>) =>
    onPick(dayAtX(frame, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const move = (event: React.KeyboardEvent) => {
    const next = nextIndex(event.key, restingIndex, series.dayCount);
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
        aria-valuemax={series.dayCount}
        aria-valuenow={restingIndex + 1}
        aria-valuetext={sayDay(series, restingIndex, locale)}
        className="absolute inset-0 cursor-crosshair touch-pan-y"
        onPointerMove={pick}
        onPointerDown={pick}
        onPointerLeave={() => onPick(null)}
        onKeyDown={move}
        onBlur={() => onPick(null)}
      >
        <svg width={frame.width} height={CHARTS_HEIGHT} aria-hidden="true" className="block">
          <DateLabels series={series} frame={frame} index={index} locale={locale} />
          {index === null ? null : (
            <DayLine series={series} frame={frame} domains={domains} index={index} locale={locale} />
          )}
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

type LabelProps = Pick<Props, "series" | "frame" | "index" | "locale">;

function DateLabels({ series, frame, index, locale }: LabelProps) {
  const chipX = index === null ? null : xOfDay(frame, index);
  return dateTicks(series.firstDate, series.dayCount, frame.width - frame.left - frame.right).map((day) => {
    const x = xOfDay(frame, day);
    const isCovered = chipX !== null && Math.abs(chipX - x) < LABEL_ROOM;
    const isCut = x < 20 || x > frame.width - 20;
    return (
      <g key={day}>
        <path d={`M${x} ${AXIS_TOP}v5`} stroke="var(--control)" />
        {isCovered || isCut ? null : (
          <text x={x} y={AXIS_TOP + 20} textAnchor="middle" fontSize="12" fill="var(--ink3)">
            {formatLocalDate(dateOfDay(series.firstDate, day), locale, "short")}
          </text>
        )}
      </g>
    );
  });
}

type DayLineProps = Omit<LabelProps, "index"> & { domains: RecoveryDomains; index: number };

function DayLine({ series, frame, domains, index, locale }: DayLineProps) {
  const x = xOfDay(frame, index);
  const chipX = Math.min(frame.width - CHIP_WIDTH, Math.max(0, x - CHIP_WIDTH / 2));
  return (
    <g>
      <path d={`M${x} ${PANELS.hrv.top}V${AXIS_TOP}`} stroke="var(--ink)" />
      {ringHeights(series, domains, index).map((y) => (
        <circle key={y} cx={x} cy={y} r="3.5" fill="var(--paper)" stroke="var(--ink)" strokeWidth="1.5" />
      ))}
      <rect x={chipX} y={AXIS_TOP + 4} width={CHIP_WIDTH} height="22" rx="4" fill="var(--ink)" />
      <text
        x={chipX + CHIP_WIDTH / 2}
        y={AXIS_TOP + 19}
        textAnchor="middle"
        fontSize="12"
        fontWeight="500"
        fill="var(--paper)"
      >
        {formatLocalDate(dateOfDay(series.firstDate, index), locale, "short")}
      </text>
    </g>
  );
}

function ringHeights(series: RecoverySeries, domains: RecoveryDomains, index: number): number[] {
  const { hrv, heartRate, sleep } = PANELS;
  const heartRateTop = panelHeight(hrv) + heartRate.top;
  const sleepTop = panelHeight(hrv) + panelHeight(heartRate) + sleep.top;
  const heights = [
    ringHeight(series.sevenNightMs[index], (value) => yOf(domains.hrv, hrv.top, hrv.plot, value)),
    ringHeight(series.overnightBpm[index], (value) =>
      yOf(domains.heartRate, heartRateTop, heartRate.plot, value),
    ),
    ringHeight(series.restingBpm[index], (value) =>
      yOf(domains.heartRate, heartRateTop, heartRate.plot, value),
    ),
    ringHeight(series.sleepMinutes[index], (value) => yOf(domains.sleep, sleepTop, sleep.plot, value)),
  ];
  return [...new Set(heights.flat())];
}

function ringHeight(value: number | null | undefined, place: (value: number) => number): number[] {
  return value === null || value === undefined ? [] : [place(value)];
}
