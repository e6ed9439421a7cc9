import type { Tone } from "@/lib/insights/finding";

/** A status mark inside of an SVG: colour and form together, filled so that lines end behind it. */
export function ChartShape({ tone, x, y, radius }: { tone: Tone; x: number; y: number; radius: number }) {
  const r = radius;
  if (tone === "watch") {
    return <path d={`M${x} ${y - r}L${x + r * 1.1} ${y + r * 0.9}H${x - r * 1.1}Z`} fill="var(--watch)" />;
  }
  if (tone === "strong") {
    return <rect x={x - r * 0.9} y={y - r * 0.9} width={r * 1.8} height={r * 1.8} fill="var(--strong)" />;
  }
  if (tone === "usual") return <circle cx={x} cy={y} r={r} fill="var(--usual)" />;
  return <circle cx={x} cy={y} r={r - 0.75} fill="var(--paper)" stroke="var(--nodata)" strokeWidth="1.5" />;
}
