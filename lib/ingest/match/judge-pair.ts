/**
 * Whether two recordings of one athlete are the same workout. Pure and symmetric.
 * Boundaries are inclusive; the reasons are in docs/decisions/010-one-workout.md.
 */
import type { Channel, Sport } from "@/lib/records/recording";

/** What matching needs to know of a recording. Both of a pair belong to one athlete. */
export type MatchRecording = {
  channel: Channel;
  externalId: string;
  /** The id under which another source knows it: Strava's `garmin_push_<id>`. */
  originId: string | null;
  sport: Sport;
  /** Epoch milliseconds. */
  startMs: number;
  /** False when the source hides or does not know the time of day. */
  isStartTimeKnown: boolean;
  elapsedSeconds: number;
  distanceMeters: number | null;
  averageHeartRateBpm: number | null;
  /** `YYYY-MM-DD` */
  localDate: string;
  deviceId: string | null;
  isManual: boolean;
  isMultisportParent: boolean;
  parentExternalId: string | null;
};

/** Why; each stands for one step of the decision. */
export const MATCH_RULES = [
  "same_record",
  "linked_id",
  "same_device_start",
  "multisport",
  "typed_in",
  "other_sport",
  "walk_or_run",
  "stated_rule",
  "shifted_clock",
  "no_overlap",
  "same_span",
  "part_of",
  "fragment",
  "clock_offset",
  "partial_overlap",
  "swallows_another",
  "too_far_apart",
] as const;
export type MatchRule = (typeof MATCH_RULES)[number];

/** `same` merges silently, `review` asks the athlete, the others leave both alone. */
export type PairVerdict = "same" | "review" | "related" | "distinct";

export type Judgement = {
  verdict: PairVerdict;
  rule: MatchRule;
  /** Common time over the shorter recording, 0 to 1. */
  overlapShare: number;
};

const MAX_START_GAP_MS = 3_600_000;
const MAX_HEART_RATE_GAP_BPM = 5;
/** Starts further apart than this are never compared, except by ids: it bounds what has to be read. */
export const COMPARED_START_GAP_MS = 50 * 3_600_000;
/** A clock in another zone: whole quarter hours, give or take. */
export const MAX_ZONE_SHIFT_MS = 14 * 3_600_000 + 90_000;
const MIN_ZONE_SHIFT_MS = 30 * 60_000 - 90_000;
const QUARTER_HOUR_MS = 900_000;
const ZONE_SHIFT_TOLERANCE_MS = 90_000;
const FRAGMENT_SECONDS = 120;
const GARMIN_ORIGIN = /^garmin_push_(\d+)$/;

export function judgePair(a: MatchRecording, b: MatchRecording): Judgement {
  const overlapShare = overlapOfShorter(a, b);
  const say = (verdict: PairVerdict, rule: MatchRule): Judgement => ({ verdict, rule, overlapShare });

  if (sharesIdentity(a, b)) return say("same", a.channel === b.channel ? "same_record" : "linked_id");
  if (isRelated(a, b)) return say("related", "multisport");
  if (Math.abs(a.startMs - b.startMs) > COMPARED_START_GAP_MS) return say("distinct", "too_far_apart");
  if (hasNoClock(a) || hasNoClock(b)) return say(looksAlikeByDay(a, b) ? "review" : "distinct", "typed_in");
  if (a.sport !== b.sport) {
    const isWalkAndRun = [a.sport, b.sport].every((sport) => sport === "run" || sport === "walk");
    return isWalkAndRun && overlapShare >= 0.2
      ? say("review", "walk_or_run")
      : say("distinct", "other_sport");
  }
  if (isSameDeviceStart(a, b)) return say("same", "same_device_start");
  if (overlapShare >= 0.2 && passesStatedRule(a, b)) return say("same", "stated_rule");
  if (isShiftedClock(a, b)) return say("review", "shifted_clock");
  if (overlapShare < 0.2) return say("distinct", "no_overlap");
  return say("review", ruleOfOverlap(a, b, overlapShare));
}

/** The names under which a recording is known; two with a common one are the same. */
export function identitiesOf({ channel, externalId, originId }: MatchRecording): string[] {
  const own = `${ID_SPACES[channel] ?? channel}:${externalId}`;
  const garminId = originId === null ? undefined : GARMIN_ORIGIN.exec(originId)?.[1];
  return garminId === undefined ? [own] : [own, `garmin:${garminId}`];
}

/** Channels that give the same workout the same id. A file is known by its content, wherever it came from. */
const ID_SPACES: Partial<Record<Channel, string>> = {
  "garmin-export": "garmin",
  "strava-export": "strava",
};

export function sharesIdentity(a: MatchRecording, b: MatchRecording): boolean {
  if (a.originId === null && b.originId === null && a.externalId !== b.externalId) return false;
  const known = identitiesOf(a);
  return identitiesOf(b).some((identity) => known.includes(identity));
}

/** A multisport workout and its leg, or two legs of one. */
function isRelated(a: MatchRecording, b: MatchRecording): boolean {
  if (a.channel !== b.channel) return false;
  if (a.parentExternalId === null && b.parentExternalId === null) return false;
  return (
    a.parentExternalId === b.externalId ||
    b.parentExternalId === a.externalId ||
    a.parentExternalId === b.parentExternalId
  );
}

/** Typed in, or with the time of day hidden: overlap says nothing then. */
export const hasNoClock = ({ isManual, isStartTimeKnown }: MatchRecording) => isManual || !isStartTimeKnown;

/** Without a clock: the same day, sport and nearly the same length. */
function looksAlikeByDay(a: MatchRecording, b: MatchRecording): boolean {
  if (a.localDate !== b.localDate || a.sport !== b.sport) return false;
  return (
    isWithin(a.distanceMeters, b.distanceMeters, 0.1) || isWithin(a.elapsedSeconds, b.elapsedSeconds, 0.05)
  );
}

/** One device can't record two things from the same second on. */
function isSameDeviceStart(a: MatchRecording, b: MatchRecording): boolean {
  return (
    a.deviceId !== null &&
    a.deviceId === b.deviceId &&
    a.channel !== b.channel &&
    !a.isMultisportParent &&
    !b.isMultisportParent &&
    Math.abs(a.startMs - b.startMs) <= 1000 &&
    isWithin(a.elapsedSeconds, b.elapsedSeconds, 0.02)
  );
}

/** The product's rule. Its 24 hours are implied by the hour. */
function passesStatedRule(a: MatchRecording, b: MatchRecording): boolean {
  return (
    Math.abs(a.startMs - b.startMs) <= MAX_START_GAP_MS &&
    isWithin(a.distanceMeters, b.distanceMeters, 0.05) &&
    heartRateAgrees(a, b, MAX_HEART_RATE_GAP_BPM)
  );
}

function isShiftedClock(a: MatchRecording, b: MatchRecording): boolean {
  const gapMs = Math.abs(a.startMs - b.startMs);
  if (a.channel === b.channel || gapMs < MIN_ZONE_SHIFT_MS || gapMs > MAX_ZONE_SHIFT_MS) return false;
  const rest = gapMs % QUARTER_HOUR_MS;
  if (Math.min(rest, QUARTER_HOUR_MS - rest) > ZONE_SHIFT_TOLERANCE_MS) return false;
  return isLookAlike(a, b);
}

function isLookAlike(a: MatchRecording, b: MatchRecording): boolean {
  return (
    isWithin(a.elapsedSeconds, b.elapsedSeconds, 0.02) &&
    isWithin(a.distanceMeters, b.distanceMeters, 0.02) &&
    heartRateAgrees(a, b, 2)
  );
}

function ruleOfOverlap(a: MatchRecording, b: MatchRecording, overlapShare: number): MatchRule {
  if (overlapShare < 0.8) return isLookAlike(a, b) ? "clock_offset" : "partial_overlap";
  const shorterSeconds = Math.min(a.elapsedSeconds, b.elapsedSeconds);
  if (shorterSeconds / Math.max(a.elapsedSeconds, b.elapsedSeconds) >= 0.8) return "same_span";
  return shorterSeconds < FRAGMENT_SECONDS ? "fragment" : "part_of";
}

/** Common time over the length of the shorter one. */
function overlapOfShorter(a: MatchRecording, b: MatchRecording): number {
  const shorterMs = Math.min(a.elapsedSeconds, b.elapsedSeconds) * 1000;
  if (shorterMs <= 0) return 0;
  const endMs = Math.min(a.startMs + a.elapsedSeconds * 1000, b.startMs + b.elapsedSeconds * 1000);
  return Math.max(0, endMs - Math.max(a.startMs, b.startMs)) / shorterMs;
}

/** Difference over the larger one; false when one is missing. Zero means missing. */
function isWithin(a: number | null, b: number | null, share: number): boolean {
  if (!a || !b) return false;
  return Math.abs(a - b) <= share * Math.max(a, b) + 1e-9;
}

/** True when one has none. */
function heartRateAgrees(a: MatchRecording, b: MatchRecording, maxGapBpm: number): boolean {
  if (!a.averageHeartRateBpm || !b.averageHeartRateBpm) return true;
  return Math.abs(a.averageHeartRateBpm - b.averageHeartRateBpm) <= maxGapBpm;
}
