/**
 * Reads a GPX file: one recording per track that has times. GPX knows places, heights
 * and times only, so distance and climb are computed from them.
 */
import { localDateOf } from "@/lib/providers/files/local-time";
import {
  externalIdOf,
  type FileReading,
  type FileRecording,
  isSuspicious,
  noFindings,
  type ReadOptions,
  toReading,
  UnreadableFileError,
} from "@/lib/providers/files/reading";
import {
  averageOf,
  climbOf,
  curveOf,
  inOrder,
  lastDistance,
  maximumOf,
  metersBetween,
  type Sample,
} from "@/lib/providers/files/samples";
import {
  measuredDistance,
  type SportOfFile,
  sportOfWord,
  stepsPerMinute,
} from "@/lib/providers/files/sports";
import {
  instantUnder,
  listUnder,
  numberUnder,
  positiveUnder,
  textUnder,
  under,
  zeroOrMoreUnder,
} from "@/lib/providers/files/xml";
import { recordingOf } from "@/lib/providers/files/xml-recording";

/** @param xml as parsed; `bytes` are those it was parsed from */
export function readGpx(xml: unknown, bytes: Uint8Array, options: ReadOptions): FileReading {
  const tracks = listUnder(xml, "gpx", "trk");
  const read = tracks.map((track, index) => readTrack(track, externalIdOf(bytes, index), options));
  const recordings = read.filter((one) => one !== null);
  if (recordings.length === 0) {
    throw new UnreadableFileError("This GPX file holds no track with times: it is a route, not a recording.");
  }
  const skipped = tracks.length - recordings.length;
  const warnings = skipped > 0 ? ["A track without times was left out."] : [];
  return toReading("gpx", [{ ...noFindings(), recordings, warnings }], options.now);
}

function readTrack(track: unknown, externalId: string, options: ReadOptions): FileRecording | null {
  const sport = sportOfWord(textUnder(track, "type"));
  const segments = listUnder(track, "trkseg")
    .map((segment) => readSegment(segment, sport))
    .filter((segment) => segment.length > 0)
    .sort((one, other) => startOf(one) - startOf(other));
  const samples = inOrder(withDistances(segments));
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return null;

  const startedAt = new Date(first.atMs);
  const utcOffsetSeconds = offsetOf(track);
  const climb = climbOf(samples);
  const recording = recordingOf({
    externalId,
    ...sport,
    name: textUnder(track, "name"),
    startedAt,
    utcOffsetSeconds,
    localDate: localDateOf(startedAt, utcOffsetSeconds, options.timeZone),
    elapsedSeconds: (last.atMs - first.atMs) / 1000,
    // A pause closes a segment, and the next begins when the run goes on.
    timerSeconds: segments.reduce((sum, segment) => sum + durationMs(segment), 0) / 1000,
    distanceMeters: measuredDistance(sport, lastDistance(samples)),
    elevationGainMeters: climb.gainMeters,
    elevationLossMeters: climb.lossMeters,
    averageHeartRateBpm: averageOf(samples, "heartRateBpm"),
    maxHeartRateBpm: maximumOf(samples, "heartRateBpm"),
    averagePowerWatts: averageOf(samples, "powerWatts"),
    maxPowerWatts: maximumOf(samples, "powerWatts"),
    averageCadenceStepsPerMinute: averageOf(samples, "cadenceStepsPerMinute"),
  });
  const suspiciousClock =
    isSuspicious(startedAt, options.now) || isSuspicious(new Date(last.atMs), options.now);
  return { recording, laps: [], curve: curveOf(samples, startedAt), suspiciousClock };
}

function offsetOf(track: unknown): number | null {
  const [segment] = listUnder(track, "trkseg");
  const [point] = listUnder(segment, "trkpt");
  return instantUnder(point, "time")?.utcOffsetSeconds ?? null;
}

function readSegment(segment: unknown, sport: SportOfFile): Sample[] {
  const samples = listUnder(segment, "trkpt").map((point) => readPoint(point, sport));
  return inOrder(samples.filter((sample) => sample !== null));
}

function readPoint(point: unknown, sport: SportOfFile): Sample | null {
  const instant = instantUnder(point, "time");
  if (instant === null) return null;
  const [latitude, longitude] = [numberUnder(point, "@lat"), numberUnder(point, "@lon")];
  const isPlace =
    latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  const extensions = under(point, "extensions");
  const sensors = under(extensions, "TrackPointExtension");
  return {
    atMs: instant.atMs,
    distanceMeters: null,
    heartRateBpm: positiveUnder(sensors, "hr") ?? positiveUnder(extensions, "hr"),
    altitudeMeters: numberUnder(point, "ele"),
    powerWatts: zeroOrMoreUnder(extensions, "power") ?? zeroOrMoreUnder(sensors, "power"),
    cadenceStepsPerMinute: stepsPerMinute(
      sport,
      zeroOrMoreUnder(sensors, "cad") ?? zeroOrMoreUnder(extensions, "cad"),
    ),
    latitudeDegrees: isPlace ? latitude : null,
    longitudeDegrees: isPlace ? longitude : null,
  };
}

/** Distance grows within a segment only: what lies between two was not recorded. */
function withDistances(segments: readonly Sample[][]): Sample[] {
  let distanceMeters = 0;
  const isPlaced = segments.some((segment) => segment.some((sample) => sample.latitudeDegrees !== null));
  return segments.flatMap((segment) => {
    let last: Sample | null = null;
    return segment.map((sample) => {
      if (last !== null) distanceMeters += metersBetween(last, sample) ?? 0;
      if (sample.latitudeDegrees !== null) last = sample;
      return { ...sample, distanceMeters: isPlaced ? distanceMeters : null };
    });
  });
}

function startOf(segment: readonly Sample[]): number {
  return segment[0]?.atMs ?? 0;
}

function durationMs(segment: readonly Sample[]): number {
  return (segment.at(-1)?.atMs ?? 0) - startOf(segment);
}
