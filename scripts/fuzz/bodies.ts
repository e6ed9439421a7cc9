/** Changed bodies of Garmin: each is refused as a changed payload or gives values without NaN. */
import { z } from "zod";
import {
  normalizeDetailedActivity,
  normalizeListedActivity,
} from "@/lib/providers/garmin/normalize-activity";
import {
  nightOfDay,
  nightOfRange,
  normalizeDailySummary,
  normalizeHrv,
  normalizeNights,
} from "@/lib/providers/garmin/normalize-recovery";
import {
  DailySummaries,
  DetailedActivity,
  HrvRange,
  ListedActivity,
  SleepDay,
  SleepRange,
} from "@/lib/providers/garmin/schemas";
import { listedRun, nightDto, runDetail } from "@/lib/providers/garmin/testing/bodies";
import { Recording } from "@/lib/records/recording";
import { type Chance, type FuzzTarget, hasNaN, pick } from "./fuzz";

const READ_AT = new Date("2026-03-11T00:00:00Z");

type Body = { name: string; body: unknown; read: (body: unknown) => unknown };

const BODIES: readonly Body[] = [
  {
    name: "listed activity",
    body: {
      ...listedRun(),
      avgPower: 250,
      waterEstimated: 700,
      aerobicTrainingEffect: 3.1,
      hrTimeInZone_1: 60,
    },
    read: (body) => Recording.parse(normalizeListedActivity(ListedActivity.parse(body))),
  },
  {
    name: "activity in detail",
    body: runDetail({ averageHR: 141, maxHR: 160, calories: 400, bmrCalories: 50, directWorkoutRpe: 60 }),
    read: (body) => Recording.parse(normalizeDetailedActivity(DetailedActivity.parse(body), READ_AT)),
  },
  {
    name: "night of a day",
    body: { dailySleepDTO: nightDto() },
    read: (body) => {
      const night = nightOfDay(SleepDay.parse(body));
      return normalizeNights(night === null ? [] : [night]);
    },
  },
  {
    name: "nights of a range",
    body: [nightDto(), nightDto({ calendarDate: "2026-03-09" })],
    read: (body) => normalizeNights(SleepRange.parse(body).map(nightOfRange)),
  },
  {
    name: "HRV of a range",
    body: { hrvSummaries: [{ calendarDate: "2026-03-10", lastNightAvg: 52, status: "BALANCED" }] },
    read: (body) => normalizeHrv(HrvRange.parse(body)),
  },
  {
    name: "daily summaries",
    body: {
      data: [
        {
          calendarDate: "2026-03-10",
          restingHeartRate: 46,
          activeKilocalories: 700,
          bmrKilocalories: 1650,
          totalKilocalories: 2350,
        },
      ],
    },
    read: (body) => DailySummaries.parse(body).data.flatMap(normalizeDailySummary),
  },
];

export const BODY_TARGETS: readonly FuzzTarget[] = BODIES.map(({ name, body, read }) => ({
  name: `body: ${name}`,
  attempt: (chance) => readOrRefuse(() => read(change(structuredClone(body), chance))),
}));

function readOrRefuse(read: () => unknown): string | null {
  try {
    return hasNaN(read()) ? "a value is no number" : null;
  } catch (error) {
    if (error instanceof z.ZodError) return null;
    throw error;
  }
}

const ODD_VALUES: readonly unknown[] = [
  null,
  undefined,
  "",
  "52",
  "NaN",
  "\u0000\ud800",
  "0000-00-00",
  "2026-02-30 25:61:61",
  true,
  0,
  -1,
  0.1,
  1e300,
  -1e300,
  8.7e15,
  Number.MAX_SAFE_INTEGER,
  [],
  [null],
  {},
  { value: 1 },
];

/** One to four fields, however deep, get another value or go. */
function change(body: unknown, chance: Chance): unknown {
  for (let count = 1 + Math.floor(chance() * 4); count > 0; count -= 1) {
    const holder = pick(chance, holdersIn(body));
    if (holder === undefined) return oddValue(chance);
    const key = pick(chance, Object.keys(holder)) ?? "";
    if (chance() < 0.2) delete holder[key];
    else holder[key] = oddValue(chance);
  }
  return body;
}

/** A copy, since the next change may fall into it. */
const oddValue = (chance: Chance): unknown => structuredClone(pick(chance, ODD_VALUES));

/** Every object and list that has something in it. */
function holdersIn(value: unknown): Record<string, unknown>[] {
  if (!isHolder(value)) return [];
  const below = Object.values(value).flatMap(holdersIn);
  return Object.keys(value).length === 0 ? below : [value, ...below];
}

const isHolder = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object";
