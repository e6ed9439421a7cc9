/** Nights and days for programs. */
import { z } from "zod";
import { listRecoveryRows, type RecoveryRow } from "@/lib/db/api-recovery";
import { type Page, type PageRequest, readCursor, writeCursor } from "@/lib/insights/api-page";

const measured = z.number().nullable();

/** One day; `null` means not measured. */
export const RecoveryDay = z.object({
  local_date: z.iso.date(),
  /** Overnight average. */
  hrv_rmssd_ms: measured,
  /** Of the day's last Health Snapshot, two minutes at rest; never in a baseline. */
  hrv_sdnn_ms: measured,
  resting_hr_bpm: measured,
  overnight_avg_hr_bpm: measured,
  /** The watch's own word. */
  garmin_hrv_status: z.string().nullable(),
  sleep_seconds: measured,
  in_bed_seconds: measured,
  sleep_started_at: z.iso.datetime().nullable(),
  sleep_ended_at: z.iso.datetime().nullable(),
  sleep_utc_offset_seconds: measured,
  active_energy_kcal: measured,
  resting_energy_kcal: measured,
  total_energy_kcal: measured,
  /** Value name to channel. Values that are null have none. */
  channels: z.record(z.string(), z.string()),
});
export type RecoveryDay = z.infer<typeof RecoveryDay>;

/** Which parts of a day may be shown; the others are null and `not_shared` names them. */
export type RecoveryView = { mayShowRecovery: boolean; mayShowSleep: boolean };

const Position = z.tuple([z.iso.date()]);

/** Newest first. @throws AppError invalid_input for a cursor that is not ours */
export async function listRecoveryDays(
  athleteId: string,
  request: PageRequest,
  view: RecoveryView,
): Promise<Page<RecoveryDay>> {
  const position = readCursor(Position, request.cursor);
  const range = { from: request.from ?? null, to: request.to ?? null };
  const rows = await listRecoveryRows(athleteId, range, position?.[0] ?? null, request.limit + 1);
  const shown = rows.slice(0, request.limit);
  const last = rows.length > request.limit ? shown.at(-1) : undefined;
  return {
    data: shown.map((row) => describeDay(row, view)),
    next_cursor: last ? writeCursor([last.localDate]) : null,
    not_shared: [...(view.mayShowRecovery ? [] : ["recovery"]), ...(view.mayShowSleep ? [] : ["sleep"])],
  };
}

function describeDay(row: RecoveryRow, view: RecoveryView): RecoveryDay {
  const day = {
    local_date: row.localDate,
    ...(view.mayShowRecovery ? recoveryValues(row) : NO_RECOVERY),
    ...(view.mayShowSleep ? sleepValues(row) : NO_SLEEP),
  };
  return { ...day, channels: channelsOf(row, day) };
}

function recoveryValues(row: RecoveryRow) {
  return {
    hrv_rmssd_ms: row.hrvRmssdMs,
    hrv_sdnn_ms: row.snapshotSdrrMs,
    resting_hr_bpm: row.restingHeartRateBpm,
    overnight_avg_hr_bpm: row.overnightAverageHeartRateBpm,
    garmin_hrv_status: row.garminHrvStatus,
    active_energy_kcal: row.activeEnergyKilocalories,
    resting_energy_kcal: row.restingEnergyKilocalories,
    total_energy_kcal: row.totalEnergyKilocalories,
  };
}

function sleepValues(row: RecoveryRow) {
  return {
    sleep_seconds: row.sleepSeconds,
    in_bed_seconds: row.inBedSeconds,
    sleep_started_at: row.sleepStartedAt?.toISOString() ?? null,
    sleep_ended_at: row.sleepEndedAt?.toISOString() ?? null,
    sleep_utc_offset_seconds: row.sleepUtcOffsetSeconds,
  };
}

const NO_RECOVERY = {
  hrv_rmssd_ms: null,
  hrv_sdnn_ms: null,
  resting_hr_bpm: null,
  overnight_avg_hr_bpm: null,
  garmin_hrv_status: null,
  active_energy_kcal: null,
  resting_energy_kcal: null,
  total_energy_kcal: null,
};

const NO_SLEEP = {
  sleep_seconds: null,
  in_bed_seconds: null,
  sleep_started_at: null,
  sleep_ended_at: null,
  sleep_utc_offset_seconds: null,
};

const COLUMN_OF_VALUE = {
  hrv_rmssd_ms: "hrvRmssdMs",
  resting_hr_bpm: "restingHeartRateBpm",
  overnight_avg_hr_bpm: "overnightAverageHeartRateBpm",
  garmin_hrv_status: "garminHrvStatus",
  active_energy_kcal: "activeEnergyKilocalories",
  resting_energy_kcal: "restingEnergyKilocalories",
  total_energy_kcal: "totalEnergyKilocalories",
  sleep_seconds: "sleepSeconds",
  in_bed_seconds: "inBedSeconds",
  sleep_started_at: "sleepStartedAt",
  sleep_ended_at: "sleepEndedAt",
} as const;

function channelsOf(row: RecoveryRow, day: Omit<RecoveryDay, "channels">): Record<string, string> {
  const values: Record<string, unknown> = day;
  const pairs = Object.entries(COLUMN_OF_VALUE).flatMap(([name, column]) => {
    const channel = row.channels?.[column];
    return values[name] === null || channel === undefined ? [] : [[name, channel]];
  });
  if (day.hrv_sdnn_ms !== null && row.snapshotChannel) pairs.push(["hrv_sdnn_ms", row.snapshotChannel]);
  return Object.fromEntries(pairs);
}
