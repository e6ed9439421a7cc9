/** What `npm run fuzz` and `npm run faults` take: how many rounds, from which seed on, and which part. */
import { StartFault } from "./stack/fault";

export type LongRun = { rounds: number; seed: number; only: string | null };

/** @throws StartFault with one sentence */
export function parseLongRun(args: readonly string[], names: readonly string[]): LongRun {
  const parsed: LongRun = { rounds: 1, seed: 1, only: null };
  const rest = args.flatMap((arg) => arg.split("="));
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    const value = rest.shift() ?? "";
    if (option === "--rounds") parsed.rounds = parseCount(option, value);
    else if (option === "--seed") parsed.seed = parseCount(option, value);
    else if (option === "--only" && names.includes(value)) parsed.only = value;
    else if (option === "--only") throw new StartFault(`--only takes ${names.join(", ")}; not "${value}".`);
    else throw new StartFault(`Unknown option ${option}; there are --rounds, --seed and --only.`);
  }
  return parsed;
}

function parseCount(option: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new StartFault(`${option} takes a whole number from 1 on, not "${text}".`);
}
