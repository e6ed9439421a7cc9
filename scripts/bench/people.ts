/** Accounts for benches, and their sessions in the app. */
import { randomUUID } from "node:crypto";
import { signUp } from "@/lib/accounts";

const PASSWORD = "only on this machine, only now";
export const BENCH_TIME_ZONE = "Europe/Berlin";

export type BenchPerson = { userId: string; athleteId: string; email: string };

export async function makePerson(role: "athlete" | "coach"): Promise<BenchPerson> {
  const email = `${role}-${randomUUID()}@bench.example`;
  const account = { role, name: "Bench", email, password: PASSWORD, timeZone: BENCH_TIME_ZONE };
  const { userId, athleteId } = await signUp(account, { isLoopback: true });
  return { userId, athleteId: athleteId ?? "", email };
}

/** The cookie of a signed-in browser, got as a browser gets it. */
export async function signInCookie(url: string, email: string): Promise<string> {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await asked.json();
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookiesOf(asked) },
    body: new URLSearchParams({ csrfToken, email, password: PASSWORD, json: "true" }),
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes("session-token")) throw new Error(`Signing in answered ${answer.status}`);
  return cookie;
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
