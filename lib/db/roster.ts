/**
 * What the roster reads of many athletes: one statement a question, however many there are.
 * Each athlete comes with their own date of today, since their days begin at different instants.
 */
import type { LocalDate } from "@/lib/days";
import { pool } from "@/lib/db/client";
import type { AccessFacts, ConnectionRow, MetricRow } from "@/lib/db/connections";
import { DAY_COLUMNS, type RecoveryDayRow } from "@/lib/db/read-recovery";
import { ROW_COLUMNS, type WorkoutRow } from "@/lib/db/read-workouts";

/** @param today the athlete's own date */
export type AthleteToday = { athleteId: string; today: LocalDate };

const ATHLETES = `unnest($1::uuid[], $2::date[]) AS a("athleteId", "today")`;

function columnsOf(athletes: readonly AthleteToday[]): [string[], LocalDate[]] {
  return [athletes.map(({ athleteId }) => athleteId), athletes.map(({ today }) => today)];
}

/** Every calendar day of each athlete from `daysBack` before today on, oldest first. */
export async function readDaysUpToToday(
  athletes: readonly AthleteToday[],
  daysBack: number,
): Promise<(RecoveryDayRow & { athleteId: string })[]> {
  const { rows } = await pool().query<RecoveryDayRow & { athleteId: string }>(
    `SELECT a."athleteId", a."today" - back AS "localDate", ${DAY_COLUMNS}
       FROM ${ATHLETES}
       CROSS JOIN generate_series(0, $3::int) AS back
       LEFT JOIN "RecoveryDay" r ON r."athleteId" = a."athleteId" AND r."localDate" = a."today" - back
       LEFT JOIN "DailyMetric" m ON m."athleteId" = a."athleteId" AND m."localDate" = a."today" - back
      ORDER BY a."athleteId", back DESC`,
    [...columnsOf(athletes), daysBack],
  );
  return rows;
}

/** One day of a sparkline, as the database packs it: the day, then the values in the order of the type. */
export type SparklineDay = [
  localDate: LocalDate,
  hrv7DayMs: number | null,
  meanLnMs: number | null,
  sdLnMs: number | null,
  nightZ: number | null,
  usualLowMs: number | null,
  usualHighMs: number | null,
];

export type NightHistoryRow = {
  athleteId: string;
  /** The newest day with HRV, a heart rate or sleep; `null` when there is none. */
  lastNightDate: LocalDate | null;
  /** Days with something computed, in no order. */
  days: SparklineDay[];
};

/** The last night of each athlete, and what the sparkline of the last `dayCount` days is drawn from. */
export async function readNightHistories(
  athletes: readonly AthleteToday[],
  dayCount: number,
): Promise<NightHistoryRow[]> {
  const { rows } = await pool().query<NightHistoryRow>(
    `SELECT a."athleteId", night."localDate" AS "lastNightDate", coalesce(spark."days", '[]') AS "days"
       FROM ${ATHLETES}
       LEFT JOIN LATERAL (
         SELECT r."localDate" FROM "RecoveryDay" r
          WHERE r."athleteId" = a."athleteId" AND r."localDate" <= a."today"
            AND (r."hrvRmssdMs" IS NOT NULL OR r."overnightAverageHeartRateBpm" IS NOT NULL
                 OR r."sleepSeconds" IS NOT NULL)
          ORDER BY r."localDate" DESC LIMIT 1) night ON true
       LEFT JOIN LATERAL (
         SELECT json_agg(json_build_array(m."localDate", m."hrvRmssd7DayMs", m."hrvBaselineMeanLnMs",
                  m."hrvBaselineSdLnMs", m."hrvNightZ", m."hrvUsualLowMs", m."hrvUsualHighMs")) AS "days"
           FROM "DailyMetric" m
          WHERE m."athleteId" = a."athleteId" AND m."localDate" > a."today" - $3::int
            AND m."localDate" <= a."today") spark ON true`,
    [...columnsOf(athletes), dayCount],
  );
  return rows;
}

export type RunSummaryRow = {
  athleteId: string;
  lastRun: WorkoutRow | null;
  /** Of the last 7 days, today included. */
  week: { runCount: number; distanceMeters: number };
  /** Mean of a week over the 4 weeks before; `null` when there was no run in them. */
  usualWeekMeters: number | null;
};

type FlatRunRow = Partial<WorkoutRow> & {
  athleteId: string;
  runCount: number;
  weekMeters: number;
  usualWeekMeters: number | null;
};

/** The newest run of each athlete, and the distance of this week against the weeks before. */
export async function readRunSummaries(athletes: readonly AthleteToday[]): Promise<RunSummaryRow[]> {
  const { rows } = await pool().query<FlatRunRow>(
    `SELECT a."athleteId", latest.*, sums."runCount", sums."weekMeters", sums."usualWeekMeters"
       FROM ${ATHLETES}
       LEFT JOIN LATERAL (
         SELECT ${ROW_COLUMNS} FROM "Workout" w
          WHERE w."athleteId" = a."athleteId" AND w."sport" = 'run' AND NOT w."isMultisportParent"
          ORDER BY w."startedAt" DESC, w."id" DESC LIMIT 1) latest ON true
       CROSS JOIN LATERAL (
         SELECT (count(*) FILTER (WHERE w."localDate" > a."today" - 7))::int AS "runCount",
                coalesce(sum(w."distanceMeters") FILTER (WHERE w."localDate" > a."today" - 7), 0) AS "weekMeters",
                sum(w."distanceMeters") FILTER (WHERE w."localDate" <= a."today" - 7) / 4 AS "usualWeekMeters"
           FROM "Workout" w
          WHERE w."athleteId" = a."athleteId" AND w."sport" = 'run' AND NOT w."isMultisportParent"
            AND w."localDate" > a."today" - 35 AND w."localDate" <= a."today") sums`,
    columnsOf(athletes),
  );
  return rows.map(({ athleteId, runCount, weekMeters, usualWeekMeters, ...run }) => ({
    athleteId,
    lastRun: isRun(run) ? run : null,
    week: { runCount, distanceMeters: weekMeters },
    usualWeekMeters,
  }));
}

function isRun(run: Partial<WorkoutRow>): run is WorkoutRow {
  return typeof run.workoutId === "string";
}

export type RosterConnectionRow = {
  athleteId: string;
  connection: Pick<
    ConnectionRow,
    | "provider"
    | "username"
    | "syncEnabled"
    | "connectedAt"
    | "disconnectedAt"
    | "nextSyncAt"
    | "waitUntil"
    | "timeZone"
  >;
  /** Best first. */
  accesses: AccessFacts[];
  metrics: Pick<MetricRow, "lastSucceededAt" | "failedSince" | "cause">[];
  lastArrivedAt: Date | null;
};

type FlatConnectionRow = { athleteId: string } & RosterConnectionRow["connection"] & {
    ways: (Omit<AccessFacts, "stateSince" | "secretExpiresAt"> & {
      stateSince: string;
      secretExpiresAt: string | null;
    })[];
    lastSucceededAt: Date | null;
    lastArrivedAt: Date | null;
    changedSince: Date | null;
  };

/** Every connection of each athlete with its ways in. What the athlete typed is not read. */
export async function readConnectionsOfMany(
  athletes: readonly AthleteToday[],
): Promise<RosterConnectionRow[]> {
  const { rows } = await pool().query<FlatConnectionRow>(
    `SELECT c."athleteId", c."provider", NULL AS "username", c."syncEnabled", c."connectedAt", c."disconnectedAt",
            c."nextSyncAt", c."waitUntil", u."timeZone", way."ways", m."lastSucceededAt", m."lastArrivedAt", m."changedSince"
       FROM "Connection" c
       JOIN "Athlete" a ON a."id" = c."athleteId" JOIN "User" u ON u."id" = a."userId"
       LEFT JOIN LATERAL (
         SELECT coalesce(jsonb_agg(jsonb_build_object('way', x."way", 'hasSecret', x."sealedSecret" IS NOT NULL,
                  'state', x."state", 'cause', x."cause", 'stateSince', x."stateSince",
                  'secretExpiresAt', x."secretExpiresAt") ORDER BY x."rank", x."way"), '[]') AS "ways"
           FROM "ConnectionAccess" x WHERE x."connectionId" = c."id") way ON true
       LEFT JOIN LATERAL (
         SELECT max(x."lastSucceededAt") AS "lastSucceededAt", max(x."lastArrivedAt") AS "lastArrivedAt",
                min(x."failedSince") FILTER (WHERE x."cause" = 'payload_changed') AS "changedSince"
           FROM "ConnectionMetric" x WHERE x."connectionId" = c."id") m ON true
      WHERE c."athleteId" = ANY($1::uuid[])
      ORDER BY c."athleteId", c."provider"`,
    [columnsOf(athletes)[0]],
  );
  return rows.map(connectionOf);
}

function connectionOf(row: FlatConnectionRow): RosterConnectionRow {
  const { athleteId, ways, lastArrivedAt, ...rest } = row;
  const { lastSucceededAt, changedSince, ...connection } = rest;
  const failed = changedSince === null ? null : "payload_changed";
  return {
    athleteId,
    connection,
    accesses: ways.map(({ stateSince, secretExpiresAt, ...way }) => ({
      ...way,
      stateSince: new Date(stateSince),
      secretExpiresAt: secretExpiresAt === null ? null : new Date(secretExpiresAt),
    })),
    metrics: [{ lastSucceededAt, failedSince: changedSince, cause: failed }],
    lastArrivedAt,
  };
}
