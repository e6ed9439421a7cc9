/** A sample of `npm run fuzz`, the same at every run. */
import { expect, test } from "vitest";
import { chanceFrom, fuzz, hasNaN } from "./fuzz";
import { FUZZ_GROUPS } from "./table";

const SAMPLE = { files: 500, bodies: 3_000 };

test.each(FUZZ_GROUPS)("a sample of $name is read or refused in order", { timeout: 120_000 }, (group) => {
  const count = Math.ceil(SAMPLE[group.name] / group.targets.length);
  expect(group.targets.flatMap((target) => fuzz(target, 1, count))).toEqual([]);
});

test("a target that throws, or says what is wrong, is found with its seed", () => {
  const attempt = (chance: () => number) => {
    if (chance() > 0.5) throw new Error("too much");
    return chance() > 0.5 ? "wrong" : null;
  };
  const failures = fuzz({ name: "a", attempt }, 10, 40);
  expect(failures.map(({ fault }) => fault.split("\n")[0])).toEqual(
    expect.arrayContaining(["wrong", "threw Error: too much"]),
  );
  const [first] = failures;
  expect(fuzz({ name: "a", attempt }, first?.seed ?? 0, 1)).toEqual([first]);
});

test("chance is the same for the same seed, and NaN is found however deep", () => {
  expect([chanceFrom(7)(), chanceFrom(7)()]).toEqual([chanceFrom(7)(), chanceFrom(7)()]);
  expect(hasNaN({ a: [{ b: Number.NaN }] })).toBe(true);
  expect(hasNaN([new Date(Number.NaN)])).toBe(true);
  expect(hasNaN({ a: [1, null, "x", new Date(0)], b: new Float64Array([Number.NaN]) })).toBe(false);
});
