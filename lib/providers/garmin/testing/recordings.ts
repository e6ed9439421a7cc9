/** Recorded bodies, which lie outside the repository: tests that need them are skipped without. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const FIXTURES = path.resolve(import.meta.dirname, "../../../../../shared/fixtures");

const RECORDED = path.join(FIXTURES, "garmin-recorded");
const SYNTHETIC = path.join(FIXTURES, "synthetic/personal-api");

export const hasFixtures = existsSync(RECORDED) && existsSync(SYNTHETIC);
if (!hasFixtures) console.info(`skipped: what needs recorded bodies, since ${FIXTURES} is absent`);

// Test data of any shape: each test says what it expects to find.
// biome-ignore lint/suspicious/noExplicitAny: the recorded bodies are read without our schemas on purpose
export type Recorded = any;

/** @returns name and body of the recorded answers whose file name matches */
export function recorded(pattern: RegExp): { name: string; status: number; body: Recorded }[] {
  if (!hasFixtures) return [];
  const names = readdirSync(RECORDED)
    .filter((name) => pattern.test(name))
    .sort();
  return names.map((name) => {
    const { response } = JSON.parse(readFileSync(path.join(RECORDED, name), "utf8"));
    return { name, status: response.status, body: response.body };
  });
}

export function syntheticBody(name: string): Recorded {
  return hasFixtures ? JSON.parse(readFileSync(path.join(SYNTHETIC, name), "utf8")) : null;
}
