import Link from "next/link";
import type { ReactNode } from "react";
import { SparkBars, Sparkline } from "@/components/charts/sparkline";
import {
  formatDistance,
  formatDuration,
  formatLocalDate,
  formatNumber,
  formatPace,
  formatRelativeDay,
  NOT_MEASURED,
} from "@/components/format";
import { SleepValue } from "@/components/recovery/recovery-figures";
import { compareWeek } from "@/components/training/load-words";
import { StateMark, StateShape } from "@/components/ui";
import type { Finding, Tone } from "@/lib/insights/finding";
import type { RecoveryDayView } from "@/lib/insights/recovery-page";
import { countedSeconds } from "@/lib/insights/runs";
import type { TodayPage } from "@/lib/insights/today";
import { sayHoursAndMinutes, type Units } from "@/lib/units";

const HRV_SPAN_MS = 30;
const HEART_RATE_SPAN_BPM = 15;

type Props = { page: TodayPage; locale: string; units: Units; lateHint: string | null; children?: ReactNode };

/** One glance: the sentence, its reasons, three tiles, the latest run, the week, the source. */
export function TodayView({ page, locale, units, lateHint, children }: Props) {
  return (
    <div className="md:grid md:grid-cols-[1fr_minmax(0,26rem)] md:gap-x-12">
      <Sentence page={page} locale={locale} lateHint={lateHint} />
      <div className="mt-3 divide-y divide-line border-y border-line md:row-span-2 md:mt-0 md:self-start">
        <HrvTile page={page} locale={locale} />
        <HeartRateTile page={page} locale={locale} />
        <SleepTile page={page} locale={locale} />
      </div>
      <div className="divide-y divide-line md:mt-8">
        <LatestRun page={page} locale={locale} units={units} />
        {hasLoad(page) ? (
          <WeekLoad page={page} locale={locale} />
        ) : (
          <ThisWeek page={page} locale={locale} units={units} />
        )}
        {children}
      </div>
    </div>
  );
}

function Sentence({ page, locale, lateHint }: Pick<Props, "page" | "locale" | "lateHint">) {
  const { finding, isLastNightIn, headline, latest } = page;
  const half = finding.isLowConfidence && finding.state === "usual";
  return (
    <section aria-labelledby="sentence-of-the-day">
      {isLastNightIn ? (
        <StateMark tone={finding.tone} word={finding.word} half={half} />
      ) : (
        <StateMark tone="nodata" word="No data" />
      )}
      <h2 id="sentence-of-the-day" className="text-lg font-semibold">
        {headline}
      </h2>
      {isLastNightIn ? null : (
        <p className="mt-1 text-md text-ink2">
          {lateHint ?? "Open the Garmin app, so that the watch syncs."}
        </p>
      )}
      {isLastNightIn ? <Reasons finding={finding} /> : null}
      {isLastNightIn || !latest || finding.state === "nodata" ? null : (
        <p className="mt-1 flex items-center gap-2 text-md text-ink2">
          <StateShape tone={finding.tone} half={half} />
          {formatLocalDate(latest.localDate, locale, "weekday")}: {finding.word.toLowerCase()}
        </p>
      )}
    </section>
  );
}

function Reasons({ finding }: { finding: Finding }) {
  return (
    <ul className="mt-1 text-md text-ink2">
      {finding.reasons.map((reason) => (
        <li key={reason.signal} className="flex items-center gap-2">
          <StateShape tone={reason.tone} />
          {reason.text}
        </li>
      ))}
    </ul>
  );
}

type TileProps = Pick<Props, "page" | "locale">;

function HrvTile({ page, locale }: TileProps) {
  const { latest, days } = page;
  const usual = rangeWords(latest?.hrvUsualLowMs ?? null, latest?.hrvUsualHighMs ?? null, page.finding);
  const night = latest?.hrvRmssdMs ?? null;
  const nightWords =
    night === null
      ? "none that night"
      : `${page.isLastNightIn ? "last night" : "that night"} ${Math.round(night)}`;
  return (
    <Tile
      label={`HRV, 7 nights${datedBy(page, locale)}`}
      comparison={latest ? `${usual} · ${nightWords}` : "no night in 14 days"}
      value={<Value value={formatNumber(latest?.hrv7DayMs ?? null, 0, locale)} unit="ms" />}
    >
      <Sparkline
        line={days.map((day) => day.hrv7DayMs)}
        dots={days.map((day) => day.hrvRmssdMs)}
        low={days.map((day) => day.hrvUsualLowMs)}
        high={days.map((day) => day.hrvUsualHighMs)}
        minSpan={HRV_SPAN_MS}
        tone={toneNow(page, "hrv")}
        label={`HRV of 14 days: ${usual}`}
      />
    </Tile>
  );
}

function HeartRateTile({ page, locale }: TileProps) {
  const { latest, days } = page;
  const comparison = latest ? deltaWords(latest) : "no night in 14 days";
  return (
    <Tile
      label={`Resting heart rate${datedBy(page, locale)}`}
      comparison={comparison}
      value={<Value value={formatNumber(latest?.restingHeartRateBpm ?? null, 0, locale)} unit="bpm" />}
    >
      <Sparkline
        line={days.map((day) => day.restingHeartRateBpm)}
        low={days.map((day) => day.restingUsualLowBpm)}
        high={days.map((day) => day.restingUsualHighBpm)}
        minSpan={HEART_RATE_SPAN_BPM}
        tone={toneNow(page, "heartRate")}
        label={`Resting heart rate of 14 days: ${comparison}`}
      />
    </Tile>
  );
}

function SleepTile({ page, locale }: TileProps) {
  const { latest, days, sleep7DaySeconds } = page;
  const need = latest?.sleepNeedSeconds ?? null;
  const words = [
    need === null ? null : `need ${sayHoursAndMinutes(need)}`,
    sleep7DaySeconds === null ? null : `7 nights ${sayHoursAndMinutes(sleep7DaySeconds)}`,
  ].filter((word) => word !== null);
  const comparison = latest ? words.join(" · ") : "no night in 14 days";
  return (
    <Tile
      label={`Sleep${datedBy(page, locale)}`}
      comparison={comparison}
      value={<SleepValue seconds={latest?.sleepSeconds ?? null} />}
    >
      <SparkBars
        values={days.map((day) => day.sleepSeconds)}
        reference={need}
        mean={sleep7DaySeconds}
        tone={toneNow(page, "sleep")}
        label={`Sleep of 14 days: ${comparison}`}
      />
    </Tile>
  );
}

type TileFrame = { label: string; value: ReactNode; comparison: string; children: ReactNode };

function Tile({ label, value, comparison, children }: TileFrame) {
  return (
    <section className="flex items-center justify-between gap-3 py-2">
      <div className="min-w-0">
        <h3 className="text-sm text-ink2">{label}</h3>
        {value}
        <p className="text-xs text-ink2">{comparison}</p>
      </div>
      {children}
    </section>
  );
}

function Value({ value, unit }: { value: string; unit: string }) {
  return (
    <p className="text-lg font-semibold">
      {value}
      {value === NOT_MEASURED ? null : (
        <span className="ml-1 text-sm font-normal tracking-normal text-ink3">{unit}</span>
      )}
    </p>
  );
}

type RunProps = Pick<Props, "page" | "locale" | "units">;

function LatestRun({ page, locale, units }: RunProps) {
  const run = page.latestRun;
  if (!run) {
    return (
      <p className="py-3 text-sm text-ink2">
        No run yet. Runs come from your watch by themselves.{" "}
        <Link href="/connections">See the connections</Link>
      </p>
    );
  }
  const seconds = countedSeconds(run);
  const parts = [
    formatDistance(run.distanceMeters, units, locale),
    formatDuration(seconds),
    formatPace(run.distanceMeters, seconds, units),
  ].filter((part) => part !== NOT_MEASURED);
  return (
    <Link
      href={`/runs/${run.workoutId}`}
      className="flex items-center justify-between py-2 text-ink no-underline hover:no-underline"
    >
      <span>
        <span className="block text-sm font-normal text-ink2">
          Latest run · {formatRelativeDay(run.localDate, page.today, locale)}
        </span>
        <span className="text-md font-medium">{parts.join(" · ")}</span>
      </span>
      <svg width="10" height="16" viewBox="0 0 10 16" aria-hidden="true">
        <path
          d="M2 2l6 6-6 6"
          fill="none"
          stroke="var(--ink3)"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </Link>
  );
}

function ThisWeek({ page, locale, units }: RunProps) {
  const { week, weekDayMeters } = page;
  const days: (number | null)[] = [...weekDayMeters, ...Array<null>(7 - weekDayMeters.length).fill(null)];
  return (
    <section className="flex items-center justify-between gap-3 py-2">
      <div>
        <h3 className="text-sm text-ink2">This week</h3>
        <p className="text-md">
          {week.count === 0 ? (
            "no run yet"
          ) : (
            <>
              <span className="font-medium">{formatDistance(week.distanceMeters, units, locale)}</span>
              <span className="text-ink2">
                {" "}
                · {formatDuration(week.seconds)} · {week.count} {week.count === 1 ? "run" : "runs"}
              </span>
            </>
          )}
        </p>
      </div>
      <SparkBars
        values={days}
        reference={null}
        mean={null}
        tone="nodata"
        width={84}
        height={36}
        label={`Distance by day: ${weekDayMeters.map((meters) => formatDistance(meters, units, locale)).join(", ")}`}
      />
    </section>
  );
}

/** Where no load can be computed, the week says its distance. */
function hasLoad(page: TodayPage): boolean {
  return page.days.some((day) => (day.trainingLoad ?? 0) > 0);
}

/** Load of the last seven days against usual, and the way to the Training page. */
function WeekLoad({ page, locale }: TileProps) {
  const today = page.days.at(-1);
  if (!today) return null;
  const compared = compareWeek(today);
  const week = page.days.slice(-7).map((day) => day.trainingLoad);
  return (
    <Link
      href="/training"
      className="flex items-center justify-between gap-3 py-2 text-ink no-underline hover:no-underline"
    >
      <span>
        <span className="block text-sm font-normal text-ink2">Load, last 7 days</span>
        <span className="text-md font-medium">{formatNumber(today.load7Day, 0, locale)}</span>
        <span className="text-md font-normal text-ink2">
          {" "}
          · {today.load7Day === null ? "not all days are known" : (compared ?? "usual not known yet")}
        </span>
      </span>
      <SparkBars
        values={week}
        reference={null}
        mean={null}
        tone="nodata"
        width={84}
        height={36}
        label={`Load by day: ${week.map((load) => formatNumber(load, 0, locale)).join(", ")}`}
      />
    </Link>
  );
}

/** An older night is dated in every tile. */
function datedBy({ isLastNightIn, latest }: TodayPage, locale: string): string {
  return isLastNightIn || !latest ? "" : ` · ${formatLocalDate(latest.localDate, locale, "weekday")}`;
}

/** The mark of a night that is not today's is hollow: it says nothing about today. */
function toneNow({ isLastNightIn, finding }: TodayPage, signal: "hrv" | "heartRate" | "sleep"): Tone {
  if (!isLastNightIn) return "nodata";
  return finding.reasons.find((reason) => reason.signal === signal)?.tone ?? "nodata";
}

function rangeWords(low: number | null, high: number | null, { nightsKnown }: Finding): string {
  if (low === null || high === null) return nightsKnown === 0 ? "no usual range yet" : "learning";
  return `usual ${Math.round(low)} to ${Math.round(high)}`;
}

function deltaWords({ restingHeartRateBpm, restingUsualBpm }: RecoveryDayView): string {
  if (restingUsualBpm === null) return "usual not known yet";
  if (restingHeartRateBpm === null) return `usual ${Math.round(restingUsualBpm)}`;
  const delta = Math.round(restingHeartRateBpm) - Math.round(restingUsualBpm);
  if (delta === 0) return `usual ${Math.round(restingUsualBpm)}`;
  return `usual ${Math.round(restingUsualBpm)} · ${Math.abs(delta)} ${delta < 0 ? "below" : "above"}`;
}
