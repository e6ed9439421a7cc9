import "@/lib/auth/testing/test-env";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SmtpSimulator, startSmtpSimulator } from "@/e2e/simulators/smtp/server";
import { readAccessLog } from "@/lib/coaching/access-log";
import { listDueDigests, sendDigestIfDue } from "@/lib/coaching/digest-mail";
import { mailInvitation } from "@/lib/coaching/invitation-mail";
import { askAthlete, invitationLink } from "@/lib/coaching/invitations";
import { linkCoach } from "@/lib/coaching/links";
import { queryRows } from "@/lib/db/testing/test-athlete";
import { insertPerson, type TestPerson } from "@/lib/db/testing/test-people";
import { env } from "@/lib/env";
import { setReadiness } from "@/lib/insights/testing/set-readiness";
import { changeMailSettings, findUnsentDigestDate, readMailSettings } from "@/lib/mail/settings";
import { readUnsubscribeKey, unsubscribe, unsubscribePostUrl } from "@/lib/mail/unsubscribe";
import { isTime, mailNotices, noticeConnections } from "@/lib/notices/notice-mail";
import { readOpenNotices } from "@/lib/notices/notices";

/** 07:30 in Berlin, where the test people live. */
const MORNING = new Date("2026-05-31T05:30:00Z");
const at = (time: string) => new Date(`2026-05-31T${time}:00Z`);

let smtp: SmtpSimulator;
let coach: TestPerson;

beforeAll(async () => {
  smtp = await startSmtpSimulator();
});
afterAll(() => smtp.close());

beforeEach(async () => {
  env().SMTP_URL = smtp.url;
  coach = await insertPerson(["coach"]);
  await wantDigest({ digestMode: "mail" });
});

afterEach(() => {
  env().SMTP_URL = undefined;
  smtp.refuse(false);
});

function wantDigest(change: object) {
  const settings = { noticeMode: "at_once", digestHour: "7", quietFromHour: "21", quietToHour: "7" };
  return changeMailSettings(coach.userId, { ...settings, ...change });
}

/** One with HRV below the usual range; the connection works. */
async function athlete(name: string, lastNight = "2026-05-31"): Promise<TestPerson> {
  const person = await insertPerson(["athlete"]);
  await queryRows(`UPDATE "User" SET "name" = $2 WHERE "id" = $1`, [person.userId, name]);
  await linkCoach(person.athleteId, coach.userId, { scopes: ["recovery"] });
  await queryRows(
    `WITH c AS (INSERT INTO "Connection" ("athleteId", "provider", "slotMinute") VALUES ($1, 'garmin', 0) RETURNING "id"),
          w AS (INSERT INTO "ConnectionAccess" ("connectionId", "way", "state", "sealedSecret")
                SELECT "id", 'personal_key', 'ready', 'sealed' FROM c RETURNING 1),
          d AS (INSERT INTO "RecoveryDay" ("athleteId", "localDate", "hrvRmssdMs") VALUES ($1, $2, 50) RETURNING 1)
     INSERT INTO "DailyMetric" ("athleteId", "localDate", "algorithmVersion", "hrvRmssd7DayMs", "hrvNightCount7Day",
       "hrvBaselineNightCount", "hrvUsualLowMs", "hrvUsualHighMs", "hrvBaselineMeanLnMs", "hrvBaselineSdLnMs",
       "hrvNightZ", "hrvStatus", "hrvDaysBelow")
     VALUES ($1, $2, 1, 54, 7, 50, 55, 66, ln(60), 0.1, 0, 'below', 3)`,
    [person.athleteId, lastNight],
  );
  await setReadiness(person.athleteId, { hrvTrend: 1, heartRate: 0 });
  return person;
}

const mailsTo = ({ email }: TestPerson) => smtp.mails.filter(({ to }) => to.includes(email));
/** The body as it reads, without the transport's line breaks. */
const readable = (raw: string) => raw.replace(/=\n/g, "").replaceAll("=3D", "=");

describe("the morning digest", () => {
  test("goes out once a day, names the case and its reason, and is a look that the athlete reads", async () => {
    const { athleteId } = await athlete("Ada <b>Winter</b>");
    expect(await listDueDigests(MORNING)).toContain(coach.userId);
    const outcomes = await Promise.all([1, 2, 3].map(() => sendDigestIfDue(coach.userId, MORNING)));
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(1);
    expect(await sendDigestIfDue(coach.userId, at("07:30"))).toBe("sent_before");
    const [mail, ...others] = mailsTo(coach);
    expect(others).toEqual([]);
    const text = readable(mail?.raw ?? "");
    expect(text).toContain("Subject: This morning: 1 athlete stands out");
    expect(text).toContain("Ada <b>Winter</b>: HRV below usual range for 3 days.");
    expect(text).toContain("Ada &lt;b&gt;Winter&lt;/b&gt;");
    expect(text).toContain("1 of 1 nights are in.");
    expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
    expect(await readAccessLog(athleteId, 1, MORNING)).toMatchObject([
      { userId: coach.userId, kinds: [{ words: "recovery", count: 1 }] },
    ]);
    // The next day is a new one.
    expect(await sendDigestIfDue(coach.userId, new Date("2026-06-01T08:30:00Z"))).toBe("sent");
  });

  test("waits until most nights are in, or it is late; then it says who is missing", async () => {
    await athlete("In");
    await athlete("Missing", "2026-05-28");
    expect(await sendDigestIfDue(coach.userId, MORNING)).toBe("waits_for_nights");
    expect(await sendDigestIfDue(coach.userId, at("07:59"))).toBe("waits_for_nights");
    expect(await sendDigestIfDue(coach.userId, at("08:00"))).toBe("sent");
    const text = readable(mailsTo(coach)[0]?.raw ?? "");
    expect(text).toContain("1 of 2 nights are in.");
    expect(text).toContain("Missing: No night for 3 days. The connection works");
  });

  test("not before the coach's hour, not in the evening, not for who does not want it", async () => {
    await athlete("Ada");
    expect(await sendDigestIfDue(coach.userId, at("04:59"))).toBe("not_due");
    expect(await sendDigestIfDue(coach.userId, at("13:00"))).toBe("not_due");
    await wantDigest({ digestMode: "off" });
    expect(await sendDigestIfDue(coach.userId, MORNING)).toBe("not_due");
    expect(await listDueDigests(MORNING)).not.toContain(coach.userId);
    expect(mailsTo(coach)).toEqual([]);
  });

  test("a mail server that is down: said in settings, tried again ten minutes later, nothing lost or doubled", async () => {
    await athlete("Ada");
    smtp.refuse(true);
    expect(await sendDigestIfDue(coach.userId, MORNING)).toBe("failed");
    expect(await findUnsentDigestDate(coach.userId)).toBe("2026-05-31");
    smtp.refuse(false);
    expect(await sendDigestIfDue(coach.userId, at("05:35"))).toBe("sent_before");
    expect(await sendDigestIfDue(coach.userId, at("05:40"))).toBe("sent");
    expect(await findUnsentDigestDate(coach.userId)).toBeNull();
    expect(mailsTo(coach)).toHaveLength(1);
  });

  test("the link in it ends it, and only this; a forged one does nothing", async () => {
    const query = Object.fromEntries(new URL(unsubscribePostUrl(coach.userId, "digest")).searchParams);
    const other = await insertPerson(["coach"]);
    for (const change of [{ sign: "x" }, { user: other.userId }, { kind: "notices" }, { user: "me" }]) {
      expect(() => readUnsubscribeKey({ ...query, ...change })).toThrow("not whole");
    }
    await unsubscribe(query);
    await unsubscribe(query);
    expect(await readMailSettings(coach.userId)).toMatchObject({ digestMode: "off", noticeMode: "at_once" });
  });

  test("without a mail server nothing is due", async () => {
    env().SMTP_URL = undefined;
    expect(await listDueDigests(MORNING)).toEqual([]);
    expect(await mailNotices(MORNING)).toBe(0);
  });
});

describe("notices", () => {
  test("a connection that needs the athlete is told once, mailed once, not in the quiet hours", async () => {
    const ada = await athlete("Ada");
    await queryRows(
      `UPDATE "ConnectionAccess" SET "state" = 'needs_reconnect', "stateSince" = now()
        WHERE "connectionId" = (SELECT "id" FROM "Connection" WHERE "athleteId" = $1)`,
      [ada.athleteId],
    );
    await noticeConnections();
    await noticeConnections();
    const open = await readOpenNotices(ada.userId);
    expect(open.map(({ kind }) => kind)).toEqual(["reconnect_needed"]);
    const today = new Date().toISOString().slice(0, 10);
    await mailNotices(new Date(`${today}T22:00:00Z`));
    expect(mailsTo(ada)).toEqual([]);
    const noon = new Date(`${today}T10:00:00Z`);
    await Promise.all([mailNotices(noon)]);
    await mailNotices(noon);
    expect(mailsTo(ada)).toHaveLength(1);
    expect(readable(mailsTo(ada)[0]?.raw ?? "")).toContain("Garmin needs you");
  });

  test("a key that ends soon is told, and one that is refused stays to be mailed later", async () => {
    const ada = await athlete("Ada");
    await queryRows(
      `UPDATE "ConnectionAccess" SET "secretExpiresAt" = now() + interval '3 days'
        WHERE "connectionId" = (SELECT "id" FROM "Connection" WHERE "athleteId" = $1)`,
      [ada.athleteId],
    );
    await noticeConnections();
    expect(await readOpenNotices(ada.userId)).toMatchObject([
      { kind: "key_expires", message: expect.stringContaining("ends in 3 days") },
    ]);
    const noon = new Date(`${new Date().toISOString().slice(0, 10)}T10:00:00Z`);
    smtp.refuse(true);
    await mailNotices(noon);
    smtp.refuse(false);
    expect(mailsTo(ada)).toEqual([]);
    await mailNotices(noon);
    expect(mailsTo(ada)).toHaveLength(1);
  });

  test.each([
    ["at_once", 21, 7, "2026-05-31T19:30:00Z", false],
    ["at_once", 21, 7, "2026-05-31T04:59:00Z", false],
    ["at_once", 21, 7, "2026-05-31T05:00:00Z", true],
    ["at_once", 12, 14, "2026-05-31T11:00:00Z", false],
    ["at_once", 12, 12, "2026-05-31T10:00:00Z", true],
    ["daily", 21, 7, "2026-05-31T05:10:00Z", true],
    ["daily", 21, 7, "2026-05-31T06:10:00Z", false],
  ] as const)(
    "%s with quiet hours %i to %i at %s: %s",
    (noticeMode, quietFromHour, quietToHour, now, isNow) => {
      const notice = { noticeMode, quietFromHour, quietToHour, digestHour: 7, timeZone: "Europe/Berlin" };
      expect(isTime(notice, new Date(now))).toBe(isNow);
    },
  );
});

test("an invitation with an address is mailed to it, with its link", async () => {
  const sender = { userId: coach.userId, email: coach.email, timeZone: "UTC", athleteId: null };
  const email = `ada.${coach.userId}@test.example`;
  const made = await askAthlete(sender, { scopes: ["runs"], email });
  expect(await mailInvitation(made, "Clara")).toBe("sent");
  const mail = smtp.mails.find(({ to }) => to.includes(email));
  expect(readable(mail?.raw ?? "")).toContain(invitationLink(made.code));
  smtp.refuse(true);
  expect(await mailInvitation(made, "Clara")).toBe("failed");
  expect(await mailInvitation({ ...made, email: null }, "Clara")).toBe("off");
});

test.each([
  ["digestHour", { digestHour: "24" }],
  ["digestHour", { digestHour: "soon" }],
  ["noticeMode", { noticeMode: "sometimes" }],
])("a wrong %s is named", async (field, change) => {
  await expect(wantDigest(change)).rejects.toMatchObject({ code: "invalid_input", field });
});
