/** From an empty instance to the HRV chart, in the browser and again through /v1. */
import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { z } from "zod";
import {
  connectByKey,
  garmin,
  inngestUrl,
  newGarminAccount,
  newPerson,
  PASSWORD,
  signIn,
  signUp,
} from "./people";

const FIRST_SYNC_MS = 60_000;

test.describe.configure({ mode: "serial" });

const athlete = newPerson("Ada Winter");
let key = "";

test("the first account signs up, connects Garmin by key and watches the first sync", async ({
  page,
  request,
}) => {
  const errors = collectErrors(page);
  key = await newGarminAccount(request, "overreach");
  await signUp(page, athlete);
  await expect(page).toHaveURL(/first-steps/);

  await connectByKey(page, key);
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText(/History: \d+ new activities/).first()).toBeVisible({ timeout: FIRST_SYNC_MS });
  expect(errors).toEqual([]);
});

test("the sync ran in the real Inngest server", async ({ request }) => {
  test.skip(inngestUrl === "", "Inngest can't run on this machine");
  const query = "{ functions { slug } }";
  const answer = await request.post(`${inngestUrl}/v0/gql`, { data: { query } });
  const { functions } = z
    .object({ data: z.object({ functions: z.array(z.object({ slug: z.string() })) }) })
    .parse(await answer.json()).data;
  const slugs = functions.map(({ slug }) => slug).join(" ");
  for (const id of ["sync-garmin-activities", "sync-garmin-recovery-metrics", "schedule-staggered-syncs"]) {
    expect(slugs).toContain(id);
  }
});

for (const device of [
  { name: "desktop", options: {} },
  { name: "phone", options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
]) {
  test.describe(device.name, () => {
    test.use(device.options);

    test("runs and nights are on the pages", async ({ page }) => {
      const errors = collectErrors(page);
      await signIn(page, athlete);

      await page.goto("/runs");
      await expect(page.getByRole("heading", { name: "Runs", level: 1 })).toBeVisible();
      await page.locator('a[href^="/runs/"]').first().click();
      await expect(page.getByText("Distance").first()).toBeVisible();

      await page.goto("/recovery?days=90");
      const figure = page.getByRole("figure");
      await expect(figure.locator("svg").first()).toBeVisible();
      await expect(page.getByText("usual range").first()).toBeVisible();

      await page.goto("/recovery?days=90&view=table");
      await expect(page.getByRole("row")).not.toHaveCount(0);
      const csv = await page.request.get("/recovery/csv?days=30");
      expect(csv.headers()["content-type"]).toContain("text/csv");
      expect(errors).toEqual([]);
    });

    test("no page is wider than the screen, and axe finds nothing", async ({ page }) => {
      await signIn(page, athlete);
      for (const path of ["/today", "/runs", "/recovery", "/connections", "/settings"]) {
        await page.goto(path);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, path).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`),
          path,
        ).toEqual([]);
      }
    });
  });
}

test("a wrong key is refused with a next step, and what is connected stays", async ({ page }) => {
  await signIn(page, athlete);
  await page.goto("/connections");
  await page.getByText("Change the key").click();
  await page.getByLabel("Your key").fill("GCDC_NOBODY");
  await page
    .getByRole("button", { name: /key|connect/i })
    .last()
    .click();
  await expect(page.getByText("Garmin does not know this key.", { exact: false })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
});

test("the same through /v1: a token reads the status, the activities and the nights", async ({
  page,
  request,
}) => {
  await signIn(page, athlete);
  const token = await createToken(page);
  const read = (path: string) => request.get(path, { headers: { authorization: `Bearer ${token}` } });

  const { data: athletes } = Page1.parse(await (await read("/v1/athletes")).json());
  const id = String(athletes[0]?.athlete_id ?? athletes[0]?.id);
  const status = z
    .looseObject({ connected: z.boolean() })
    .parse(await (await read(`/v1/garmin/status/${id}`)).json());
  expect(status).toMatchObject({ connected: true, username: null, state: "connected" });

  const { data: days } = Page1.parse(await (await read(`/v1/athletes/${id}/recovery?limit=200`)).json());
  expect(days.length).toBeGreaterThan(80);
  expect(days.some((day) => typeof day.hrv_rmssd_ms === "number")).toBe(true);
  const { data: runs } = Page1.parse(await (await read(`/v1/athletes/${id}/activities`)).json());
  expect(runs.length).toBeGreaterThan(20);

  expect((await request.get("/v1/athletes")).status()).toBe(401);
  expect((await read("/v1/athletes/00000000-0000-4000-8000-000000000000/recovery")).status()).toBe(404);
  await syncsAgain(request, token);
});

test("a key that is deleted at Garmin turns into a state with a next step; nothing is lost", async ({
  page,
  request,
}) => {
  await garmin(request, `POST /keys/${encodeURIComponent(key)}/delete`, {});
  await signIn(page, athlete);
  await page.goto("/connections");
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByText(/new key/i).first()).toBeVisible({ timeout: FIRST_SYNC_MS });
  await page.goto("/runs");
  await expect(page.locator('a[href^="/runs/"]').first()).toBeVisible();
});

const Page1 = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

/** Scripts that fail or are refused by the content policy. */
function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}

async function createToken(page: Page): Promise<string> {
  await page.goto("/settings");
  await page.getByLabel("Name of the token").fill("Journey");
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Make a token" }).click();
  const shown = page.getByText(/nr_[\w-]{20,}/).first();
  await expect(shown).toBeVisible();
  return /nr_[\w-]+/.exec((await shown.textContent()) ?? "")?.[0] ?? "";
}

/** Asks for a sync and sees both of its tasks end well. */
async function syncsAgain(request: APIRequestContext, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const asked = await request.post("/v1/garmin/sync", { headers, data: {} });
  const tasks = z
    .object({
      status: z.literal("success"),
      activity_sync_task_id: z.uuid(),
      recovery_sync_task_id: z.uuid(),
    })
    .parse(await asked.json());
  for (const id of [tasks.activity_sync_task_id, tasks.recovery_sync_task_id]) {
    const state = async () => (await (await request.get(`/v1/syncs/${id}`, { headers })).json()).state;
    await expect.poll(state, { timeout: FIRST_SYNC_MS }).toBe("succeeded");
  }
}

test("a stranger sees the sign-in page", async ({ page }) => {
  await page.goto("/recovery");
  await expect(page).toHaveURL(/sign-in/);
  await page.getByLabel("E-mail").fill(athlete.email);
  await page.getByLabel("Password").fill(`${PASSWORD}!`);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/e-mail|password/i).first()).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});
