/** An athlete says the numbers that formulas need, with and without a script in the browser. */
import { expect, test } from "@playwright/test";
import { newPerson, signIn, signUp } from "./people";

const athlete = newPerson("Nora Numbers");

test.describe.configure({ mode: "serial" });

test("numbers are kept with their date, and a wrong one is named where it stands", async ({ page }) => {
  await signUp(page, athlete);
  await page.goto("/settings");
  const max = page.getByLabel("Maximum heart rate");
  await max.fill("400");
  await page.getByRole("button", { name: "Save the numbers" }).click();
  await expect(page.getByText("Maximum heart rate is a whole number")).toBeVisible();
  await expect(max).toBeFocused();

  await max.fill("189");
  await page.getByLabel("Sleep need").fill("7:45");
  await page.getByRole("button", { name: "Save the numbers" }).click();
  await expect(page.getByText("Saved. The days since then")).toBeVisible();
  await expect(page.getByText("maximum 189 bpm, sleep need 7:45 h")).toBeVisible();
  await page.reload();
  await expect(max).toHaveValue("189");
});

test("the same without a script, and taken back", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, athlete);
  await page.goto("/settings");
  await page.getByLabel("Threshold heart rate").fill("170");
  await page.getByRole("button", { name: "Save the numbers" }).click();
  await expect(page.getByText("maximum 189 bpm, threshold 170 bpm, sleep need 7:45 h")).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("Said so far")).toHaveCount(0);
  await expect(page.getByLabel("Maximum heart rate")).toHaveValue("");
  await context.close();
});
