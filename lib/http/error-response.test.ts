import { expect, test, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { errorResponse } from "@/lib/http/error-response";
import { log } from "@/lib/log";

const KEY = "GET /v1/athletes";

test("a failure that was expected is told with code, message and field", async () => {
  const response = errorResponse(new AppError("invalid_input", "limit: too large", { field: "limit" }), KEY);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    error: { code: "invalid_input", message: "limit: too large", field: "limit" },
  });
});

test("a wait is told in seconds, rounded up", async () => {
  const now = new Date("2026-03-01T10:00:00.000Z");
  const retryAt = new Date("2026-03-01T10:01:00.001Z");
  const response = errorResponse(new AppError("rate_limited", "Wait.", { retryAt }), KEY, now);
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("61");
  const past = errorResponse(new AppError("rate_limited", "Wait.", { retryAt: new Date(0) }), KEY, now);
  expect(past.headers.get("retry-after")).toBe("1");
});

test("a fault of ours tells a number that leads to the log, and nothing else", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  const response = errorResponse(new Error("password=hunter2 at SELECT"), KEY);
  expect(response.status).toBe(500);
  const { error } = await response.json();
  expect(error.code).toBe("internal");
  expect(error.message).not.toMatch(/hunter2|SELECT/);
  const [details] = logged.mock.calls[0] ?? [];
  expect(details).toMatchObject({ route: KEY, errorId: expect.any(String) });
  expect(error.message).toContain((details as { errorId: string }).errorId);
  logged.mockRestore();
});

test("a cause stays in the log", async () => {
  const logged = vi.spyOn(log, "warn").mockImplementation(() => {});
  const error = new AppError("provider_unavailable", "Garmin cannot be reached.", {
    cause: new Error("ECONNRESET"),
  });
  const response = errorResponse(error, KEY);
  expect(response.status).toBe(502);
  expect(await response.text()).not.toContain("ECONNRESET");
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});

test("401 names the way to sign in", () => {
  const response = errorResponse(new AppError("unauthenticated", "Sign in."), KEY);
  expect(response.headers.get("www-authenticate")).toBe("Bearer");
});
