import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, test, vi } from "vitest";
import { decideRetry, retryHere, retryPolicy } from "@/inngest/retry-policy";
import { AppError } from "@/lib/errors";
import { ProviderError, type ProviderFailure } from "@/lib/providers/errors";
import { ConnectionBusyError, SyncFailedError } from "@/lib/sync/run";

const now = new Date("2026-03-10T09:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const provider = (failure: ProviderFailure) => new ProviderError("garmin", failure);
const changed: ProviderFailure = {
  kind: "unexpected_payload",
  issues: "",
  raw: { secret: 1 },
  payloadKind: "hrv",
  externalId: "x",
};

function waitSeconds(error: unknown, { attempt = 0, random = 0 } = {}): number | "never" {
  const decision = decideRetry(error, { attempt, now, random });
  return decision.kind === "never" ? "never" : (decision.at.getTime() - now.getTime()) / 1000;
}

describe("decideRetry", () => {
  test("a request to wait is kept, and never cut short by chance", () => {
    const error = provider({ kind: "rate_limited", retryAt: inSeconds(14) });
    expect(waitSeconds(error)).toBe(14);
    expect(waitSeconds(error, { random: 1 })).toBeGreaterThan(14);
  });

  test("a provider that is away is asked later and later", () => {
    const error = provider({ kind: "unavailable", detail: "503" });
    const waits = [0, 1, 2, 3].map((attempt) => Number(waitSeconds(error, { attempt })));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(new Set(waits).size).toBe(4);
  });

  test("a refused token is tried once more, soon", () => {
    const error = provider({ kind: "access_token_rejected" });
    expect(waitSeconds(error)).toBeLessThan(5);
    expect(waitSeconds(error, { attempt: 1 })).toBe("never");
  });

  test.each([
    ["a refused key", provider({ kind: "credential_refused" })],
    ["a changed payload", provider(changed)],
    ["a refused request", provider({ kind: "rejected", httpStatus: 400 })],
    ["a sync that failed in part", new SyncFailedError("hrv")],
    ["what a person has to mend", new AppError("reconnect_required", "Connect Garmin.")],
  ])("%s is never tried again", (_name, error) => {
    expect(waitSeconds(error)).toBe("never");
  });

  test("a connection that is worked on is waited for", () => {
    expect(waitSeconds(new ConnectionBusyError(inSeconds(60)))).toBe(60);
  });
});

describe("retryPolicy", () => {
  test("tells Inngest when, and nothing of what was in the payload", async () => {
    const never = await retryPolicy(() => Promise.reject(provider(changed)), 0).catch(
      (error: unknown) => error,
    );
    expect(never).toBeInstanceOf(NonRetriableError);
    expect(JSON.stringify(never, Object.getOwnPropertyNames(never))).not.toContain("secret");
    const later = provider({ kind: "rate_limited", retryAt: new Date(Date.now() + 60_000) });
    await expect(retryPolicy(() => Promise.reject(later), 0)).rejects.toBeInstanceOf(RetryAfterError);
    expect(await retryPolicy(async () => 7, 0)).toBe(7);
  });
});

describe("retryHere", () => {
  test("tries once more after a refused token, and after nothing else", async () => {
    const once = vi
      .fn()
      .mockRejectedValueOnce(provider({ kind: "access_token_rejected" }))
      .mockResolvedValue(7);
    expect(await retryHere(once)).toBe(7);
    const away = vi.fn().mockRejectedValue(provider({ kind: "unavailable", detail: "" }));
    await expect(retryHere(away)).rejects.toThrow("unavailable");
    expect(away).toHaveBeenCalledTimes(1);
  });
});
