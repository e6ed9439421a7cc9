/** What the nights and the runs say: load, efficiency, check-in and methods, on desktop and phone. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { connectByKey, newGarminAccount, newPerson, signIn, signUp } from "./people";

const FIRST_SYNC_MS = 60_000;

test.describe.configure({ mode: "serial" });

const athlete = newPerson("Lena Berg");

test("an athlete whose nights and runs are in", async ({ page, request }) => {
  const key = await newGarminAccount(request, "overreach");
  await signUp(page, athlete);
  await connectByKey(page, key);
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText(/History: \d+ new activities/).first()).toBeVisible({ timeout: FIRST_SYNC_MS });
});

test("without a maximum heart rate the page says what is missing and where to say it", async ({ page }) => {
  await signIn(page, athlete);
  await page.goto("/training");
  await expect(page.getByText("Without your maximum heart rate no load can be computed")).toBeVisible();
  await expect(page.getByRole("link", { name: "Say it in the settings" })).toHaveAttribute(
    "href",
    "/settings",
  );
});

for (const device of [
  { name: "desktop", options: {} },
  { name: "phone", options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
]) {
  test.describe(device.name, () => {
    test.use(device.options);

    test("load, efficiency and methods are on their pages, nothing shifts, axe finds nothing", async ({
      page,
    }) => {
      const errors = collectErrors(page);
      await signIn(page, athlete);
      await watchShifts(page);
      for (const [address, heading] of [
        ["/training?days=90", "Training"],
        ["/efficiency?days=90", "Efficiency"],
        ["/recovery?days=90", "Recovery"],
      ] as const) {
        await page.goto(address);
        await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
        await expect(page.getByRole("figure").locator("svg").first()).toBeVisible();
        await expect(page.getByRole("slider", { name: "Day in the charts" })).toBeVisible();
        expect(await shiftOf(page), address).toBeLessThan(0.02);
        expect((await new AxeBuilder({ page }).analyze()).violations, address).toEqual([]);
      }
      await page.goto("/methods");
      await expect(page.getByRole("heading", { name: "How the numbers are made" })).toBeVisible();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      expect(errors).toEqual([]);
    });

    test("a run says what it meant", async ({ page }) => {
      await signIn(page, athlete);
      await page.goto("/runs");
      await page.locator('a[href^="/runs/"]').first().click();
      await expect(page.getByRole("heading", { name: "What this run meant" })).toBeVisible();
    });
  });
}

test.describe("on the phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a check-in takes a moment, decides the day when sick, and can be taken back", async ({ page }) => {
    await signIn(page, athlete);
    await page.goto("/today");
    await page.getByText("How do you feel?").first().click();
    const feel = page.getByRole("group", { name: "How do you feel?" });
    await feel.getByText("Good", { exact: true }).click();
    await page.getByLabel("I am sick").check();
    await page.getByLabel("Note").fill("sore throat");
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole("button", { name: "Keep check-in" }).click();
    await expect(page.getByText("Kept. It counts from now on.")).toBeVisible();

    await page.goto("/today");
    await expect(page.getByText("You said that you are sick")).toBeVisible();
    await expect(page.getByText("feeling good, sick, sore throat")).toBeVisible();

    await page.getByText("Change your check-in").click();
    await page.getByLabel("I am sick").uncheck();
    await page.getByRole("button", { name: "Keep check-in" }).click();
    await expect(page.getByText("Kept. It counts from now on.")).toBeVisible();
    await page.goto("/today");
    await expect(page.getByText("You said that you are sick")).toHaveCount(0);
  });
});

test("the same by API, for a signed-in browser", async ({ page }) => {
  await signIn(page, athlete);
  const { data } = await (await page.request.get("/v1/athletes")).json();
  const id = data[0].athlete_id;
  for (const path of ["readiness", "load", "efficiency", "signals", "check-ins"]) {
    const answer = await page.request.get(`/v1/athletes/${id}/${path}?limit=5`);
    expect(answer.status(), path).toBe(200);
  }
  const readiness = await (await page.request.get(`/v1/athletes/${id}/readiness?limit=1`)).json();
  expect(readiness.data[0]).toMatchObject({ flag: "strong" });
});

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  return errors;
}

/** Sums layout shifts of each page from its first moment on. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const holder = window as Window & { shifted?: number };
    holder.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { value?: number; hadRecentInput?: boolean };
        if (!shift.hadRecentInput) holder.shifted = (holder.shifted ?? 0) + (shift.value ?? 0);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

function shiftOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as Window & { shifted?: number }).shifted ?? 0);
}
