/** Random numbers from a seed: the same seed and name give the same numbers on every machine. */
export type Random = {
  /** Evenly spread from 0 (included) to 1 (not included). */
  uniform(): number;
  /** Normal, mean 0, standard deviation 1. */
  normal(): number;
  integer(from: number, to: number): number;
};

/**
 * A stream of its own for every name, so that a new use of randomness doesn't move the
 * numbers of the others.
 */
export function randomStream(seed: number, name: string): Random {
  let state = hashText(`${seed}/${name}`);
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, integer: (from, to) => from + Math.floor(uniform() * (to - from + 1)) };
}

/** FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}

/** A UUID that depends on nothing but the text. */
export function uuidOf(text: string): string {
  const hex = [0, 1, 2, 3].map((part) => hashText(`${part}:${text}`).toString(16).padStart(8, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
