import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AthleteVerdict, groupRecordings } from "@/lib/ingest/match/group-recordings";
import { judgePair, type MatchRecording } from "@/lib/ingest/match/judge-pair";
import vectors from "@/lib/ingest/match/testdata/dedup-pairs.json";
import type { Channel, Sport } from "@/lib/records/recording";

const START_MS = Date.UTC(2026, 3, 18, 5, 30);

function recording(overrides: Partial<MatchRecording> = {}): MatchRecording {
  return {
    channel: "garmin",
    externalId: "1",
    originId: null,
    sport: "run",
    startMs: START_MS,
    isStartTimeKnown: true,
    elapsedSeconds: 3000,
    distanceMeters: 10_000,
    averageHeartRateBpm: 150,
    localDate: "2026-04-18",
    deviceId: null,
    isManual: false,
    isMultisportParent: false,
    parentExternalId: null,
    ...overrides,
  };
}

const minutes = (count: number) => START_MS + count * 60_000;
const strava = (overrides: Partial<MatchRecording> = {}) =>
  recording({ channel: "strava", externalId: "s1", ...overrides });

describe("the labelled pairs", () => {
  const CHANNEL_OF: Record<string, Channel> = { garmin: "garmin", strava: "strava" };
  const SPORT_OF: Record<string, Sport> = { running: "run", treadmill_running: "run", multi_sport: "other" };
  type Side = (typeof vectors.pairs)[number]["a"] | (typeof vectors.pairs)[number]["b"];
  const read = (side: Side): MatchRecording => ({
    channel: CHANNEL_OF[side.provider] ?? "file",
    externalId: side.provider_activity_id,
    originId: side.external_id,
    sport: SPORT_OF[side.sport] ?? "ride",
    startMs: Date.parse(side.start_utc),
    isStartTimeKnown: true,
    elapsedSeconds: side.elapsed_s,
    distanceMeters: side.distance_m,
    averageHeartRateBpm: side.avg_hr,
    localDate: side.local_date,
    deviceId: side.device_serial,
    isManual: side.manual,
    isMultisportParent: side.sport === "multi_sport",
    parentExternalId: side.parent_activity_id,
  });

  /** One athlete at a time: what two people run is never compared. */
  function answer(pair: (typeof vectors.pairs)[number]): string {
    if (pair.a.athlete_id !== pair.b.athlete_id) return "distinct";
    const { verdict } = judgePair(read(pair.a), read(pair.b));
    const { workouts, held, reviews } = groupRecordings([read(pair.a), read(pair.b)]);
    const shown = reviews.length > 0 ? "review" : workouts.length + held.length === 1 ? "same" : "distinct";
    expect(shown).toBe(verdict === "related" ? "distinct" : verdict);
    return shown;
  }

  const byLabel = (label: string) => vectors.pairs.filter((pair) => pair.label === label).map(answer);
  const count = (answers: string[]) => ({
    same: answers.filter((one) => one === "same").length,
    review: answers.filter((one) => one === "review").length,
    distinct: answers.filter((one) => one === "distinct").length,
  });

  test("duplicates: nine merge, six are asked about, none is called distinct", () => {
    expect(count(byLabel("duplicate"))).toEqual({ same: 9, review: 6, distinct: 0 });
  });

  test("different workouts never merge", () => {
    expect(count(byLabel("not_duplicate"))).toMatchObject({ same: 0, review: 0 });
  });

  test("what nobody can know is asked", () => {
    expect(count(byLabel("ambiguous"))).toMatchObject({ same: 0, distinct: 0 });
  });
});

describe("boundaries of the stated rule, inclusive", () => {
  const verdict = (other: Partial<MatchRecording>, one: Partial<MatchRecording> = {}) =>
    judgePair(recording(one), strava(other)).verdict;

  test("an hour between starts", () => {
    const long = { elapsedSeconds: 7200 };
    expect(verdict({ ...long, startMs: START_MS + 3_600_000 }, long)).toBe("same");
    expect(verdict({ ...long, startMs: START_MS + 3_600_001 }, long)).not.toBe("same");
  });

  test("5 % of the larger distance", () => {
    expect(verdict({ distanceMeters: 9500 })).toBe("same");
    expect(verdict({ distanceMeters: 9499.9 })).toBe("review");
    expect(verdict({ distanceMeters: 10_526 })).toBe("same");
    expect(verdict({ distanceMeters: 10_527 })).toBe("review");
  });

  test("5 bpm, when both have a heart rate", () => {
    expect(verdict({ averageHeartRateBpm: 155 })).toBe("same");
    expect(verdict({ averageHeartRateBpm: 155.1 })).toBe("review");
    expect(verdict({ averageHeartRateBpm: null })).toBe("same");
    expect(verdict({ averageHeartRateBpm: 0 })).toBe("same");
  });

  test("20 % of the shorter in common", () => {
    expect(verdict({ startMs: START_MS + 2_400_000 })).toBe("same");
    expect(verdict({ startMs: START_MS + 2_400_100 })).toBe("distinct");
  });
});

describe("the steps behind it", () => {
  const judged = (a: MatchRecording, b: MatchRecording) => {
    const { verdict, rule } = judgePair(a, b);
    return [verdict, rule];
  };

  test.each<[string, MatchRecording, MatchRecording, string[]]>([
    [
      "Strava names Garmin's id",
      recording(),
      strava({ originId: "garmin_push_1", startMs: minutes(300) }),
      ["same", "linked_id"],
    ],
    [
      "an export gives the live id",
      recording(),
      recording({ channel: "garmin-export" }),
      ["same", "linked_id"],
    ],
    [
      "another activity's id is no link",
      recording(),
      strava({ originId: "garmin_push_2", startMs: minutes(55) }),
      ["distinct", "no_overlap"],
    ],
    [
      "one device, one start, no distance",
      recording({ deviceId: "77" }),
      recording({ channel: "file", deviceId: "77", distanceMeters: null }),
      ["same", "same_device_start"],
    ],
    [
      "a leg of it",
      recording({ isMultisportParent: true }),
      recording({ externalId: "2", parentExternalId: "1" }),
      ["related", "multisport"],
    ],
    [
      "typed in, the same day",
      recording(),
      strava({ isManual: true, startMs: minutes(400), distanceMeters: 9100 }),
      ["review", "typed_in"],
    ],
    [
      "typed in, much shorter",
      recording(),
      strava({ isManual: true, distanceMeters: 5000, elapsedSeconds: 1500 }),
      ["distinct", "typed_in"],
    ],
    [
      "start hidden",
      recording(),
      strava({ isStartTimeKnown: false, startMs: minutes(-300) }),
      ["review", "typed_in"],
    ],
    ["another sport", recording(), strava({ sport: "ride" }), ["distinct", "other_sport"]],
    [
      "a walk inside of a run",
      recording(),
      strava({ sport: "walk", elapsedSeconds: 600 }),
      ["review", "walk_or_run"],
    ],
    ["a clock of another zone", recording(), strava({ startMs: minutes(345) }), ["review", "shifted_clock"]],
    ["the same span on a treadmill", recording({ distanceMeters: null }), strava(), ["review", "same_span"]],
    ["a part", recording(), strava({ elapsedSeconds: 1800, distanceMeters: 6000 }), ["review", "part_of"]],
    ["a fragment", recording(), strava({ elapsedSeconds: 40, distanceMeters: 100 }), ["review", "fragment"]],
    [
      "half in common",
      recording(),
      strava({ startMs: minutes(25), distanceMeters: 8000 }),
      ["review", "partial_overlap"],
    ],
    ["days apart", recording(), strava({ startMs: minutes(60 * 60) }), ["distinct", "too_far_apart"]],
  ])("%s", (_, a, b, expected) => {
    expect(judged(a, b)).toEqual(expected);
    expect(judged(b, a)).toEqual(expected);
  });
});

describe("more than two", () => {
  const ids = (groups: MatchRecording[][]) =>
    groups.map((group) => group.map(({ externalId }) => externalId));

  test("copies of three sources are one workout; Garmin leads, what was typed comes last", () => {
    const copies = [
      strava({ originId: "garmin_push_1" }),
      recording({ channel: "file", externalId: "f1", startMs: START_MS + 3000 }),
      recording(),
      recording({ channel: "strava-export", externalId: "e1", elapsedSeconds: 2990 }),
    ];
    expect(ids(groupRecordings(copies).workouts)).toEqual([["1", "f1", "e1", "s1"]]);
  });

  test("a chain never swallows two runs that were both run", () => {
    const chain = [0, 40, 80].map((startMinute, index) =>
      strava({ externalId: `s${index}`, startMs: minutes(startMinute), averageHeartRateBpm: null }),
    );
    const { workouts, held, reviews } = groupRecordings(chain);
    expect(ids(workouts)).toEqual([["s0", "s1"], ["s2"]].slice(0, workouts.length));
    expect(reviews.map(({ rule }) => rule)).toEqual(["swallows_another"]);
    expect(workouts.flat().length + held.flat().length).toBe(3);
  });

  test("a run that has its copy is not asked about a like one, half a day later", () => {
    const twice = [0, 720].flatMap((start) => [
      recording({ externalId: `g${start}`, startMs: minutes(start) }),
      strava({ externalId: `s${start}`, startMs: minutes(start) }),
    ]);
    const { workouts, reviews } = groupRecordings(twice);
    expect([workouts.length, reviews]).toEqual([2, []]);
  });

  test("parts and whole count once, as the whole", () => {
    const whole = strava({ elapsedSeconds: 3120, distanceMeters: 10_050 });
    const parts = [
      recording({ elapsedSeconds: 1800, distanceMeters: 6000 }),
      recording({ externalId: "2", startMs: minutes(32), elapsedSeconds: 1200, distanceMeters: 4000 }),
    ];
    const { workouts, held, reviews } = groupRecordings([...parts, whole]);
    expect([ids(workouts), ids(held), reviews.length]).toEqual([[["s1"]], [["1"], ["2"]], 2]);
  });
});

describe("the athlete's word", () => {
  const said = (verdict: "same" | "different", decidedAt = new Date(0)): AthleteVerdict => ({
    a: { channel: "garmin", externalId: "1" },
    b: { channel: "strava", externalId: "s1" },
    verdict,
    decidedAt,
  });

  test("different parts what an id links", () => {
    const copies = [recording(), strava({ originId: "garmin_push_1" })];
    const { workouts, reviews } = groupRecordings(copies, { verdicts: [said("different")] });
    expect([workouts.length, reviews]).toEqual([2, []]);
  });

  test("same joins what no rule would", () => {
    const copies = [recording(), strava({ startMs: minutes(9000), sport: "ride" })];
    expect(groupRecordings(copies, { verdicts: [said("same")] }).workouts).toHaveLength(1);
  });

  test("a third copy does not bring the two together again", () => {
    const copies = [recording(), strava(), recording({ channel: "file", externalId: "f1" })];
    const { workouts } = groupRecordings(copies, { verdicts: [said("different")] });
    expect(workouts).toHaveLength(2);
  });
});

describe("guests", () => {
  const isGuest = ({ channel }: MatchRecording) => channel === "strava";

  test("hide behind a workout or stay outside", () => {
    const copies = [recording(), strava(), strava({ externalId: "s2", startMs: minutes(600) })];
    const { workouts, held } = groupRecordings(copies, { isGuest });
    expect(workouts.map((group) => group.map(({ externalId }) => externalId))).toEqual([["1", "s1"]]);
    expect(held.flat().map(({ externalId }) => externalId)).toEqual(["s2"]);
  });

  test("hold nobody back, however long", () => {
    const copies = [recording(), strava({ elapsedSeconds: 9000, distanceMeters: 30_000 })];
    const { workouts } = groupRecordings(copies, { isGuest });
    expect(workouts.flat().map(({ externalId }) => externalId)).toEqual(["1"]);
  });

  test("join no two workouts", () => {
    const file = recording({ channel: "file", externalId: "f1", distanceMeters: 10_600 });
    const between = strava({ distanceMeters: 10_300 });
    expect(groupRecordings([recording(), file, between]).workouts).toHaveLength(1);
    const { reviews, workouts } = groupRecordings([recording(), file, between], { isGuest });
    expect([workouts.length, reviews.length > 0]).toEqual([1, true]);
    expect(workouts.flat().filter((one) => !isGuest(one))).toHaveLength(1);
  });
});

describe("properties", () => {
  const anyRecording = fc.record({
    channel: fc.constantFrom<Channel>("garmin", "garmin-export", "file", "strava", "strava-export"),
    externalId: fc.integer({ min: 1, max: 12 }).map(String),
    originId: fc.option(fc.integer({ min: 1, max: 12 }).map((id) => `garmin_push_${id}`)),
    sport: fc.constantFrom<Sport>("run", "run", "run", "walk", "ride"),
    startMs: fc.integer({ min: 0, max: 300 }).map(minutes),
    isStartTimeKnown: fc.constantFrom(true, true, true, false),
    elapsedSeconds: fc.constantFrom(0, 40, 1500, 1800, 2990, 3000, 3120),
    distanceMeters: fc.option(fc.constantFrom(0, 5000, 9500, 10_000, 10_050)),
    averageHeartRateBpm: fc.option(fc.constantFrom(145, 150, 156)),
    localDate: fc.constant("2026-04-18"),
    deviceId: fc.option(fc.constantFrom("7", "8")),
    isManual: fc.constantFrom(false, false, false, true),
    isMultisportParent: fc.constant(false),
    parentExternalId: fc.option(fc.constantFrom("1", "2"), { freq: 6 }),
  });
  const key = (one: MatchRecording) => `${one.channel} ${one.externalId}`;
  const page = fc.uniqueArray(anyRecording, { minLength: 2, maxLength: 9, selector: key });
  const summary = (recordings: MatchRecording[]) => {
    const { workouts, held, reviews } = groupRecordings(recordings);
    return {
      workouts: workouts.map((group) => group.map(key)),
      held: held.map((group) => group.map(key)),
      reviews: reviews.map(({ a, b, rule }) => [key(a), key(b), rule]),
    };
  };

  test("the order of arrival changes nothing", () => {
    const shuffled = page.chain((recordings) =>
      fc.tuple(fc.constant(recordings), fc.shuffledSubarray(recordings, { minLength: recordings.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(summary(other)).toEqual(summary(one));
      }),
      {
        numRuns: 400,
      },
    );
  });

  test("a pair is judged the same from both sides", () => {
    fc.assert(
      fc.property(anyRecording, anyRecording, (a, b) => {
        expect(judgePair(b, a)).toEqual(judgePair(a, b));
      }),
      { numRuns: 1000 },
    );
  });

  test("nothing is lost and nothing is twice", () => {
    fc.assert(
      fc.property(page, (recordings) => {
        const { workouts, held } = groupRecordings(recordings);
        expect([...workouts, ...held].flat().map(key).sort()).toEqual(recordings.map(key).sort());
      }),
    );
  });

  test("a pair in review never counts twice", () => {
    fc.assert(
      fc.property(page, (recordings) => {
        const { workouts, reviews } = groupRecordings(recordings);
        const counted = new Map(workouts.flatMap((group, index) => group.map((one) => [key(one), index])));
        for (const { a, b } of reviews) expect(counted.has(key(a)) && counted.has(key(b))).toBe(false);
      }),
    );
  });
});

test("the work grows with the number of recordings", () => {
  const make = (days: number) =>
    Array.from({ length: days }, (_, day) => {
      const startMs = START_MS + day * 86_400_000;
      const garmin = recording({ externalId: `g${day}`, startMs });
      return [garmin, strava({ externalId: `s${day}`, startMs: startMs + 2000 })];
    }).flat();
  const took = (recordings: MatchRecording[]) => {
    const started = performance.now();
    expect(groupRecordings(recordings).workouts).toHaveLength(recordings.length / 2);
    return performance.now() - started;
  };
  const [small, large] = [make(2000), make(20_000)];
  took(small);
  expect(took(large)).toBeLessThan(Math.max(60, took(small)) * 25);
});
