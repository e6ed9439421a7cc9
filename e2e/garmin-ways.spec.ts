/** Every way into Garmin in the browser: from empty to data, what goes wrong, and changing the way. */
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { z } from "zod";
import { connectByKey, garmin, newGarminAccount, newPerson, PASSWORD, signUp } from "./people";

const FIRST_SYNC_MS = 60_000;

const Files = z.object({ files: z.array(z.string()) });
const SignIn = z.object({ username: z.string(), password: z.string() });

async function athleteAtConnections(page: Page, name: string): Promise<void> {
  await signUp(page, newPerson(name));
  await page.goto("/connections");
}

async function newSession(request: APIRequestContext, key: string, form: string): Promise<string[]> {
  return Files.parse(await garmin(request, `POST /sessions/${key}`, { form })).files;
}

async function newSignIn(request: APIRequestContext, change: object = {}) {
  const key = await newGarminAccount(request);
  return { key, ...SignIn.parse(await garmin(request, `POST /sign-ins/${key}`, change)) };
}

/** The summary of a folded part. */
const unfold = (page: Page, label: string) => page.getByText(label, { exact: true }).click();

async function expectFirstData(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Garmin", exact: true })).toBeVisible();
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  await expect
    .poll(
      async () => {
        await page.goto("/recovery");
        return page.getByText(/\d+ ms/).count();
      },
      { timeout: FIRST_SYNC_MS },
    )
    .toBeGreaterThan(0);
  await page.goto("/connections");
}

async function signInAtGarmin(page: Page, username: string, password: string): Promise<void> {
  const form = page.getByLabel("E-mail of your Garmin account");
  if (!(await form.isVisible())) await unfold(page, "Sign in with username and password");
  await form.fill(username);
  await page.getByLabel("Password of your Garmin account").fill(password);
  await page.getByRole("button", { name: "Sign in at Garmin" }).click();
}

test("a pasted session brings in nights, is taken out with the password and given back", async ({
  page,
  request,
}) => {
  const [file = ""] = await newSession(request, await newGarminAccount(request), "garmin_tokens");
  await athleteAtConnections(page, "Sessa Import");
  await unfold(page, "Import a session");
  await page.getByLabel("Your session").fill("this is no session");
  await page.getByRole("button", { name: "Connect with this session" }).click();
  await expect(page.getByText("This is no session that Nightrun knows", { exact: false })).toBeVisible();
  await page.getByLabel("Your session").fill(file);
  await page.getByRole("button", { name: "Connect with this session" }).click();
  await expectFirstData(page);

  await unfold(page, "Take the session out");
  await page.getByLabel("Your Nightrun password").fill("not the password");
  await page.getByRole("button", { name: "Take it out and stop using it here" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await page.getByLabel("Your Nightrun password").fill(PASSWORD);
  await page.getByRole("button", { name: "Take it out and stop using it here" }).click();
  const shown = await page.getByLabel("garmin_tokens.json").inputValue();
  expect(JSON.parse(shown)).toMatchObject({ di_client_id: expect.stringContaining("GARMIN_CONNECT") });
  await page.reload();
  await expect(page.getByText("Handed over").first()).toBeVisible();

  await unfold(page, "Other ways in");
  await unfold(page, "Import a session");
  await page.getByLabel("Your session").fill(shown);
  await page.getByRole("button", { name: "Connect with this session" }).click();
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
});

test("a garth folder is dropped as its two files", async ({ page, request }) => {
  const files = await newSession(request, await newGarminAccount(request), "garth_folder");
  await athleteAtConnections(page, "Folder Garth");
  await unfold(page, "Import a session");
  await page.getByLabel("Or its files").setInputFiles(
    files.map((text, index) => ({
      name: `oauth${index + 1}_token.json`,
      mimeType: "application/json",
      buffer: Buffer.from(text),
    })),
  );
  await page.getByRole("button", { name: "Connect with this session" }).click();
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
});

test("a ticket connects once; an old one says what to do", async ({ page, request }) => {
  const key = await newGarminAccount(request);
  const { ticket } = z
    .object({ ticket: z.string() })
    .parse(await garmin(request, `POST /tickets/${key}`, {}));
  await athleteAtConnections(page, "Tick Etta");
  await unfold(page, "Sign in at Garmin and copy a ticket");
  await page.getByLabel("Your ticket").fill("ST-1-old-sso");
  await page.getByRole("button", { name: "Connect with this ticket" }).click();
  await expect(page.getByText("about a minute: sign in once more", { exact: false })).toBeVisible();
  await page.getByLabel("Your ticket").fill(ticket);
  await page.getByRole("button", { name: "Connect with this ticket" }).click();
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
});

test("a password, wrong at first, then a code, wrong at first, also after the page was closed", async ({
  page,
  request,
}) => {
  const { username, password } = await newSignIn(request, { mfaCode: "424242" });
  await athleteAtConnections(page, "Pass Word");
  await signInAtGarmin(page, username, "wrong");
  await expect(page.getByText("does not take this username and password", { exact: false })).toBeVisible();
  await signInAtGarmin(page, username, password);
  await expect(page.getByLabel("Code from Garmin")).toBeVisible();
  await page.goto("/today");
  await page.goto("/connections");
  await page.getByLabel("Code from Garmin").fill("000000");
  await page.getByRole("button", { name: "Send the code" }).click();
  await expect(page.getByText("you need not sign in anew", { exact: false })).toBeVisible();
  await page.getByLabel("Code from Garmin").fill("424242");
  await page.getByRole("button", { name: "Send the code" }).click();
  await expectFirstData(page);
});

test("a limit by Garmin is a countdown of a day, and nothing is asked meanwhile", async ({
  page,
  request,
}) => {
  const { key, username, password } = await newSignIn(request, { mode: "limited" });
  await athleteAtConnections(page, "Limi Ted");
  await signInAtGarmin(page, username, password);
  await expect(page.getByRole("timer")).toContainText(/Time left: (24:00:00|23:59:\d\d)/);
  await signInAtGarmin(page, username, password);
  await expect(page.getByText("leaves it alone for a day", { exact: false })).toBeVisible();
  const asked = await garmin(request, `POST /sign-ins/${key}`, {});
  expect(z.object({ passwordCount: z.number() }).parse(asked).passwordCount).toBe(1);
});

test("a page in place of an answer is told as a block by Garmin", async ({ page, request }) => {
  const { username, password } = await newSignIn(request, { mode: "blocked" });
  await athleteAtConnections(page, "Blo Cked");
  await signInAtGarmin(page, username, password);
  await expect(page.getByText("Garmin blocks log-ins from this server", { exact: false })).toBeVisible();
});

test("the second way takes over from the first; a new key mends it; disconnecting keeps the data", async ({
  page,
  request,
}) => {
  // Several syncs, one after the other.
  test.setTimeout(4 * FIRST_SYNC_MS);
  const key = await newGarminAccount(request);
  const [file = ""] = await newSession(request, key, "garmin_tokens");
  await signUp(page, newPerson("Two Ways"));
  await connectByKey(page, key);
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  await unfold(page, "Other ways in");
  await unfold(page, "Import a session");
  await page.getByLabel("Your session").fill(file);
  await page.getByRole("button", { name: "Connect with this session" }).click();
  await page.reload();
  await expect(page.getByText("Used now")).toBeVisible();

  const renewed = z.object({ key: z.string() }).parse(await garmin(request, `POST /keys/${key}/renew`));
  await garmin(request, `POST /keys/${key}/revoke-tokens`);
  await expect
    .poll(
      async () => {
        await page.reload();
        const syncNow = page.getByRole("button", { name: "Sync now" });
        if (await syncNow.isEnabled().catch(() => false)) await syncNow.click();
        return page.getByText("Goes on by another way").count();
      },
      { timeout: FIRST_SYNC_MS, intervals: [3_000] },
    )
    .toBe(1);

  await unfold(page, "Change the key");
  await page.getByLabel("Your key").fill(renewed.key);
  await page.getByRole("button", { name: "Change to this key" }).click();
  await page.reload();
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();

  await unfold(page, "Disconnect Garmin");
  await page.getByRole("button", { name: "Disconnect Garmin now" }).click();
  await expect(page.getByText("Disconnected", { exact: true })).toBeVisible();
  await page.goto("/runs");
  await expect(page.locator('a[href^="/runs/"]').first()).toBeVisible();
});

test("disconnecting deletes the data when that is chosen", async ({ page, request }) => {
  await signUp(page, newPerson("Gone Data"));
  await connectByKey(page, await newGarminAccount(request));
  await expectFirstData(page);
  await unfold(page, "Disconnect Garmin");
  await page.getByText("Delete them", { exact: true }).click();
  await page.getByRole("button", { name: "Disconnect Garmin now" }).click();
  await expect(page.getByText("Disconnected", { exact: true })).toBeVisible({ timeout: 45_000 });
  await page.goto("/runs");
  await expect(page.locator('a[href^="/runs/"]')).toHaveCount(0);
});

test("an account that another athlete has is refused", async ({ page, request, browser }) => {
  const key = await newGarminAccount(request);
  await signUp(page, newPerson("First Owner"));
  await connectByKey(page, key);
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  const second = await (await browser.newContext()).newPage();
  await signUp(second, newPerson("Second Owner"));
  await connectByKey(second, key);
  await expect(second.getByText("connected to another athlete", { exact: false })).toBeVisible();
  await second.context().close();
});
