/** The samples of a FIT activity: its records, in our units. */
import {
  FIELD_DESCRIPTION,
  type FitContent,
  MESSAGE,
  messagesOf,
  readText,
  readValue,
} from "@/lib/providers/files/fit-messages";
import type { Sample } from "@/lib/providers/files/samples";

/** A sample before its sport is known: cadence is that of one leg, or of pedals. */
export type FitSample = Omit<Sample, "cadenceStepsPerMinute"> & { cadencePerLeg: number | null };

type FitRecord = FitContent["records"][number];

export function fitSamples(content: FitContent): FitSample[] {
  const powerField = developerPowerField(content);
  const unpackDistance = distanceUnpacker();
  const samples: FitSample[] = [];
  for (const record of content.records) {
    const packed = unpackDistance(record.compressed_speed_distance);
    if (!(record.timestamp instanceof Date)) continue;
    const isPlaced = hasPlace(record);
    samples.push({
      atMs: record.timestamp.getTime(),
      distanceMeters: measured(record.distance) ?? packed,
      heartRateBpm: positive(record.heart_rate),
      altitudeMeters: measured(record.enhanced_altitude) ?? measured(record.altitude),
      powerWatts: measured(record.power) ?? developerPower(record, powerField),
      cadencePerLeg: cadenceOf(record),
      latitudeDegrees: isPlaced ? measured(record.position_lat) : null,
      longitudeDegrees: isPlaced ? measured(record.position_long) : null,
    });
  }
  return samples;
}

function cadenceOf(record: FitRecord): number | null {
  const cadence = measured(record.cadence);
  return cadence === null ? null : cadence + (measured(record.fractional_cadence) ?? 0);
}

/** Both or neither, and only where on earth there is such a place. */
function hasPlace({ position_lat: latitude, position_long: longitude }: FitRecord): boolean {
  return Math.abs(measured(latitude) ?? Infinity) <= 90 && Math.abs(measured(longitude) ?? Infinity) <= 180;
}

/** A developer field may carry the name of one of the record's own, and then hold anything. */
function measured(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function positive(value: unknown): number | null {
  const number = measured(value);
  return number !== null && number > 0 ? number : null;
}

const POWER_FIELD = 7;

/**
 * The name under which an app or a pod (Stryd) writes power: it says that it stands in
 * for the record's own power field, or is called so and counts watts.
 */
function developerPowerField(content: FitContent): string | null {
  const described = messagesOf(content, MESSAGE.fieldDescription);
  const standIn = described.find(
    (one) =>
      readValue(one, FIELD_DESCRIPTION.nativeMessage) === MESSAGE.record &&
      readValue(one, FIELD_DESCRIPTION.nativeField) === POWER_FIELD,
  );
  const called = described.find(
    (one) =>
      readText(one, FIELD_DESCRIPTION.name)?.toLowerCase() === "power" &&
      readText(one, FIELD_DESCRIPTION.units)?.toLowerCase().startsWith("w"),
  );
  return readText(standIn ?? called ?? null, FIELD_DESCRIPTION.name);
}

function developerPower(record: FitRecord, name: string | null): number | null {
  if (name === null || !Object.hasOwn(record, name)) return null;
  const watts = measured(Reflect.get(record, name));
  return watts !== null && watts >= 0 ? watts : null;
}

const SIXTEENTHS_PER_ROUND = 4096;

/**
 * Old watches pack speed and distance into three bytes: twelve bits each, distance in
 * sixteenths of a meter, which starts anew every 256 m.
 */
function distanceUnpacker(): (packed: FitRecord["compressed_speed_distance"]) => number | null {
  let sixteenths = 0;
  return (packed) => {
    const [, middle, high] = packed ?? [];
    if (typeof middle !== "number" || typeof high !== "number") return null;
    const reading = (middle >> 4) | (high << 4);
    const before = sixteenths % SIXTEENTHS_PER_ROUND;
    sixteenths += (reading - before + SIXTEENTHS_PER_ROUND) % SIXTEENTHS_PER_ROUND;
    return sixteenths / 16;
  };
}
