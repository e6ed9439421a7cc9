/** Files dropped in by hand: what came, what did not and why, and taking it back. */
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { newPerson, signIn, signUp } from "./people";

const IMPORT_MS = 60_000;
const FILES = path.resolve(import.meta.dirname, "../lib/providers/files/testdata");
const file = (name: string) => path.join(FILES, name);

test.describe.configure({ mode: "serial" });

const athlete = newPerson("Ilse Sommer");

async function drop(page: Page, ...names: string[]): Promise<void> {
  await page.getByLabel("Choose files").setInputFiles(names.map(file));
}

test("one FIT file becomes a run", async ({ page }) => {
  await signUp(page, athlete);
  await page.goto("/imports");
  await expect(page.getByText("Nothing was imported yet.")).toBeVisible();
  await drop(page, "run_rpe60_feel75.fit");
  await expect(page.getByText("1 new workout.")).toBeVisible({ timeout: IMPORT_MS });

  await page.goto("/runs");
  await page.locator('a[href^="/runs/"]').first().click();
  await expect(page.getByText("1.80").first()).toBeVisible();
});

test("a broken file among five good ones says why, and the others go on", async ({ page }) => {
  await signIn(page, athlete);
  await page.goto("/imports");
  await drop(
    page,
    "run_rpe60_feel75.fit",
    "broken_crc.fit",
    "hrv_status.fit",
    "sleep.fit",
    "monitoring_b.fit",
    "health_snapshot.fit",
  );
  const card = page.getByRole("article", { name: "6 files" });
  await expect(card).toBeVisible();
  await page.reload();
  await expect(card.getByText(/1 day with new values.*1 file could not be used\./)).toBeVisible({
    timeout: IMPORT_MS,
  });
  await expect(card.getByText("broken_crc.fit")).toBeVisible();
  await expect(card.getByText(/checksum/)).toBeVisible();
});

test("the same again is nothing new, and undo takes back what one import brought", async ({ page }) => {
  await signIn(page, athlete);
  await page.goto("/imports");
  await drop(page, "hrv_status.fit", "sleep.fit");
  const again = page.getByRole("article", { name: "2 files" });
  await expect(again.getByText("Nothing new: all of it was here already.")).toBeVisible({
    timeout: IMPORT_MS,
  });

  const six = page.getByRole("article", { name: "6 files" });
  await six.getByText("Undo this import").click();
  await six.getByRole("button", { name: "Take back what it brought" }).click();
  await expect(six.getByText("Taken back.")).toBeVisible({ timeout: IMPORT_MS });
  await page.goto("/recovery?view=table");
  await page.goto("/imports");

  const first = page.getByRole("article", { name: "run_rpe60_feel75.fit" });
  await first.getByText("Undo this import").click();
  await first.getByRole("button", { name: "Take back what it brought" }).click();
  await expect(first.getByText("Taken back.")).toBeVisible({ timeout: IMPORT_MS });
  await page.goto("/runs");
  await expect(page.getByText("No run has arrived yet")).toBeVisible();
});

for (const viewport of [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`at ${viewport.width} px the page fits and axe finds nothing`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await signIn(page, athlete);
    await page.goto("/imports");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(viewport.width);
  });
}
