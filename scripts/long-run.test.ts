import { expect, test } from "vitest";
import { parseLongRun } from "./long-run";

test("rounds, seed and part are read in both spellings", () => {
  expect(parseLongRun([], ["files"])).toEqual({ rounds: 1, seed: 1, only: null });
  expect(parseLongRun(["--rounds", "3", "--seed=9", "--only", "files"], ["files"])).toEqual({
    rounds: 3,
    seed: 9,
    only: "files",
  });
});

test.each([
  [["--rounds", "0"], "--rounds takes a whole number"],
  [["--seed"], "--seed takes a whole number"],
  [["--only", "x"], "--only takes files"],
  [["--many"], "Unknown option --many"],
])("%j is refused with a sentence", (args, sentence) => {
  expect(() => parseLongRun(args, ["files"])).toThrow(sentence);
});
