import type { ReactNode } from "react";
import {
  formatChannel,
  formatDuration,
  formatFluid,
  formatNumber,
  hasPace,
  type Measure,
  measureClimb,
  measureDistance,
  measurePace,
  measureSpeed,
  NOT_MEASURED,
} from "@/components/format";
import { Figure } from "@/components/ui";

import type { HeartRateZone, RunPage, WorkoutDetailRow } from "@/lib/insights/run";
import type { Units } from "@/lib/units";

type Reader = { units: Units; locale: string };

/** The figures that were measured; those that were not are named under them. */
export function RunFigures({ page, units, locale, effort }: Reader & { page: RunPage; effort: ReactNode }) {
  const { workout, paceSeconds } = page;
  const pace = hasPace(workout.sport)
    ? { label: "Pace", ...measurePace(workout.distanceMeters, paceSeconds, units) }
    : { label: "Speed", ...measureSpeed(workout.distanceMeters, paceSeconds, units, locale) };
  const climb = measureClimb(workout.elevationGainMeters, units, locale);
  const down = measureClimb(workout.elevationLossMeters, units, locale);
  return (
    <>
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-4 lg:grid-cols-7">
        <Measured label="Distance" {...measureDistance(workout.distanceMeters, units, locale)} />
        <Measured
          label={workout.movingSeconds === null ? "Time" : "Moving"}
          value={formatDuration(paceSeconds)}
          unit=""
          comparison={`elapsed ${formatDuration(workout.elapsedSeconds)}`}
        />
        <Measured {...pace} />
        <Measured
          label="Heart rate"
          {...counted(workout.averageHeartRateBpm, "bpm", locale)}
          comparison={said("highest", workout.maxHeartRateBpm, locale)}
        />
        <Measured
          label="Power"
          {...counted(workout.averagePowerWatts, "W", locale)}
          comparison={powerWords(workout, locale)}
        />
        <Measured label="Cadence" {...counted(workout.averageCadenceStepsPerMinute, "steps/min", locale)} />
        <Measured
          label="Climb"
          {...climb}
          comparison={down.value === NOT_MEASURED ? undefined : `down ${down.value}`}
        />
        {effort}
      </div>
      {page.missing.length > 0 ? (
        <p className="mt-5 text-sm text-ink2">Not in this recording: {page.missing.join(", ")}.</p>
      ) : null}
    </>
  );
}

function Measured({ value, unit, ...rest }: Measure & { label: string; comparison?: string | undefined }) {
  return value === NOT_MEASURED ? null : <Figure value={value} unit={unit} {...rest} />;
}

function counted(value: number | null, unit: string, locale: string): Measure {
  return { value: formatNumber(value, 0, locale), unit };
}

function said(word: string, value: number | null, locale: string): string | undefined {
  return value === null ? undefined : `${word} ${formatNumber(value, 0, locale)}`;
}

function powerWords(
  { maxPowerWatts, normalizedPowerWatts }: WorkoutDetailRow,
  locale: string,
): string | undefined {
  const words = [said("normalized", normalizedPowerWatts, locale), said("highest", maxPowerWatts, locale)];
  const known = words.filter((word) => word !== undefined);
  return known.length === 0 ? undefined : known.join(", ");
}

const ZONE_FILLS = ["var(--zone1)", "var(--zone2)", "var(--zone3)", "var(--zone4)", "var(--zone5)"];

/** Time in each zone, highest first, as bars with their numbers. */
export function HeartRateZones({ zones }: { zones: HeartRateZone[] }) {
  if (zones.length === 0) return null;
  return (
    <section>
      <h2 className="mb-3 text-md font-semibold">Heart rate zones</h2>
      <table className="w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Zone</th>
            <th scope="col">Heart rate, bpm</th>
            <th scope="col">Share</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {zones.map((zone) => (
            <tr key={zone.zone}>
              <th scope="row" className="w-6 py-1 text-left font-medium">
                {zone.zone}
              </th>
              <td className="w-24 text-ink2">{zoneWords(zone)}</td>
              <td aria-hidden="true">
                <svg width="100%" height="12" className="block" aria-hidden="true">
                  <rect
                    width={`${zone.shareOfLongest * 100}%`}
                    height="12"
                    rx="1"
                    fill={ZONE_FILLS[zone.zone - 1]}
                  />
                </svg>
              </td>
              <td className="w-18 text-right">{formatDuration(zone.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function zoneWords({ zone, lowerBpm, upperBpm }: HeartRateZone): string {
  if (lowerBpm === null) return "";
  if (upperBpm === null) return `from ${lowerBpm}`;
  return zone === 1 ? `up to ${upperBpm}` : `${lowerBpm} to ${upperBpm}`;
}

/** What else was measured, and the channel each value came from. */
export function RunDetails({ page, units, locale }: Reader & { page: RunPage }) {
  const rows = detailRows(page.workout, units, locale);
  return (
    <section>
      <h2 className="mb-1 text-md font-semibold">Where each value is from</h2>
      <dl className="divide-y divide-line text-sm">
        {rows.map(({ label, text, source }) => (
          <div key={label} className="grid grid-cols-[8rem_1fr] gap-3 py-2">
            <dt className="font-medium">{label}</dt>
            <dd className="text-ink2">
              {text}
              {text === "" ? "" : ", "}
              {source}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type DetailRow = { label: string; text: string; source: string };

/** A value filled in from another channel names that one. */
function detailRows(workout: WorkoutDetailRow, units: Units, locale: string): DetailRow[] {
  const from = (field: keyof WorkoutDetailRow) => formatChannel(workout.filledFrom[field] ?? workout.channel);
  const one = (value: number | null) => formatNumber(value, 1, locale);
  const whole = (value: number | null) => formatNumber(value, 0, locale);
  const rows: (DetailRow & { isKnown: boolean })[] = [
    { label: "Time, distance", text: "", source: from("distanceMeters"), isKnown: true },
    {
      label: "Heart rate",
      text: "",
      source: from("averageHeartRateBpm"),
      isKnown: workout.averageHeartRateBpm !== null,
    },
    {
      label: "Power",
      text: "",
      source: from("averagePowerWatts"),
      isKnown: workout.averagePowerWatts !== null,
    },
    {
      label: "Training effect",
      text: `${one(workout.aerobicTrainingEffect)} aerobic, ${one(workout.anaerobicTrainingEffect)} anaerobic`,
      source: from("aerobicTrainingEffect"),
      isKnown: workout.aerobicTrainingEffect !== null || workout.anaerobicTrainingEffect !== null,
    },
    {
      label: "Energy",
      text: energyWords(workout, whole),
      source: from("totalEnergyKilocalories"),
      isKnown: energyWords(workout, whole) !== "",
    },
    {
      label: "Sweat lost",
      text: formatFluid(workout.sweatLossMilliliters, units, locale),
      source: from("sweatLossMilliliters"),
      isKnown: workout.sweatLossMilliliters !== null,
    },
    {
      label: "Fluid drunk",
      text: formatFluid(workout.fluidIntakeMilliliters, units, locale),
      source: from("fluidIntakeMilliliters"),
      isKnown: workout.fluidIntakeMilliliters !== null,
    },
    {
      label: "Fluid balance",
      text: formatFluid(workout.fluidBalanceMilliliters, units, locale),
      source: "drunk minus lost",
      isKnown: workout.fluidBalanceMilliliters !== null,
    },
    {
      label: "Feel",
      text: feelWord(workout.feelPercent),
      source: from("feelPercent"),
      isKnown: workout.feelPercent !== null,
    },
    {
      label: "Effort",
      text: `${formatRpe(workout.athleteRpe ?? workout.rpe, locale)} of 10`,
      source: workout.athleteRpe === null ? from("rpe") : "you",
      isKnown: workout.athleteRpe !== null || workout.rpe !== null,
    },
  ];
  return rows.filter((row) => row.isKnown);
}

function energyWords(workout: WorkoutDetailRow, whole: (value: number | null) => string): string {
  const parts: [number | null, string][] = [
    [workout.totalEnergyKilocalories, "kcal in all"],
    [workout.activeEnergyKilocalories, "active"],
    [workout.restingEnergyKilocalories, "at rest"],
  ];
  return parts
    .filter(([value]) => value !== null)
    .map(([value, word]) => `${whole(value)} ${word}`)
    .join(", ");
}

/** The five words that watches offer; what lies between takes the nearest. */
export function feelWord(feelPercent: number | null): string {
  if (feelPercent === null) return NOT_MEASURED;
  const words = ["very weak", "weak", "normal", "strong", "very strong"];
  return words[Math.min(4, Math.max(0, Math.round(feelPercent / 25)))] ?? NOT_MEASURED;
}

export function formatRpe(rpe: number | null, locale: string): string {
  return formatNumber(rpe, rpe !== null && !Number.isInteger(rpe) ? 1 : 0, locale);
}
