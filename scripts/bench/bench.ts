/** What a bench is, and the little arithmetic that benches share. */
import type { GarminSimulator } from "@/e2e/simulators/garmin/server";

export type BenchRow = {
  name: string;
  value: number;
  unit: string;
  /** The most that `value` may be; `null` for a figure without a goal. */
  goal: number | null;
  ok: boolean;
};

/** What a bench is given. The environment of this process leads to the same database. */
export type BenchContext = {
  projectDir: string;
  databaseUrl: string;
  garmin: GarminSimulator;
  /** The app, started at the first call. */
  app: () => Promise<BenchApp>;
  /** Progress for a person; never on stdout with `--json`. */
  say: (line: string) => void;
};

export type BenchApp = {
  url: string;
  /** Where the build lies. */
  buildDir: string;
  /** The same app, its rows answered from memory once they were read. */
  constantsUrl: string;
};

export type Bench = {
  /** What `--only` takes. */
  name: string;
  /** One line for a person. */
  measures: string;
  run: (context: BenchContext) => Promise<BenchRow[]>;
};

/** A figure, held to its goal where it has one. */
export function row(name: string, value: number, unit: string, goal: number | null = null): BenchRow {
  return { name, value: Number(value.toPrecision(4)), unit, goal, ok: goal === null || value <= goal };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (below + above) / 2;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}
