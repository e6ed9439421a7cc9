/** Recorded responses as an account. Files are told apart by what their bodies are, never by name or order. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Account, AccountRecords } from "./account";
import { isObject, type Json, numberOf, textOf } from "./json";
import { hashText } from "./random";
import { createShelf, sortBody } from "./recorded-bodies";

export type RecordingsReport = {
  account: Account;
  /** How many different things of each kind the folder held. */
  counts: Record<string, number>;
  /** Files that are no recorded body, with the reason. */
  skipped: { file: string; reason: string }[];
};

type Envelope = { url: URL; status: number; body: Json };

/** @throws Error when the folder can't be read */
export async function readRecordings(folder: string, timeZone = "UTC"): Promise<RecordingsReport> {
  const shelf = createShelf();
  const { records } = shelf;
  const skipped: RecordingsReport["skipped"] = [];
  for (const file of await listJsonFiles(folder)) {
    const envelope = readEnvelope(await readFile(path.join(folder, file), "utf8"));
    if (typeof envelope === "string") {
      skipped.push({ file, reason: envelope });
      continue;
    }
    if (envelope.status < 200 || envelope.status >= 300 || envelope.body === null) {
      skipped.push({ file, reason: "says that there is nothing" });
      continue;
    }
    if (!sortBody(shelf, envelope.url, envelope.body))
      skipped.push({ file, reason: "is of no kind that is served" });
  }
  return { account: accountOf(records, folder, timeZone), counts: countRecords(records), skipped };
}

async function listJsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".json")).sort();
}

/** @returns the reason where the file is no recorded response */
function readEnvelope(content: string): Envelope | string {
  let parsed: Json;
  try {
    parsed = JSON.parse(content);
  } catch {
    return "is no JSON";
  }
  if (!isObject(parsed) || !isObject(parsed.request) || !isObject(parsed.response))
    return "has no request and response";
  const address = textOf(parsed.request.url);
  const status = numberOf(parsed.response.status);
  if (address === null || !URL.canParse(address, "https://connectapi.garmin.com") || status === null) {
    return "has no address or status";
  }
  if ((textOf(parsed.request.method) ?? "GET").toUpperCase() !== "GET") return "is no GET";
  const url = new URL(address, "https://connectapi.garmin.com");
  return { url, status, body: decodeBody(parsed.response.body ?? null) };
}

/** Some recorders keep a JSON body as text. */
function decodeBody(body: Json): Json {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The same folder is the same account, whoever reads it and when. */
function accountOf(records: AccountRecords, folder: string, timeZone: string): Account {
  const { socialProfile, userSettings, profileSettings } = records.profile;
  const profileId =
    numberOf(socialProfile.profileId) ??
    numberOf(userSettings.id) ??
    ownerOf(records) ??
    50_000_000 + (hashText(folder) % 9_000_000);
  const displayName = textOf(socialProfile.displayName) ?? `recorded-${profileId}`;
  if (Object.keys(profileSettings).length === 0) {
    records.profile.profileSettings = { id: profileId, displayName };
  }
  if (Object.keys(socialProfile).length === 0) {
    records.profile.socialProfile = {
      id: profileId,
      profileId,
      displayName,
      fullName: displayName,
      userName: displayName,
    };
  }
  if (Object.keys(userSettings).length === 0) records.profile.userSettings = { id: profileId, userData: {} };
  return {
    externalUserId: String(profileId),
    displayName,
    profileName: "recordings",
    timeZone,
    records,
    lateNights: new Set(),
    endsToday: false,
  };
}

/** Whose the bodies say they are. */
function ownerOf(records: AccountRecords): number | null {
  const [entry] = records.activityEntries.values();
  const [detail] = records.activityDetails.values();
  const [day] = records.days.values();
  const [hrv] = records.hrvNights.values();
  return (
    numberOf(entry?.ownerId) ??
    numberOf(detail?.userProfileId) ??
    numberOf(day?.userProfileId) ??
    numberOf(hrv?.userProfilePk)
  );
}

function countRecords(records: AccountRecords): Record<string, number> {
  return {
    activityEntries: records.activityEntries.size,
    activityDetails: records.activityDetails.size,
    nights: records.nights.size,
    hrvNights: records.hrvNights.size,
    days: records.days.size,
    snapshots: records.snapshots.length,
  };
}
