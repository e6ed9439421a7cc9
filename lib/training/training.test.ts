import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { addDays } from "@/lib/days";
import {
  decouplingPercent,
  efficiencyFactor,
  gradedSpeedMetersPerSecond,
  runningCostJoulesPerKgMeter,
} from "@/lib/training/efficiency";
import { computeMonotony, computeTrainingLoad } from "@/lib/training/training-load";
import { banisterTrimp, paceLoad, ratingLoad } from "@/lib/training/trimp";
import file from "./testdata/load-vectors.json";

type Numbers = Record<string, number>;

/** The vectors of one metric, read with the shape that its test needs. */
function vectors<Input extends z.ZodType, Expected extends z.ZodType>(
  metric: string,
  input: Input,
  expected: Expected,
) {
  const Vector = z.object({ id: z.string(), input, expected });
  return file.vectors.filter((row) => row.metric === metric).map((row) => Vector.parse(row));
}

const Sex = z.enum(["female", "male"]);
const days = (loads: readonly number[]) =>
  loads.map((load, index) => ({ localDate: addDays("2026-01-01", index), load }));

describe("Banister's TRIMP", () => {
  const Average = z.object({
    minutes: z.number(),
    avg_hr: z.number(),
    rest: z.number(),
    max: z.number(),
    sex: Sex,
  });
  test.each(vectors("trimp_banister", Average, z.number()))("$id", ({ input, expected }) => {
    const stretches = [{ seconds: input.minutes * 60, heartRateBpm: input.avg_hr }];
    const limits = { restingHeartRateBpm: input.rest, maxHeartRateBpm: input.max, sex: input.sex };
    expect(banisterTrimp(stretches, limits)).toBeCloseTo(expected, 3);
  });

  const Segments = z.object({
    segments_min_bpm: z.array(z.tuple([z.number(), z.number()])),
    rest: z.number(),
    max: z.number(),
    sex: Sex,
  });
  test.each(vectors("trimp_banister_segments", Segments, z.number()))("$id", ({ input, expected }) => {
    const stretches = input.segments_min_bpm.map(([minutes, heartRateBpm]) => ({
      seconds: minutes * 60,
      heartRateBpm,
    }));
    const limits = { restingHeartRateBpm: input.rest, maxHeartRateBpm: input.max, sex: input.sex };
    expect(banisterTrimp(stretches, limits)).toBeCloseTo(expected, 3);
  });

  test("without a sex it lies halfway between both", () => {
    const stretches = [{ seconds: 3600, heartRateBpm: 155 }];
    const limits = { restingHeartRateBpm: 55, maxHeartRateBpm: 190 };
    const [female, male, unknown] = ([["female"], ["male"], [null]] as const).map(([sex]) =>
      banisterTrimp(stretches, { ...limits, sex }),
    );
    expect(unknown).toBeCloseTo(((female ?? 0) + (male ?? 0)) / 2, 9);
  });

  test("a heart rate below resting adds nothing; a maximum below resting is refused", () => {
    const limits = { restingHeartRateBpm: 60, maxHeartRateBpm: 190, sex: "male" } as const;
    expect(banisterTrimp([{ seconds: 600, heartRateBpm: 50 }], limits)).toBe(0);
    expect(() => banisterTrimp([], { ...limits, maxHeartRateBpm: 60 })).toThrow(RangeError);
  });
});

test.each(
  vectors(
    "rtss",
    z.object({ seconds: z.number(), ngp_s_per_km: z.number(), threshold_s_per_km: z.number() }),
    z.number(),
  ),
)("load from pace: $id", ({ input, expected }) => {
  const load = paceLoad({
    seconds: input.seconds,
    gradedSpeedMetersPerSecond: 1000 / input.ngp_s_per_km,
    thresholdSpeedMetersPerSecond: 1000 / input.threshold_s_per_km,
  });
  expect(load).toBeCloseTo(expected, 6);
});

test.each(vectors("srpe", z.object({ minutes: z.number(), rpe: z.number() }), z.number()))(
  "load from a rating: $id",
  ({ input, expected }) => expect(ratingLoad(input.minutes * 60, input.rpe)).toBeCloseTo(expected, 9),
);

describe("fitness and fatigue", () => {
  const Input = z.object({ loads: z.array(z.number()), seed: z.number() });
  test.each(vectors("ctl_atl", Input, z.record(z.string(), z.number())))("$id", ({ id, input, expected }) => {
    if (!id.endsWith("_exp")) return;
    const last = computeTrainingLoad(days(input.loads)).at(-1);
    expect(last?.fitness).toBeCloseTo((expected as Numbers).ctl ?? Number.NaN, 5);
    expect(last?.fatigue).toBeCloseTo((expected as Numbers).atl ?? Number.NaN, 5);
  });

  test.each(vectors("ctl_atl_tsb", Input, z.record(z.string(), z.array(z.number()))))(
    "$id",
    ({ input, expected }) => {
      const points = computeTrainingLoad(days(input.loads), { fitness: input.seed, fatigue: input.seed });
      points.forEach((point, index) => {
        expect(point.fitness).toBeCloseTo(expected.ctl?.[index] ?? Number.NaN, 5);
        expect(point.fatigue).toBeCloseTo(expected.atl?.[index] ?? Number.NaN, 5);
        expect(point.form).toBeCloseTo(expected.tsb_next_morning?.[index] ?? Number.NaN, 5);
      });
    },
  );

  test("doubling every load doubles every value", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1 }), (loads) => {
        const once = computeTrainingLoad(days(loads));
        const twice = computeTrainingLoad(days(loads.map((load) => load * 2)));
        once.forEach((point, index) => {
          expect(twice[index]?.fitness).toBeCloseTo(point.fitness * 2, 6);
          expect(twice[index]?.form).toBeCloseTo(point.form * 2, 6);
        });
      }),
    );
  });

  test("a missing day is refused, since rest is what makes fatigue fall", () => {
    const gap = [
      { localDate: "2026-01-01", load: 10 },
      { localDate: "2026-01-03", load: 10 },
    ];
    expect(() => computeTrainingLoad(gap)).toThrow(RangeError);
  });
});

test.each(
  vectors(
    "foster_monotony_strain",
    z.object({ daily_loads: z.array(z.number()) }),
    z.record(z.string(), z.number()),
  ),
)("monotony and strain: $id", ({ input, expected }) => {
  const result = computeMonotony(input.daily_loads);
  expect(result?.monotony).toBeCloseTo(expected.monotony_sample_sd ?? Number.NaN, 5);
  expect(result?.strain).toBeCloseTo(expected.strain_sample_sd ?? Number.NaN, 4);
});

test("seven equal days have no monotony to speak of", () => {
  expect(computeMonotony([50, 50, 50, 50, 50, 50, 50])).toBeNull();
});

describe("pace at heart rate", () => {
  test.each(vectors("minetti_cost", z.object({ grade: z.number() }), z.number()))(
    "cost: $id",
    ({ input, expected }) => expect(runningCostJoulesPerKgMeter(input.grade)).toBeCloseTo(expected, 5),
  );

  test.each(
    vectors(
      "gap_minetti",
      z.object({ speed_mps: z.number(), grade: z.number() }),
      z.object({ gap_mps: z.number() }),
    ),
  )("graded speed: $id", ({ input, expected }) =>
    expect(gradedSpeedMetersPerSecond(input.speed_mps, input.grade)).toBeCloseTo(expected.gap_mps, 5),
  );

  test.each(
    vectors("efficiency_factor", z.object({ ngp_s_per_km: z.number(), avg_hr: z.number() }), z.number()),
  )("efficiency: $id", ({ input, expected }) =>
    expect(efficiencyFactor(1000 / input.ngp_s_per_km, input.avg_hr)).toBeCloseTo(expected, 5),
  );

  const Half = z.object({ mps: z.number(), hr: z.number() });
  test.each(vectors("decoupling_pa_hr", z.object({ first: Half, second: Half }), z.number()))(
    "drift: $id",
    ({ input, expected }) => {
      const half = ({ mps, hr }: z.infer<typeof Half>) => ({
        speedMetersPerSecond: mps,
        averageHeartRateBpm: hr,
      });
      expect(decouplingPercent(half(input.first), half(input.second))).toBeCloseTo(expected, 5);
    },
  );
});
