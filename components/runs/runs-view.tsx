import Link from "next/link";
import {
  formatChannel,
  formatDistance,
  formatDuration,
  formatLocalDate,
  formatNumber,
  formatSports,
  formatWorkoutName,
  hasPace,
  type Measure,
  measurePace,
  measureSpeed,
} from "@/components/format";
import { Button, CONTROL_CLASS } from "@/components/ui";

import {
  countedSeconds,
  type RunsPage,
  SPORT_FILTERS,
  type Week,
  type WorkoutRow,
} from "@/lib/insights/runs";
import type { Units } from "@/lib/units";

type Reader = { units: Units; locale: string };

/** Sports as links, the search beside them; both stand in the address. */
export function RunsFilter({ filter }: Pick<RunsPage, "filter">) {
  const chosen = filter.sport ?? "all";
  return (
    <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
      <nav aria-label="Sports" className="flex flex-wrap gap-2">
        {SPORT_FILTERS.map((sport) => (
          <Link
            key={sport}
            href={addressOf({ sport, search: filter.search })}
            aria-current={sport === chosen ? "true" : undefined}
            className={`flex min-h-11 items-center rounded-chip px-3.5 text-sm no-underline hover:no-underline md:min-h-8 ${
              sport === chosen ? "bg-ink text-paper" : "bg-sunken text-ink"
            }`}
          >
            {formatSports(sport)}
          </Link>
        ))}
      </nav>
      <search className="w-full md:w-auto">
        <form action="/runs" className="flex gap-2">
          {chosen === "run" ? null : <input type="hidden" name="sport" value={chosen} />}
          <input
            type="search"
            name="q"
            defaultValue={filter.search}
            maxLength={100}
            placeholder="Find by name"
            aria-label="Find by name"
            className={`${CONTROL_CLASS} md:w-56`}
          />
          <Button type="submit">Find</Button>
        </form>
      </search>
    </div>
  );
}

function addressOf({ sport, search, before }: { sport: string; search: string; before?: string }): string {
  const query = new URLSearchParams();
  if (sport !== "run") query.set("sport", sport);
  if (search !== "") query.set("q", search);
  if (before !== undefined) query.set("before", before);
  return query.size === 0 ? "/runs" : `/runs?${query}`;
}

/** Whole weeks with their totals, newest first; a row a workout. */
export function Weeks({ page, units, locale }: Reader & { page: RunsPage }) {
  const isSearch = page.filter.search !== "";
  return (
    <>
      {page.weeks.map((week) => (
        <WeekSection key={week.startDate} week={week} units={units} locale={locale} isSearch={isSearch} />
      ))}
      {page.nextBefore === null ? null : (
        <Link
          href={addressOf({
            sport: page.filter.sport ?? "all",
            search: page.filter.search,
            before: page.nextBefore,
          })}
          className="inline-flex min-h-11 items-center text-sm"
        >
          Older weeks
        </Link>
      )}
    </>
  );
}

function WeekSection({ week, units, locale, isSearch }: Reader & { week: Week; isSearch: boolean }) {
  const total = [
    formatDistance(week.distanceMeters, units, locale),
    formatDuration(week.seconds),
    `${week.count} ${week.count === 1 ? "workout" : "workouts"}`,
  ].join(" · ");
  return (
    <section className="mb-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line pb-2">
        <h2 className="text-sm font-semibold">
          {formatLocalDate(week.startDate, locale, "short")} to{" "}
          {formatLocalDate(week.endDate, locale, "shortYear")}
        </h2>
        <p className="text-sm text-ink2">{isSearch ? `${week.workouts.length} found` : total}</p>
      </div>
      <ul className="divide-y divide-line">
        {week.workouts.map((workout) => (
          <WorkoutItem key={workout.workoutId} workout={workout} units={units} locale={locale} />
        ))}
      </ul>
    </section>
  );
}

/** A row on a wide screen, two lines on a phone. */
function WorkoutItem({ workout, units, locale }: Reader & { workout: WorkoutRow }) {
  const { value, unit } = paceOrSpeed(workout, units, locale);
  return (
    <li>
      <Link
        href={`/runs/${workout.workoutId}`}
        className="grid min-h-11 grid-cols-[1fr_auto] content-center items-baseline md:min-h-10 gap-x-3 py-2 text-sm font-normal text-ink no-underline hover:bg-sunken hover:no-underline md:grid-cols-[7rem_1fr_6rem_5rem_6rem_5rem_7rem]"
      >
        <span className="order-2 text-xs text-ink2 md:order-none md:text-sm">
          {formatLocalDate(workout.localDate, locale)}
        </span>
        <span className="truncate font-medium">
          {formatWorkoutName(workout)}
          {workout.isMultisportParent ? (
            <span className="font-normal text-ink2"> · all legs together</span>
          ) : null}
        </span>
        <span className="text-right font-medium">
          {formatDistance(workout.distanceMeters, units, locale)}
        </span>
        <span className="order-3 hidden text-right md:order-none md:block">
          {formatDuration(countedSeconds(workout))}
        </span>
        <span className="hidden text-right md:block">
          {value} <span className="text-ink3">{unit}</span>
        </span>
        <span className="hidden text-right md:block">
          {formatNumber(workout.averageHeartRateBpm, 0, locale)}
          {workout.averageHeartRateBpm === null ? null : <span className="text-ink3"> bpm</span>}
        </span>
        <span className="hidden truncate text-right text-ink2 md:block">
          {formatChannel(workout.channel)}
        </span>
        <span className="order-3 text-right text-xs text-ink2 md:hidden">
          {formatDuration(countedSeconds(workout))} · {value} {unit}
          {workout.averageHeartRateBpm === null
            ? ""
            : ` · ${formatNumber(workout.averageHeartRateBpm, 0, locale)} bpm`}
        </span>
      </Link>
    </li>
  );
}

export function paceOrSpeed(workout: WorkoutRow, units: Units, locale: string): Measure {
  const seconds = countedSeconds(workout);
  return hasPace(workout.sport)
    ? measurePace(workout.distanceMeters, seconds, units)
    : measureSpeed(workout.distanceMeters, seconds, units, locale);
}
