/** What a fuzz target is, and the chance that all of them share. */

/** Numbers from 0 to 1; the same for the same seed. */
export type Chance = () => number;

export type FuzzTarget = {
  name: string;
  /** One try. @returns what is wrong, `null` when it was read or refused as it should be */
  attempt: (chance: Chance) => string | null;
};

/** The message and the place. */
const STACK_LINES = 3;

export type FuzzFailure = { target: string; seed: number; fault: string };

/** Tries a target with `count` seeds from `firstSeed` on. */
export function fuzz({ name, attempt }: FuzzTarget, firstSeed: number, count: number): FuzzFailure[] {
  const failures: FuzzFailure[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const fault = faultOf(() => attempt(chanceFrom(seed)));
    if (fault !== null) failures.push({ target: name, seed, fault });
  }
  return failures;
}

function faultOf(work: () => string | null): string | null {
  try {
    return work();
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `threw ${words.split("\n").slice(0, STACK_LINES).join("\n")}`;
  }
}

/** Mulberry32. */
export function chanceFrom(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <Item>(chance: Chance, items: readonly Item[]): Item | undefined =>
  items[Math.floor(chance() * items.length)];

/** Whether a value, however deep, holds a number or an instant that is none. */
export function hasNaN(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  if (value instanceof Date) return Number.isNaN(value.getTime());
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return false;
  return Object.values(value).some(hasNaN);
}
