/** A coach and an athlete, each in a browser of their own: invite, agree, look, narrow, pause, end. */
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { connectByKey, newGarminAccount, newPerson, signUp } from "./people";

const FIRST_SYNC_MS = 60_000;

test.describe.configure({ mode: "serial" });

const coach = newPerson("Clara Boyd", "Coach");
const athlete = newPerson("Emil Sorrel");
let coachPage: Page;
let athletePage: Page;
let link = "";

test.beforeAll(async ({ browser, request }) => {
  test.setTimeout(3 * FIRST_SYNC_MS);
  [coachPage, athletePage] = await Promise.all([newPage(browser), newPage(browser)]);
  await signUp(coachPage, coach);
  await signUp(athletePage, athlete);
  await connectByKey(athletePage, await newGarminAccount(request, "overreach"));
  await expect(athletePage.getByText(/History: \d+ new activities/).first()).toBeVisible({
    timeout: FIRST_SYNC_MS,
  });
});

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

test("the coach asks, and gets a link and a code that are shown once", async () => {
  await coachPage.goto("/athletes/invitations");
  await coachPage.getByLabel("Name of the athlete").fill("Emil");
  await coachPage.getByLabel("Groups").fill("Marathon");
  await coachPage.getByRole("checkbox", { name: /^Routes/ }).uncheck();
  await coachPage.getByRole("button", { name: "Make an invitation" }).click();
  const shown = coachPage.getByText(/\/join\?code=/);
  await expect(shown).toBeVisible();
  link = (await shown.textContent()) ?? "";
  await coachPage.reload();
  await expect(coachPage.getByText(/\/join\?code=/)).toHaveCount(0);
  await expect(coachPage.getByText("Open", { exact: true })).toBeVisible();

  await coachPage.goto(link);
  await expect(coachPage.getByText("This is your own invitation.", { exact: false })).toBeVisible();
});

test("a stranger reads what is asked for, and that nothing is shared yet", async ({ page }) => {
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Clara Boyd asks to be your coach here" })).toBeVisible();
  await expect(page.getByText("Routes is not included")).toBeVisible();
  await expect(page.getByRole("link", { name: "Create an account" })).toBeVisible();
  await page.goto("/join?code=AAAA-BBBB-CCCC-DDDD");
  await expect(page.getByText("There is no such invitation.", { exact: false })).toBeVisible();
});

test("the athlete chooses what is shared, and the coach sees that", async () => {
  await athletePage.goto(link);
  await athletePage.getByRole("checkbox", { name: /^Check-ins/ }).uncheck();
  await athletePage.getByRole("button", { name: "Share this with Clara Boyd" }).click();
  await expect(athletePage).toHaveURL(/sharing/);
  await expect(athletePage.getByRole("heading", { name: "Clara Boyd", level: 2 })).toBeVisible();
  await noFaults(athletePage);

  await coachPage.goto("/athletes");
  await coachPage.getByRole("link", { name: athlete.name }).first().click();
  await expect(coachPage.getByRole("complementary", { name: athlete.name })).toBeVisible();
  await noFaults(coachPage);
  await coachPage.getByRole("link", { name: `Open ${athlete.name}` }).click();
  await expect(coachPage.getByRole("heading", { name: athlete.name, level: 1 })).toBeVisible();
  await noFaults(coachPage);

  await athletePage.goto(link);
  await expect(athletePage.getByText("This invitation was used before.", { exact: false })).toBeVisible();
});

test("what is taken away is gone at the coach's next look, on a page that is open", async () => {
  await athletePage.goto("/sharing");
  await athletePage.getByText("Change what Clara Boyd sees").click();
  const form = athletePage.locator("form").filter({ hasText: "Save what Clara Boyd sees" });
  await form.getByRole("checkbox", { name: /^Recovery/ }).uncheck();
  await form.getByRole("button", { name: "Save what Clara Boyd sees" }).click();
  await expect(athletePage.getByText("Saved. It holds from now on.")).toBeVisible();
  await coachPage.reload();
  await expect(coachPage.getByText(/not shared/i).first()).toBeVisible();

  await athletePage.getByRole("button", { name: "Pause with Clara Boyd" }).click();
  await expect(athletePage.getByRole("button", { name: "Go on sharing with Clara Boyd" })).toBeVisible();
  expect((await coachPage.reload())?.status()).toBe(404);
  await coachPage.goto("/athletes/invitations");
  await expect(coachPage.getByText("Paused by the athlete")).toBeVisible();

  await athletePage.getByRole("button", { name: "Go on sharing with Clara Boyd" }).click();
  await expect(athletePage.getByRole("button", { name: "Pause with Clara Boyd" })).toBeVisible();
  await coachPage.goto("/athletes");
  await expect(coachPage.getByRole("link", { name: athlete.name }).first()).toBeVisible();
});

test("the athlete ends it and reads who looked", async () => {
  await athletePage.goto("/sharing");
  await expect(athletePage.getByRole("row", { name: /Clara Boyd/ })).toContainText("recovery");
  await athletePage.getByText("End sharing with Clara Boyd").first().click();
  await athletePage.getByRole("button", { name: "End sharing with Clara Boyd" }).click();
  await expect(athletePage.getByText("Nobody sees your data")).toBeVisible();
  await coachPage.goto("/athletes");
  await expect(coachPage.getByText("No athlete shares with you yet")).toBeVisible();
});

async function noFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${page.url()}: ${id} ${nodes[0]?.html}`)).toEqual([]);
}
