/** What the journeys need again and again: an account, a simulated Garmin, a signed-in page. */
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { z } from "zod";

const { NIGHTRUN_E2E_GARMIN_CONTROL: CONTROL = "", NIGHTRUN_E2E_INNGEST_URL: INNGEST = "" } = process.env;

export const PASSWORD = "quiet miles before breakfast";

/** Where the Inngest server of this run answers; empty when it can't run here. */
export const inngestUrl = INNGEST;

let counter = 0;

export type NewPerson = { role: "Athlete" | "Coach"; name: string; email: string };

/** Somebody who has never been here. */
export function newPerson(name: string, role: NewPerson["role"] = "Athlete"): NewPerson {
  counter += 1;
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${process.pid}.${counter}@example.org`;
  return { role, name, email };
}

export async function signUp(page: Page, person: NewPerson): Promise<void> {
  await page.goto("/sign-up");
  // The radio itself is hidden behind its words.
  await page.getByText(person.role, { exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill(person.name);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page).not.toHaveURL(/sign-up/);
}

export async function signIn(page: Page, person: NewPerson): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Pastes the key where the page asks for one. */
export async function connectByKey(page: Page, key: string): Promise<void> {
  await page.goto("/connections");
  await page.getByLabel("Your key").fill(key);
  await page.getByRole("button", { name: "Connect with this key" }).click();
}

/** Orders something from the simulated Garmin. */
export async function garmin(request: APIRequestContext, call: string, data?: unknown): Promise<unknown> {
  const [method = "GET", path = ""] = call.split(" ");
  const answer = await request.fetch(`${CONTROL}${path}`, {
    method,
    ...(data === undefined ? {} : { data }),
  });
  expect(answer.ok(), `${call}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** A simulated Garmin account of its own, so that journeys don't disturb each other. */
export async function newGarminAccount(request: APIRequestContext, profile = "steady"): Promise<string> {
  const made = await garmin(request, "POST /athletes", { profile });
  return z.object({ key: z.string() }).parse(made).key;
}
