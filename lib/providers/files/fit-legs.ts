/**
 * The legs of an activity, one per session of the file, with the laps and samples that
 * fall into each by time.
 */
import {
  type FitContent,
  type FitMessage,
  firstOf,
  instantOf,
  LAP,
  MESSAGE,
  messagesOf,
  readValue,
  SESSION,
  SPORT,
  timestampOf,
} from "@/lib/providers/files/fit-messages";
import { type FitSample, fitSamples } from "@/lib/providers/files/fit-samples";
import { inOrder, type Sample } from "@/lib/providers/files/samples";
import { type SportOfFile, sportOfFit, stepsPerMinute } from "@/lib/providers/files/sports";

export type Leg = {
  /** `null` for an activity that was saved without a summary. */
  session: FitMessage | null;
  sport: SportOfFile;
  startedAt: Date;
  endedAt: Date;
  laps: FitMessage[];
  samples: Sample[];
};

type Window = { session: FitMessage | null; startMs: number; endMs: number };

/** How far a sample may lie outside of all legs: clocks are set while a watch runs. */
const MARGIN_MS = 60_000;
/** A lap ends with its leg, give or take a rounded second. */
const LAP_MARGIN_MS = 1500;

/** Empty when neither a session nor samples say when anything happened. */
export function legsOf(content: FitContent): Leg[] {
  const samples = fitSamples(content);
  const windows = windowsOf(content, samples);
  const legs = windows.map((window) => newLeg(content, window));
  for (const lap of messagesOf(content, MESSAGE.lap)) {
    const endMs = lapEndMs(lap);
    if (endMs !== null) legs[legEndingAfter(windows, endMs - LAP_MARGIN_MS)]?.laps.push(lap);
  }
  addSamples(legs, windows, samples);
  return legs;
}

function newLeg(content: FitContent, { session, startMs, endMs }: Window): Leg {
  return {
    session,
    sport: session === null ? sportWithoutSession(content) : sportOfSession(session),
    startedAt: new Date(startMs),
    endedAt: new Date(endMs),
    laps: [],
    samples: [],
  };
}

function addSamples(legs: readonly Leg[], windows: readonly Window[], samples: readonly FitSample[]): void {
  const fromMs = (windows[0]?.startMs ?? 0) - MARGIN_MS;
  const toMs = (windows.at(-1)?.endMs ?? 0) + MARGIN_MS;
  for (const sample of samples) {
    // Damaged records claim times that are years off.
    if (sample.atMs < fromMs || sample.atMs > toMs) continue;
    const leg = legs[legBegunBy(windows, sample.atMs)];
    leg?.samples.push(sampleOf(sample, leg.sport));
  }
  for (const leg of legs) leg.samples = inOrder(leg.samples);
}

/** Field by field: spreading tens of thousands of objects took as long as parsing the file. */
function sampleOf(sample: FitSample, sport: SportOfFile): Sample {
  return {
    atMs: sample.atMs,
    distanceMeters: sample.distanceMeters,
    heartRateBpm: sample.heartRateBpm,
    altitudeMeters: sample.altitudeMeters,
    powerWatts: sample.powerWatts,
    cadenceStepsPerMinute: stepsPerMinute(sport, sample.cadencePerLeg),
    latitudeDegrees: sample.latitudeDegrees,
    longitudeDegrees: sample.longitudeDegrees,
  };
}

/** The first leg that has not ended by then, or else the last. */
function legEndingAfter(windows: readonly Window[], atMs: number): number {
  const index = windows.findIndex((window) => window.endMs >= atMs);
  return index < 0 ? windows.length - 1 : index;
}

/** The last leg that has begun by then: the sample between two legs already counts the new one's distance. */
function legBegunBy(windows: readonly Window[], atMs: number): number {
  return Math.max(
    0,
    windows.findLastIndex((window) => window.startMs <= atMs),
  );
}

function windowsOf(content: FitContent, samples: readonly FitSample[]): Window[] {
  const sessions = messagesOf(content, MESSAGE.session);
  if (sessions.length === 0) return windowOfSamples(samples);
  return sessions
    .flatMap((session) => windowOfSession(session, samples))
    .sort((one, other) => one.endMs - other.endMs);
}

function windowOfSamples(samples: readonly FitSample[]): Window[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return [];
  return [{ session: null, startMs: first.atMs, endMs: last.atMs }];
}

function windowOfSession(session: FitMessage, samples: readonly FitSample[]): Window[] {
  const elapsedMs = (readValue(session, SESSION.elapsedSeconds) ?? 0) * 1000;
  const savedMs = millisecondsOf(timestampOf(session));
  const claimedMs = millisecondsOf(readValue(session, SESSION.startTime)) ?? samples[0]?.atMs ?? null;
  if (claimedMs === null)
    return savedMs === null ? [] : [{ session, startMs: savedMs - elapsedMs, endMs: savedMs }];
  const startMs = trueStartMs({ claimedMs, elapsedMs, savedMs }, samples);
  return [{ session, startMs, endMs: Math.max(savedMs ?? startMs, startMs + elapsedMs) }];
}

/**
 * When the session began.
 *
 * A fenix 2 was seen to give a start that lies 45 minutes behind its first sample, with
 * an elapsed time that fits the sample: then the sample is right.
 */
function trueStartMs(
  { claimedMs, elapsedMs, savedMs }: { claimedMs: number; elapsedMs: number; savedMs: number | null },
  samples: readonly FitSample[],
): number {
  const first = samples[0];
  if (savedMs === null || first === undefined) return claimedMs;
  const countedBackMs = savedMs - elapsedMs;
  const isLate = claimedMs - countedBackMs > MARGIN_MS;
  return isLate && Math.abs(first.atMs - countedBackMs) <= MARGIN_MS ? first.atMs : claimedMs;
}

function lapEndMs(lap: FitMessage): number | null {
  const savedMs = millisecondsOf(timestampOf(lap));
  if (savedMs !== null) return savedMs;
  const startMs = millisecondsOf(readValue(lap, LAP.startTime));
  return startMs === null ? null : startMs + (readValue(lap, LAP.elapsedSeconds) ?? 0) * 1000;
}

function millisecondsOf(fitSeconds: number | null): number | null {
  return fitSeconds === null ? null : instantOf(fitSeconds).getTime();
}

function sportOfSession(session: FitMessage): SportOfFile {
  return sportOfFit(readValue(session, SESSION.sport), readValue(session, SESSION.subSport));
}

function sportWithoutSession(content: FitContent): SportOfFile {
  const chosen = firstOf(content, MESSAGE.sport);
  if (chosen !== null) return sportOfFit(readValue(chosen, SPORT.sport), readValue(chosen, SPORT.subSport));
  const lap = firstOf(content, MESSAGE.lap);
  return sportOfFit(readValue(lap, LAP.sport), readValue(lap, LAP.subSport));
}
