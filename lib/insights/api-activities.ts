/** Workouts for programs: /v1 calls them activities. */
import { z } from "zod";
import {
  findWorkoutRow,
  type LapRow,
  listLapRows,
  listRecordingRows,
  listWorkoutRows,
  MEASURED_COLUMNS,
  type MeasuredColumn,
  type MeasuredValues,
  type RecordingRow,
  type WorkoutRow,
} from "@/lib/db/api-activities";
import { AppError } from "@/lib/errors";
import { type Page, type PageRequest, readCursor, writeCursor } from "@/lib/insights/api-page";

const measured = z.number().nullable();

/** What a workout and each copy of it carry. `null` or an empty list: not measured. */
const ActivityValues = z.object({
  elapsed_seconds: z.number(),
  timer_seconds: measured,
  moving_seconds: measured,
  distance_meters: measured,
  elevation_gain_meters: measured,
  elevation_loss_meters: measured,
  average_hr_bpm: measured,
  max_hr_bpm: measured,
  hr_zone_seconds: z.array(z.number()),
  hr_zone_lower_bpm: z.array(z.number()),
  average_power_watts: measured,
  max_power_watts: measured,
  normalized_power_watts: measured,
  average_cadence_steps_per_minute: measured,
  rpe: measured,
  feel_percent: measured,
  aerobic_training_effect: measured,
  anaerobic_training_effect: measured,
  active_energy_kcal: measured,
  resting_energy_kcal: measured,
  total_energy_kcal: measured,
  sweat_loss_ml: measured,
  fluid_intake_ml: measured,
  fluid_balance_ml: measured,
});
type ActivityValues = z.infer<typeof ActivityValues>;
type ValueName = keyof ActivityValues;

export const Activity = ActivityValues.extend({
  id: z.uuid(),
  sport: z.string(),
  sport_detail: z.string(),
  name: z.string().nullable(),
  started_at: z.iso.datetime(),
  utc_offset_seconds: z.number().nullable(),
  local_date: z.iso.date(),
  channel: z.string(),
  is_multisport_parent: z.boolean(),
});
export type Activity = z.infer<typeof Activity>;

const Lap = z.object({
  lap_index: z.number(),
  started_at: z.iso.datetime(),
  elapsed_seconds: z.number(),
  moving_seconds: measured,
  distance_meters: measured,
  average_hr_bpm: measured,
  max_hr_bpm: measured,
  average_power_watts: measured,
  average_cadence_steps_per_minute: measured,
  elevation_gain_meters: measured,
});
type Lap = z.infer<typeof Lap>;

export const ActivityDetail = Activity.extend({
  /** Value name to channel; `athlete` for what was typed. Values that are null have none. */
  channels: z.record(z.string(), z.string()),
  laps: z.array(Lap),
  splits: z.array(Lap),
  recordings: z.array(
    Activity.extend({
      external_id: z.string(),
      manufacturer: z.string().nullable(),
      /** Whether this copy is the one that counts. */
      is_primary: z.boolean(),
    }),
  ),
  not_shared: z.array(z.string()),
});
export type ActivityDetail = z.infer<typeof ActivityDetail>;

/** `mayShowHeartRate` false: those values are null and `not_shared` says so. */
export type ActivityView = { mayShowHeartRate: boolean };

const Position = z.tuple([z.iso.datetime(), z.uuid()]);

/** Newest first. @throws AppError invalid_input for a cursor that is not ours */
export async function listActivities(
  athleteId: string,
  request: PageRequest,
  view: ActivityView,
): Promise<Page<Activity>> {
  const position = readCursor(Position, request.cursor);
  const after = position && { startedAt: new Date(position[0]), id: position[1] };
  const range = { from: request.from ?? null, to: request.to ?? null };
  // One more than asked for tells whether another page follows.
  const rows = await listWorkoutRows(athleteId, range, after, request.limit + 1);
  const shown = rows.slice(0, request.limit);
  const last = rows.length > request.limit ? shown.at(-1) : undefined;
  return {
    data: shown.map((row) => describeWorkout(row, view)),
    next_cursor: last ? writeCursor([last.startedAt.toISOString(), last.id]) : null,
    not_shared: notShared(view),
  };
}

/** One workout with its copies. @throws AppError not_found */
export async function readActivity(
  athleteId: string,
  workoutId: string,
  view: ActivityView,
): Promise<ActivityDetail> {
  const row = await findWorkoutRow(athleteId, workoutId);
  if (!row) throw new AppError("not_found", "There is no such activity.");
  const [recordings, laps] = await Promise.all([
    listRecordingRows(athleteId, workoutId),
    row.primaryRecordingId ? listLapRows(athleteId, row.primaryRecordingId) : [],
  ]);
  const activity = describeWorkout(row, view);
  return {
    ...activity,
    channels: channelsOf(row, activity),
    laps: laps.map((lap) => describeLap(lap, view)),
    splits: [],
    recordings: recordings.map((recording) => describeRecording(recording, row, view)),
    not_shared: notShared(view),
  };
}

function describeWorkout(row: WorkoutRow, view: ActivityView): Activity {
  return { ...describeShared(row, view), rpe: row.athleteRpe ?? row.rpe };
}

function describeRecording(row: RecordingRow, workout: WorkoutRow, view: ActivityView) {
  return {
    ...describeShared(row, view),
    external_id: row.externalId,
    manufacturer: row.manufacturer,
    is_primary: row.id === workout.primaryRecordingId,
  };
}

function describeShared(row: WorkoutRow | RecordingRow, view: ActivityView): Activity {
  return {
    id: row.id,
    sport: row.sport,
    sport_detail: row.sportDetail,
    name: row.name,
    started_at: row.startedAt.toISOString(),
    utc_offset_seconds: row.utcOffsetSeconds,
    local_date: row.localDate,
    channel: row.channel,
    is_multisport_parent: row.isMultisportParent,
    ...describeValues(row),
    ...(view.mayShowHeartRate ? {} : NO_HEART_RATE),
  };
}

const NO_HEART_RATE = { average_hr_bpm: null, max_hr_bpm: null, hr_zone_seconds: [], hr_zone_lower_bpm: [] };

function describeValues(row: MeasuredValues): ActivityValues {
  return {
    elapsed_seconds: row.elapsedSeconds,
    timer_seconds: row.timerSeconds,
    moving_seconds: row.movingSeconds,
    distance_meters: row.distanceMeters,
    elevation_gain_meters: row.elevationGainMeters,
    elevation_loss_meters: row.elevationLossMeters,
    average_hr_bpm: row.averageHeartRateBpm,
    max_hr_bpm: row.maxHeartRateBpm,
    hr_zone_seconds: row.heartRateZoneSeconds,
    hr_zone_lower_bpm: row.heartRateZoneLowerBpm,
    average_power_watts: row.averagePowerWatts,
    max_power_watts: row.maxPowerWatts,
    normalized_power_watts: row.normalizedPowerWatts,
    average_cadence_steps_per_minute: row.averageCadenceStepsPerMinute,
    rpe: row.rpe,
    feel_percent: row.feelPercent,
    aerobic_training_effect: row.aerobicTrainingEffect,
    anaerobic_training_effect: row.anaerobicTrainingEffect,
    active_energy_kcal: row.activeEnergyKilocalories,
    resting_energy_kcal: row.restingEnergyKilocalories,
    total_energy_kcal: row.totalEnergyKilocalories,
    sweat_loss_ml: row.sweatLossMilliliters,
    fluid_intake_ml: row.fluidIntakeMilliliters,
    fluid_balance_ml: row.fluidBalanceMilliliters,
  };
}

function describeLap(lap: LapRow, view: ActivityView): Lap {
  return {
    lap_index: lap.lapIndex,
    started_at: lap.startedAt.toISOString(),
    elapsed_seconds: lap.elapsedSeconds,
    moving_seconds: lap.movingSeconds,
    distance_meters: lap.distanceMeters,
    average_hr_bpm: view.mayShowHeartRate ? lap.averageHeartRateBpm : null,
    max_hr_bpm: view.mayShowHeartRate ? lap.maxHeartRateBpm : null,
    average_power_watts: lap.averagePowerWatts,
    average_cadence_steps_per_minute: lap.averageCadenceStepsPerMinute,
    elevation_gain_meters: lap.elevationGainMeters,
  };
}

/** The name in /v1 of each column, in the same order as the columns are described above. */
const VALUE_NAMES: Record<MeasuredColumn, ValueName> = {
  elapsedSeconds: "elapsed_seconds",
  timerSeconds: "timer_seconds",
  movingSeconds: "moving_seconds",
  distanceMeters: "distance_meters",
  elevationGainMeters: "elevation_gain_meters",
  elevationLossMeters: "elevation_loss_meters",
  averageHeartRateBpm: "average_hr_bpm",
  maxHeartRateBpm: "max_hr_bpm",
  heartRateZoneSeconds: "hr_zone_seconds",
  heartRateZoneLowerBpm: "hr_zone_lower_bpm",
  averagePowerWatts: "average_power_watts",
  maxPowerWatts: "max_power_watts",
  normalizedPowerWatts: "normalized_power_watts",
  averageCadenceStepsPerMinute: "average_cadence_steps_per_minute",
  rpe: "rpe",
  feelPercent: "feel_percent",
  aerobicTrainingEffect: "aerobic_training_effect",
  anaerobicTrainingEffect: "anaerobic_training_effect",
  activeEnergyKilocalories: "active_energy_kcal",
  restingEnergyKilocalories: "resting_energy_kcal",
  totalEnergyKilocalories: "total_energy_kcal",
  sweatLossMilliliters: "sweat_loss_ml",
  fluidIntakeMilliliters: "fluid_intake_ml",
  fluidBalanceMilliliters: "fluid_balance_ml",
};

function channelsOf(row: WorkoutRow, activity: Activity): Record<string, string> {
  const channels: Record<string, string> = {};
  for (const column of MEASURED_COLUMNS) {
    const name = VALUE_NAMES[column];
    const value = activity[name];
    const isThere = Array.isArray(value) ? value.length > 0 : value !== null;
    if (isThere) channels[name] = row.filledFrom[column] ?? row.channel;
  }
  if (row.athleteRpe !== null) channels.rpe = "athlete";
  return channels;
}

function notShared(view: ActivityView): string[] {
  return view.mayShowHeartRate ? [] : ["heart_rate"];
}
