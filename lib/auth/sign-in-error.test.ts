import { expect, test } from "vitest";
import { explainSignInError, waitCode, waitMessage } from "@/lib/auth/sign-in-error";

test("the time to wait survives the way through the address", () => {
  const retryAt = new Date(Date.now() + 240_000);
  const told = explainSignInError(decodeURIComponent(encodeURIComponent(waitCode(retryAt))));
  expect(told.retryAt).toEqual(retryAt);
  expect(told.message).toMatch(/again in 4 minutes/);
});

test.each([
  [1, "1 second."],
  [60, "60 seconds."],
  [91, "2 minutes."],
  [3600, "60 minutes."],
])("%i seconds are said as %s", (seconds, words) => {
  const now = new Date("2026-03-01T10:00:00Z");
  expect(waitMessage(new Date(now.getTime() + seconds * 1000), now)).toContain(words);
});

test("a code that we did not write shows nothing of itself", () => {
  expect(explainSignInError("<script>wait_until:tomorrow").message).not.toContain("script");
  expect(explainSignInError("wait_until:nonsense").retryAt).toBeNull();
  expect(explainSignInError("CredentialsSignin").message).toContain("No account has");
});
