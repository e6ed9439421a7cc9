import "@/lib/auth/testing/test-env";
import { expect, test } from "vitest";
import { readAthleteSex, saveAthleteSex, saveSettings } from "@/lib/accounts/settings";
import { insertPerson } from "@/lib/db/testing/test-people";
import { findSessionRow } from "@/lib/db/users";

test("what is given changes, the rest stays, also for everybody else", async () => {
  const [one, other] = [await insertPerson(["athlete"]), await insertPerson(["athlete"])];
  await saveSettings(one.userId, { units: "imperial", timeZone: "Pacific/Auckland" });
  await saveSettings(one.userId, { name: " Ada ", theme: undefined });
  await saveSettings(one.userId, {});
  expect(await findSessionRow(one.userId)).toMatchObject({
    name: "Ada",
    units: "imperial",
    timeZone: "Pacific/Auckland",
    theme: "system",
  });
  expect(await findSessionRow(other.userId)).toMatchObject({ name: "Test Person", units: "metric" });
});

test.each([
  ["name", { name: "" }],
  ["timeZone", { timeZone: "Berlin" }],
  ["units", { units: "furlongs" }],
  ["theme", { theme: "pink" }],
])("a wrong %s is named and nothing is stored", async (field, change) => {
  const { userId } = await insertPerson(["athlete"]);
  const before = await findSessionRow(userId);
  await expect(saveSettings(userId, change)).rejects.toMatchObject({ code: "invalid_input", field });
  expect(await findSessionRow(userId)).toEqual(before);
});

test("sex may stay unsaid, and nothing else can be changed along with the settings", async () => {
  const { userId } = await insertPerson(["athlete"]);
  expect(await readAthleteSex(userId)).toBeNull();
  await saveAthleteSex(userId, "female");
  expect(await readAthleteSex(userId)).toBe("female");
  await saveAthleteSex(userId, null);
  expect(await readAthleteSex(userId)).toBeNull();
  await expect(saveAthleteSex(userId, "x")).rejects.toMatchObject({ field: "sex" });
  await saveSettings(userId, { roles: ["operator"], tokenVersion: 9 });
  expect(await findSessionRow(userId)).toMatchObject({ roles: ["athlete"], tokenVersion: 0 });
});
