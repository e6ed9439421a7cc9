import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb } from "@/lib/db/client";
import { listCases } from "./run-faults";
import { GarminWorld } from "./world";

let world: GarminWorld;
beforeAll(async () => {
  world = await GarminWorld.start();
});
afterAll(async () => {
  await closeDb();
  await world.close();
});

/** The whole table takes minutes and is `npm run faults`; this meets each phase and every second fault. */
const SAMPLE_STEP = 7;
const sample = listCases().filter(
  ({ name }, index) => index % SAMPLE_STEP === 5 || name.startsWith("a database"),
);

test.each(sample)(
  "$name: nothing lost, nothing doubled, the right cause",
  { timeout: 60_000 },
  async ({ run }) => {
    const { lost, extra, cause, expectedCause, isRight } = await run(world);
    expect({ lost, extra, cause }).toEqual({ lost: 0, extra: 0, cause: expectedCause });
    expect(isRight, "the sync after it succeeds").toBe(true);
  },
);
