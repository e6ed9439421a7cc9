import { memo, type ReactNode } from "react";
import {
  Area,
  Bar,
  type BarShapeProps,
  CartesianGrid,
  ComposedChart,
  Line,
  XAxis,
  YAxis,
  ZIndexLayer,
} from "recharts";
import { type PanelSize, panelHeight } from "@/components/charts/layout";
import { type Column, type Domain, type Frame, xOfDay, yOf } from "@/components/charts/scale";

export type Band = { key: string; low: Column; high: Column };
export type PanelLine = { key: string; values: Column; color: string; width: number };
export type Name = { text: string; y: number; isStrong?: boolean };

type PanelProps = {
  title: string;
  frame: Frame;
  size: PanelSize;
  domain: Domain;
  formatTick: (value: number) => string;
  bands: Band[];
  lines: PanelLine[];
  /** From zero. */
  bars?: { key: string; values: Column };
  missing: [number, number][];
  /** At the right end of what they name. */
  names: Name[];
  isNarrow: boolean;
  /** Drawn under and over the lines. */
  under?: ReactNode;
  over?: ReactNode;
};

/** One chart of the stack: gridlines, bands, lines, hatch; every panel has the same time axis. */
export const Panel = memo(function Panel(props: PanelProps) {
  const { frame, size, domain, bands, lines, missing } = props;
  const data = Array.from({ length: frame.dayCount }, (_, index) => dayOf(index, props));
  return (
    <ComposedChart
      width={frame.width}
      height={panelHeight(size)}
      data={data}
      margin={{ top: size.top, bottom: size.bottom, left: 0, right: frame.right }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} syncWithTicks stroke="var(--line)" />
      <XAxis dataKey="index" type="number" domain={[-0.5, frame.dayCount - 0.5]} hide />
      <YAxis
        domain={[domain.low, domain.high]}
        ticks={domain.ticks}
        interval={0}
        tickFormatter={props.formatTick}
        width={frame.left}
        axisLine={false}
        tickLine={false}
        tick={{ fill: "var(--ink3)", fontSize: 12 }}
      />
      {bands.map(({ key }) => (
        <Area
          key={key}
          dataKey={key}
          stroke="none"
          fill="var(--band)"
          fillOpacity={1}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      <ZIndexLayer zIndex={LAYERS.hatch}>
        <MissingStretches frame={frame} size={size} missing={missing} />
      </ZIndexLayer>
      <ZIndexLayer zIndex={LAYERS.under}>{props.under}</ZIndexLayer>
      {props.bars ? (
        <Bar
          dataKey={props.bars.key}
          barSize={dayWidth(frame) * BAR_SHARE}
          shape={PaleBar}
          isAnimationActive={false}
        />
      ) : null}
      {lines.map(({ key, color, width }) => (
        <Line
          key={key}
          dataKey={key}
          type="linear"
          stroke={color}
          strokeWidth={width}
          strokeLinejoin="round"
          strokeLinecap="round"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      <ZIndexLayer zIndex={LAYERS.over}>{props.over}</ZIndexLayer>
      {props.isNarrow ? <Title text={props.title} left={frame.left} /> : <Names {...props} />}
    </ComposedChart>
  );
});

/** Of a day's width. */
const BAR_SHARE = 0.6;

/** The library draws bands at 100, bars at 300 and lines at 400; ours lie between and above. */
const LAYERS = { hatch: 150, under: 350, over: 550 };

export function dayWidth({ width, left, right, dayCount }: Frame): number {
  return (width - left - right) / dayCount;
}

/** Pale with a dark top edge: the edge is the value. */
function PaleBar({ x, y, width, height }: BarShapeProps) {
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} fill="var(--bar)" />
      <path d={`M${x} ${y}h${width}`} stroke="var(--data2)" strokeWidth="1.5" />
    </g>
  );
}

type PanelDay = Record<string, number | null | [number, number]>;

function dayOf(index: number, { bands, lines, bars }: PanelProps): PanelDay {
  const day: PanelDay = { index };
  for (const { key, low, high } of bands) {
    const [from, to] = [low[index] ?? null, high[index] ?? null];
    day[key] = from === null || to === null ? null : [from, to];
  }
  for (const { key, values } of bars ? [...lines, bars] : lines) day[key] = values[index] ?? null;
  return day;
}

/** Hatch where three nights or more are missing. */
function MissingStretches({ frame, size, missing }: Pick<PanelProps, "frame" | "size" | "missing">) {
  const half = dayWidth(frame) / 2;
  return missing.map(([from, to]) => {
    const left = xOfDay(frame, from) - half;
    const width = xOfDay(frame, to) + half - left;
    return (
      <rect key={from} x={left} y={size.top} width={width} height={size.plot} fill="url(#missing-nights)" />
    );
  });
}

/** 45° lines, 5 px apart; once for all panels. */
export function MissingPattern() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <defs>
        <pattern
          id="missing-nights"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="5" stroke="var(--control)" strokeOpacity="0.38" strokeWidth="2" />
        </pattern>
      </defs>
    </svg>
  );
}

function Title({ text, left }: { text: string; left: number }) {
  return (
    <text x={left} y={14} fontSize="12" fontWeight="500" fill="var(--ink)">
      {text}
    </text>
  );
}

const NAME_HEIGHT = 14;

/** Names beside the last day, moved apart where they would touch. */
function Names({ names, frame }: PanelProps) {
  const placed: Name[] = [];
  for (const name of [...names].sort((a, b) => a.y - b.y)) {
    const above = placed.at(-1);
    placed.push({ ...name, y: above ? Math.max(name.y, above.y + NAME_HEIGHT) : name.y });
  }
  return placed.map(({ text, y, isStrong }) => (
    <text
      key={text}
      x={frame.width - frame.right + 10}
      y={y + 4}
      fontSize="12"
      fontWeight={isStrong ? 500 : 400}
      fill={isStrong ? "var(--ink)" : "var(--ink2)"}
    >
      {text}
    </text>
  ));
}

/** Where the last value of a line lies, for its name; `null` when it has none. */
export function lastPointY(values: Column, domain: Domain, size: PanelSize): number | null {
  const last = values.findLast((value) => value !== null) ?? null;
  return last === null ? null : yOf(domain, size.top, size.plot, last);
}
