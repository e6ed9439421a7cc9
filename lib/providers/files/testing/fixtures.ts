/** Files to read in tests: ours, and the recorded ones, which are not ours to hand on. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const OWN = path.resolve(import.meta.dirname, "../testdata");
const SHARED = path.resolve(import.meta.dirname, "../../../../../shared/fixtures");

export const hasShared = existsSync(SHARED);
if (!hasShared) console.info(`skipped: recorded FIT and GPX files, since ${SHARED} is absent`);

export function ownFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(OWN, name)));
}

export function sharedFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(SHARED, name)));
}

export const RECORDED_FIT = [
  "2013-02-06-12-11-14",
  "activity-large-fenxi2-multisport",
  "activity-small-fenix2-run",
  "compressed-speed-distance",
  "event_timestamp",
  "fenix6x_yoga",
  "garmin-fenix-5-run",
  "strava-android-app-201.10-b1218918",
].map((name) => `fit-recorded/${name}.fit`);
