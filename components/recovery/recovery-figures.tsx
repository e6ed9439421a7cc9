import type { ReactNode } from "react";
import { READOUT_SPACE_CLASS } from "@/components/charts/layout";
import { formatNumber, formatRelativeDay } from "@/components/format";
import { sayUsualLoad } from "@/components/training/load-words";
import { StateShape } from "@/components/ui";
import type { Finding } from "@/lib/insights/finding";
import type { RecoveryDayView, RecoveryPage } from "@/lib/insights/recovery-page";
import { hoursAndMinutes, sayHoursAndMinutes } from "@/lib/units";

type Props = { page: RecoveryPage; latest: RecoveryDayView; locale: string };

/** The numbers of the newest night, beside their charts; as high as the panels there. */
export function RecoveryFigures({ page, latest, locale }: Props) {
  const day =
    latest.localDate === page.today ? "" : `, ${formatRelativeDay(latest.localDate, page.today, locale)}`;
  return (
    <div className="mb-4 grid grid-cols-3 gap-3 md:mb-0 md:block">
      <div className={READOUT_SPACE_CLASS} />
      <Block label={`HRV${day}`} className="md:h-[248px]">
        <Value
          value={formatNumber(latest.hrv7DayMs, 0, locale)}
          unit={latest.hrv7DayMs === null ? "" : "ms"}
        />
        <HrvWords latest={latest} isToday={latest.localDate === page.today} locale={locale} />
        <Flag finding={page.finding} signal="hrv" text={belowWords(latest)} />
        <GarminWords latest={latest} />
      </Block>
      <Block label={`Resting${day}`} className="md:h-[148px]">
        <Value
          value={formatNumber(latest.restingHeartRateBpm, 0, locale)}
          unit={latest.restingHeartRateBpm === null ? "" : "bpm"}
        />
        <p>{usualWords(latest.restingUsualBpm)}</p>
        <p>
          overnight {formatNumber(latest.overnightHeartRateBpm, 0, locale)},{" "}
          {usualWords(latest.overnightUsualBpm)}
        </p>
        <Flag finding={page.finding} signal="heartRate" text={heartRateWords(latest)} />
      </Block>
      <Block label={`Sleep${day}`} className="md:h-[124px]">
        {page.shown.sleep ? <SleepValue seconds={latest.sleepSeconds} /> : null}
        <p>{weekWords(page)}</p>
        <Flag finding={page.finding} signal="sleep" text={sleepWords(page.sleepShortfallSeconds)} />
      </Block>
      <Block label="Load, 7 days" className="md:h-[248px]">
        <LoadWords page={page} locale={locale} />
        <Flag finding={page.finding} signal="load" text="far above usual" />
      </Block>
    </div>
  );
}

function Block({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    <div className={`min-w-0 text-xs text-ink2 ${className}`}>
      <h2 className="text-sm font-medium text-ink">{label}</h2>
      {children}
    </div>
  );
}

function Value({ value, unit }: { value: string; unit: string }) {
  return (
    <p className="text-lg font-semibold text-ink">
      {value}
      <span className="ml-1 text-sm font-normal tracking-normal text-ink3">{unit}</span>
    </p>
  );
}

/** Hours and minutes, both large, their units small. */
export function SleepValue({ seconds }: { seconds: number | null }) {
  if (seconds === null) return <Value value={formatNumber(null)} unit="" />;
  const { hours, minutes } = hoursAndMinutes(seconds);
  const unit = "mx-1 text-sm font-normal tracking-normal text-ink3";
  return (
    <p className="text-lg font-semibold whitespace-nowrap text-ink">
      {hours}
      <span className={unit}>h</span>
      {minutes}
      <span className={unit}>min</span>
    </p>
  );
}

type HrvWordsProps = { latest: RecoveryDayView; isToday: boolean; locale: string };

function HrvWords({ latest, isToday, locale }: HrvWordsProps) {
  const night = isToday ? "last night" : "that night";
  const { hrvUsualLowMs, hrvUsualHighMs, hrvRmssdMs } = latest;
  return (
    <>
      <p>
        {hrvUsualLowMs === null || hrvUsualHighMs === null
          ? "usual range not known yet"
          : `usual ${Math.round(hrvUsualLowMs)} to ${Math.round(hrvUsualHighMs)}`}
      </p>
      <p>{hrvRmssdMs === null ? `none ${night}` : `${night} ${formatNumber(hrvRmssdMs, 0, locale)}`}</p>
    </>
  );
}

/** The watch's own word beside ours: it has bounds of its own, so both may differ. */
function GarminWords({ latest }: { latest: RecoveryDayView }) {
  const { garminHrvStatus } = latest;
  if (garminHrvStatus === null || garminHrvStatus === "NONE") return null;
  return <p className="mt-2">Garmin’s HRV status: {garminHrvStatus.toLowerCase()}</p>;
}

function LoadWords({ page, locale }: { page: RecoveryPage; locale: string }) {
  if (page.shown.load !== true) return <p>not shared</p>;
  const today = page.days.at(-1);
  const sum = today?.load7Day ?? null;
  const usual = sayUsualLoad(today ?? null, locale);
  return (
    <>
      <Value value={formatNumber(sum, 0, locale)} unit="" />
      <p>{sum === null ? "not all 7 days are known" : usual}</p>
    </>
  );
}

type FlagProps = { finding: Finding; signal: "hrv" | "heartRate" | "sleep" | "load"; text: string | null };

/** Only what stands out has a shape here. */
function Flag({ finding, signal, text }: FlagProps) {
  const tone = finding.reasons.find((reason) => reason.signal === signal)?.tone;
  if (text === null || (tone !== "watch" && tone !== "strong")) return null;
  return (
    <p className="mt-0.5 flex items-center gap-2">
      <StateShape tone={tone} />
      {text}
    </p>
  );
}

function belowWords({ hrvStatus, hrvDaysBelow }: RecoveryDayView): string {
  return hrvStatus === "below" && hrvDaysBelow >= 2 ? `below for ${hrvDaysBelow} days` : "low last night";
}

function heartRateWords(day: RecoveryDayView): string | null {
  const resting = delta(day.restingHeartRateBpm, day.restingUsualBpm);
  const overnight = delta(day.overnightHeartRateBpm, day.overnightUsualBpm);
  if (resting === null && overnight === null) return null;
  return (overnight ?? -99) > (resting ?? -99)
    ? `${overnight} above for overnight`
    : `${resting} above for resting`;
}

function delta(bpm: number | null, usualBpm: number | null): number | null {
  return bpm === null || usualBpm === null ? null : Math.round(bpm) - Math.round(usualBpm);
}

function weekWords({ shown, sleep7DaySeconds }: RecoveryPage): string {
  if (!shown.sleep) return "not shared";
  return sleep7DaySeconds === null
    ? "too few nights for a week"
    : `7 nights ${sayHoursAndMinutes(sleep7DaySeconds)}`;
}

function sleepWords(shortfallSeconds: number | null): string {
  return shortfallSeconds !== null && shortfallSeconds >= 60
    ? `${sayHoursAndMinutes(shortfallSeconds)} under need`
    : "short night";
}

function usualWords(bpm: number | null): string {
  return bpm === null ? "usual not known yet" : `usual ${Math.round(bpm)}`;
}
