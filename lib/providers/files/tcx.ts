/** Reads a TCX file: one recording per activity, its laps as they stand, its samples from their tracks. */
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
import { Lap } from "@/lib/records/lap";

/** @param xml as parsed; `bytes` are those it was parsed from */
export function readTcx(xml: unknown, bytes: Uint8Array, options: ReadOptions): FileReading {
  const read = activitiesOf(xml).map((activity, index) =>
    readActivity(activity, externalIdOf(bytes, index), options),
  );
  const recordings = read.filter((one) => one !== null);
  if (recordings.length === 0) throw new UnreadableFileError("This TCX file holds no activity with times.");
  const warnings = recordings.length < read.length ? ["An activity without times was left out."] : [];
  return toReading("tcx", [{ ...noFindings(), recordings, warnings }], options.now);
}

/** Those of a multisport session lie one level deeper. */
function activitiesOf(xml: unknown): unknown[] {
  const activities = under(xml, "TrainingCenterDatabase", "Activities");
  const legs = listUnder(activities, "MultiSportSession").flatMap((session) =>
    [...listUnder(session, "FirstSport"), ...listUnder(session, "NextSport")].flatMap((leg) =>
      listUnder(leg, "Activity"),
    ),
  );
  return [...listUnder(activities, "Activity"), ...legs];
}

type TcxLap = { element: unknown; lap: Lap; samples: Sample[] };

function readActivity(activity: unknown, externalId: string, options: ReadOptions): FileRecording | null {
  const sport = sportOfWord(textUnder(activity, "@Sport"));
  const read = listUnder(activity, "Lap")
    .map((element) => readLap(element, sport))
    .filter((lap) => lap !== null)
    .map((one, lapIndex) => ({ ...one, lap: { ...one.lap, lapIndex } }));
  const [first] = read;
  if (first === undefined) return null;

  const laps = read.map(({ lap }) => lap);
  const samples = inOrder(read.flatMap((lap) => lap.samples));
  const { startedAt } = first.lap;
  const timerSeconds = sumOf(laps.map((lap) => lap.elapsedSeconds)) ?? 0;
  const elapsedSeconds = Math.max(timerSeconds, ((samples.at(-1)?.atMs ?? 0) - startedAt.getTime()) / 1000);
  const utcOffsetSeconds = instantUnder(first.element, "@StartTime")?.utcOffsetSeconds ?? null;
  const recording = recordingOf({
    externalId,
    ...sport,
    startedAt,
    utcOffsetSeconds,
    localDate: localDateOf(startedAt, utcOffsetSeconds, options.timeZone),
    elapsedSeconds,
    timerSeconds,
    ...readTotals(read, samples, sport),
    deviceId: readDeviceId(activity),
  });
  const endedAt = new Date(startedAt.getTime() + elapsedSeconds * 1000);
  const suspiciousClock = isSuspicious(startedAt, options.now) || isSuspicious(endedAt, options.now);
  return { recording, laps, curve: curveOf(samples, startedAt), suspiciousClock };
}

/** Sums of the laps, and averages over the samples, or over the laps where there are none. */
function readTotals(read: readonly TcxLap[], samples: readonly Sample[], sport: SportOfFile) {
  const laps = read.map(({ lap }) => lap);
  const climb = climbOf(samples);
  const maximum = Math.max(0, ...laps.map((lap) => lap.maxHeartRateBpm ?? 0));
  return {
    distanceMeters: measuredDistance(
      sport,
      sumOf(laps.map((lap) => lap.distanceMeters)) ?? lastDistance(samples),
    ),
    elevationGainMeters: climb.gainMeters,
    elevationLossMeters: climb.lossMeters,
    averageHeartRateBpm:
      averageOf(samples, "heartRateBpm") ?? averageOfLaps(laps, (lap) => lap.averageHeartRateBpm),
    maxHeartRateBpm: maximum > 0 ? maximum : maximumOf(samples, "heartRateBpm"),
    averagePowerWatts:
      averageOf(samples, "powerWatts") ?? averageOfLaps(laps, (lap) => lap.averagePowerWatts),
    maxPowerWatts: maximumOf(samples, "powerWatts"),
    averageCadenceStepsPerMinute:
      averageOf(samples, "cadenceStepsPerMinute") ??
      averageOfLaps(laps, (lap) => lap.averageCadenceStepsPerMinute),
    totalEnergyKilocalories: sumOf(read.map(({ element }) => zeroOrMoreUnder(element, "Calories"))),
  };
}

function readLap(element: unknown, sport: SportOfFile): TcxLap | null {
  const samples = inOrder(
    listUnder(element, "Track")
      .flatMap((track) => listUnder(track, "Trackpoint"))
      .map((point) => readPoint(point, sport))
      .filter((sample) => sample !== null),
  );
  const startMs = instantUnder(element, "@StartTime")?.atMs ?? samples[0]?.atMs;
  if (startMs === undefined) return null;
  const spanSeconds = Math.max(0, ((samples.at(-1)?.atMs ?? startMs) - startMs) / 1000);
  const extension = under(element, "Extensions", "LX");
  const perLeg = zeroOrMoreUnder(extension, "AvgRunCadence") ?? zeroOrMoreUnder(element, "Cadence");
  const lap = Lap.parse({
    lapIndex: 0,
    startedAt: new Date(startMs),
    // TCX counts the time with the timer on, and has no other.
    elapsedSeconds: zeroOrMoreUnder(element, "TotalTimeSeconds") ?? spanSeconds,
    movingSeconds: null,
    distanceMeters: measuredDistance(sport, zeroOrMoreUnder(element, "DistanceMeters")),
    averageHeartRateBpm:
      positiveUnder(element, "AverageHeartRateBpm", "Value") ?? averageOf(samples, "heartRateBpm"),
    maxHeartRateBpm:
      positiveUnder(element, "MaximumHeartRateBpm", "Value") ?? maximumOf(samples, "heartRateBpm"),
    averagePowerWatts: zeroOrMoreUnder(extension, "AvgWatts") ?? averageOf(samples, "powerWatts"),
    averageCadenceStepsPerMinute:
      stepsPerMinute(sport, perLeg) ?? averageOf(samples, "cadenceStepsPerMinute"),
    elevationGainMeters: climbOf(samples).gainMeters,
  });
  return { element, lap, samples };
}

function readPoint(point: unknown, sport: SportOfFile): Sample | null {
  const instant = instantUnder(point, "Time");
  if (instant === null) return null;
  const latitude = numberUnder(point, "Position", "LatitudeDegrees");
  const longitude = numberUnder(point, "Position", "LongitudeDegrees");
  const isPlace =
    latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  const extension = under(point, "Extensions", "TPX");
  return {
    atMs: instant.atMs,
    distanceMeters: zeroOrMoreUnder(point, "DistanceMeters"),
    heartRateBpm: positiveUnder(point, "HeartRateBpm", "Value"),
    altitudeMeters: numberUnder(point, "AltitudeMeters"),
    powerWatts: zeroOrMoreUnder(extension, "Watts"),
    cadenceStepsPerMinute: stepsPerMinute(
      sport,
      zeroOrMoreUnder(extension, "RunCadence") ?? zeroOrMoreUnder(point, "Cadence"),
    ),
    latitudeDegrees: isPlace ? latitude : null,
    longitudeDegrees: isPlace ? longitude : null,
  };
}

/** Devices and services that have no serial number write a zero. */
function readDeviceId(activity: unknown): string | null {
  const unitId = textUnder(activity, "Creator", "UnitId");
  return unitId === "0" ? null : unitId;
}

/** `null` when none was measured. */
function sumOf(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length === 0 ? null : measured.reduce((sum, value) => sum + value, 0);
}

function averageOfLaps(laps: readonly Lap[], pick: (lap: Lap) => number | null): number | null {
  const measured = laps.filter((lap) => pick(lap) !== null && lap.elapsedSeconds > 0);
  const seconds = sumOf(measured.map((lap) => lap.elapsedSeconds));
  const weighted = sumOf(measured.map((lap) => (pick(lap) ?? 0) * lap.elapsedSeconds));
  return seconds === null || weighted === null ? null : weighted / seconds;
}
