import { InngestTestEngine } from "@inngest/test";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { backfillGarmin } from "@/inngest/functions/backfill-garmin";
import { scheduleStaggeredSyncs } from "@/inngest/functions/schedule-staggered-syncs";
import { failOpenRuns } from "@/inngest/functions/shared";
import { syncGarminActivities } from "@/inngest/functions/sync-garmin-activities";
import { syncGarminRecoveryMetrics } from "@/inngest/functions/sync-garmin-recovery-metrics";
import { openSingleRun } from "@/lib/sync/request";
import { failRunsOfExecutor } from "@/lib/sync/run";
import { takeDueWork } from "@/lib/sync/schedule";
import { syncActivities } from "@/lib/sync/sync-activities";
import { syncRecovery } from "@/lib/sync/sync-recovery";

vi.mock("@/lib/sync/sync-activities", () => ({ syncActivities: vi.fn() }));
vi.mock("@/lib/sync/sync-recovery", () => ({ syncRecovery: vi.fn() }));
vi.mock("@/lib/sync/schedule", () => ({ takeDueWork: vi.fn() }));
vi.mock("@/lib/sync/request", () => ({ openSingleRun: vi.fn() }));
vi.mock("@/lib/sync/run", async (original) => ({
  ...(await original<object>()),
  failRunsOfExecutor: vi.fn(),
}));

const athleteId = "4f5d3ed0-8f2e-4f25-9d0e-0a7b2bd0c001";
const syncRunId = "4f5d3ed0-8f2e-4f25-9d0e-0a7b2bd0c002";
const otherRunId = "4f5d3ed0-8f2e-4f25-9d0e-0a7b2bd0c003";
const backfill = {
  kind: "backfill",
  athleteId,
  activityRunId: syncRunId,
  recoveryRunId: otherRunId,
} as const;

beforeEach(() => vi.resetAllMocks());

function engine(
  fn: ConstructorParameters<typeof InngestTestEngine>[0]["function"],
  data: object,
  sent: string[] = [],
) {
  const handler = (id: string) => () => {
    sent.push(id);
    return { ids: [id] };
  };
  return new InngestTestEngine({
    function: fn,
    // As the dashboard invokes a function.
    events: [{ name: "inngest/function.invoked", data }],
    steps: ["request-next", "request-syncs"].map((id) => ({ id, handler: handler(id) })),
  });
}

describe("sync-garmin-activities", () => {
  test("returns what is new and asks for what follows", async () => {
    vi.mocked(syncActivities).mockImplementation(async (_ref, step) =>
      step("finish", async () => ({
        status: "success" as const,
        createdCount: 3,
        updatedCount: 1,
        next: [backfill],
      })),
    );
    const sent: string[] = [];
    const { result } = await engine(syncGarminActivities, { athleteId, syncRunId }, sent).execute();
    expect(result).toEqual({ status: "success", synced_new: 3, updated_existing: 1 });
    expect(sent).toEqual(["request-next"]);
    expect(vi.mocked(syncActivities).mock.calls[0]?.[0]).toMatchObject({ athleteId, syncRunId });
  });

  test("fails on a body that it cannot know", async () => {
    const { error } = await engine(syncGarminActivities, { athleteId: "me" }).execute();
    expect(error).toMatchObject({ message: expect.stringContaining("athleteId") });
    expect(syncActivities).not.toHaveBeenCalled();
  });
});

describe("sync-garmin-recovery-metrics", () => {
  test("invoked with an athlete alone opens a run of thirty days", async () => {
    vi.mocked(openSingleRun).mockResolvedValue(syncRunId);
    vi.mocked(syncRecovery).mockResolvedValue({ status: "success", daysSynced: 30, next: [] });
    const { result } = await engine(syncGarminRecoveryMetrics, { athleteId }).execute();
    expect(result).toEqual({ status: "success", days_synced: 30 });
    expect(openSingleRun).toHaveBeenCalledWith(athleteId, "garmin", { kind: "recovery", daysBack: 30 });
    expect(vi.mocked(syncRecovery).mock.calls[0]?.[0]).toMatchObject({ syncRunId });
  });
});

describe("backfill-garmin", () => {
  test("reads the runs also when the nights fail, and fails then", async () => {
    vi.mocked(syncRecovery).mockRejectedValue(new Error("hrv could not be read"));
    vi.mocked(syncActivities).mockResolvedValue({
      status: "success",
      createdCount: 9,
      updatedCount: 0,
      next: [],
    });
    const { activityRunId, recoveryRunId } = backfill;
    const { error } = await engine(backfillGarmin, { athleteId, activityRunId, recoveryRunId }).execute();
    expect(error).toMatchObject({ message: "hrv could not be read" });
    expect(syncActivities).toHaveBeenCalledTimes(1);
  });
});

describe("schedule-staggered-syncs", () => {
  test("asks for what is due", async () => {
    vi.mocked(takeDueWork).mockResolvedValue([{ kind: "activities", athleteId, syncRunId }]);
    const sent: string[] = [];
    const { result } = await engine(scheduleStaggeredSyncs, {}, sent).execute();
    expect(result).toEqual({ status: "success", requested: 1 });
    expect(sent).toEqual(["request-syncs"]);
  });
});

test("a run that failed for good is told to its rows", async () => {
  await failOpenRuns({ event: { data: { run_id: "01ABC" } } });
  expect(failRunsOfExecutor).toHaveBeenCalledWith("01ABC");
});
