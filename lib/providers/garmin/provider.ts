/** Garmin Connect as a source: asks, checks, translates. Holds no state. */
import { z } from "zod";
import { addDays, daysBetween, eachDate, type LocalDate } from "@/lib/days";
import { ProviderError } from "@/lib/providers/errors";
import { type GarminClientConfig, getGarmin, SNAPSHOTS_PER_LIST } from "@/lib/providers/garmin/client";
import {
  addDetail,
  normalizeDetailedActivity,
  normalizeListedActivity,
} from "@/lib/providers/garmin/normalize-activity";
import {
  nightOfDay,
  nightOfRange,
  normalizeDailySummary,
  normalizeHrv,
  normalizeNights,
} from "@/lib/providers/garmin/normalize-recovery";
import { isOtherWellnessActivity, normalizeSnapshot } from "@/lib/providers/garmin/normalize-snapshots";
import { readOriginalFile } from "@/lib/providers/garmin/original-file";
import {
  AccountProfile,
  accountId,
  DailySummaries,
  DailySummary,
  DailySummaryRows,
  DetailedActivity,
  HrvRange,
  HrvRows,
  ListedActivity,
  SleepDay,
  SleepRange,
  SleepRangeRows,
  WellnessActivity,
  WellnessActivityDate,
  WellnessActivityKind,
  WellnessActivityRange,
} from "@/lib/providers/garmin/schemas";
import { type PayloadLabel, readPayload } from "@/lib/providers/http";
import type {
  DateWindow,
  KeptRecord,
  Provider,
  RawBody,
  RecordingPage,
  RecoveryMetric,
  RecoveryPage,
  UnreadableRecord,
} from "@/lib/providers/provider";
import type { Recording } from "@/lib/records/recording";

const PAGE_SIZE = 100;
/** Sleep is the strictest: 31 days were answered and 35 refused. */
const MAX_RECOVERY_WINDOW_DAYS = 28;
/**
 * How far before its window a list is asked for. One item that is older than the window
 * proves that nothing is missing, which saves the call for an empty page.
 */
const LIST_MARGIN_DAYS = 14;

/** Kind of a kept body whose window was then read day by day. */
export const CHANGED_SLEEP_RANGE = "changed-sleep-range";
/** Kind of a kept body of a night that is stored without the heart rate that was looked for. */
export const CHANGED_NIGHT_DETAIL = "changed-night-detail";

type Ask = { accessToken: string };

export function createGarminProvider(config: GarminClientConfig): Provider {
  return {
    id: "garmin",
    maxRecoveryWindowDays: MAX_RECOVERY_WINDOW_DAYS,
    listRecordings: (args) => listRecordings(config, args),
    readRecordingDetail: (args) => readRecordingDetail(config, args),
    readOriginalFile: ({ accessToken, recording }) =>
      readOriginalFile(config, accessToken, recording.externalId),
    readRecovery: (args) => readRecovery(config, args),
    readAccount: (args) => readAccount(config, args),
    readKept,
  };
}

async function listRecordings(
  config: GarminClientConfig,
  { accessToken, window, cursor }: Ask & { window: DateWindow; cursor: string | null },
): Promise<RecordingPage> {
  const start = readCursor(cursor);
  const asked = { from: addDays(window.from, -LIST_MARGIN_DAYS), to: window.to };
  const answer = await getGarmin(config, {
    accessToken,
    path: config.paths.activities({ start, limit: PAGE_SIZE, window: asked }),
    schema: z.array(z.unknown()),
    payloadKind: "activity-list",
    externalId: `${asked.from}_${asked.to}_${start}`,
  });
  const { items, unreadable } = readListedEach(answer?.data ?? []);
  const wanted = items.filter(({ recording }) => isWithin(window, recording.localDate));
  return {
    recordings: wanted.map(({ recording }) => recording),
    raw: wanted.map(({ recording, body }) => ({ kind: "activity", externalId: recording.externalId, body })),
    ...(unreadable.length > 0 ? { unreadable } : {}),
    nextCursor: isExhausted(window, items.at(-1)?.recording)
      ? null
      : String(start + items.length + unreadable.length),
  };
}

/** @throws ProviderError when none of the entries can be read: then it is the form that changed */
function readListedEach(bodies: readonly unknown[]) {
  const items: { recording: Recording; body: unknown }[] = [];
  const unreadable: UnreadableRecord[] = [];
  let first: unknown = null;
  for (const body of bodies) {
    try {
      items.push({ recording: readListed(body), body });
    } catch (error) {
      first ??= error;
      unreadable.push(setAside({ kind: "activity", externalId: activityIdOf(body), body }, error));
    }
  }
  if (items.length === 0 && first !== null) throw first;
  return { items, unreadable };
}

/** @throws whatever is not about the form of the record */
function setAside(raw: RawBody, error: unknown): UnreadableRecord {
  if (!(error instanceof ProviderError) || error.failure.kind !== "unexpected_payload") throw error;
  return { ...raw, issues: error.failure.issues };
}

function readListed(body: unknown): Recording {
  const label = { provider: "garmin", payloadKind: "activity", externalId: activityIdOf(body) } as const;
  return readPayload(label, ListedActivity, body, normalizeListedActivity);
}

/**
 * Only an empty page ends a list, since Garmin may send short pages before the last one,
 * or, as it is newest first, a last item that is surely older than the window. One day
 * of grace, because local dates of travellers are not quite in the order of time.
 */
function isExhausted(window: DateWindow, last: Recording | undefined): boolean {
  return last === undefined || last.localDate < addDays(window.from, -1);
}

async function readRecordingDetail(
  config: GarminClientConfig,
  { accessToken, recording }: Ask & { recording: Recording },
): Promise<{ recording: Recording; raw: RawBody[] }> {
  const now = config.now ?? (() => new Date());
  const label = { payloadKind: "activity-detail", externalId: recording.externalId };
  const path = config.paths.activity(recording.externalId);
  const answer = await getGarmin(config, { ...label, accessToken, path, schema: z.unknown() });
  // An id that was listed has a detail: nothing at all is an answer that makes no sense.
  const body = answer?.body ?? null;
  const detailed = readPayload({ ...label, provider: "garmin" }, DetailedActivity, body, (source) =>
    addDetail(recording, normalizeDetailedActivity(source, now())),
  );
  return { recording: detailed, raw: [{ kind: label.payloadKind, externalId: label.externalId, body }] };
}

async function readRecovery(
  config: GarminClientConfig,
  args: Ask & { metric: RecoveryMetric; window: DateWindow },
): Promise<RecoveryPage> {
  const { metric, window, accessToken } = args;
  const dayCount = daysBetween(window.from, window.to) + 1;
  if (dayCount < 1 || dayCount > MAX_RECOVERY_WINDOW_DAYS) {
    throw new RangeError(`a window of ${dayCount} days, of at most ${MAX_RECOVERY_WINDOW_DAYS}`);
  }
  const read = { sleep: readSleep, hrv: readHrv, daily_summary: readDays, health_snapshots: readSnapshots };
  return read[metric](config, { accessToken, window });
}

type AskWindow = Ask & { window: DateWindow };

/** The whole window in one call; where Garmin changed that body, or took the path away, night by night. */
async function readSleep(config: GarminClientConfig, args: AskWindow): Promise<RecoveryPage> {
  try {
    const page = await readSleepRange(config, args);
    return await addHeartRates(config, args.accessToken, page);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { failure } = error;
    if (failure.kind !== "unexpected_payload" && failure.kind !== "not_found") throw error;
    const page = await readSleepDays(config, args);
    if (failure.kind === "not_found") return page;
    const changed = { kind: CHANGED_SLEEP_RANGE, externalId: failure.externalId, body: failure.raw };
    return { ...page, raw: [changed, ...page.raw], changed };
  }
}

async function readSleepRange(
  config: GarminClientConfig,
  { accessToken, window }: AskWindow,
): Promise<RecoveryPage> {
  const label = { payloadKind: "sleep-range", externalId: nameOf(window) };
  const path = config.paths.sleepRange(window);
  const answer = await getGarmin(config, { ...label, accessToken, path, schema: z.unknown() });
  if (answer === null) return emptyPage();
  return readMost({ ...label, kind: "night", window, rows: SleepRangeRows }, answer.body, (body) =>
    readNights(label, body, window),
  );
}

function readNights(label: PayloadLabel, body: unknown, window: DateWindow): RecoveryPage {
  return readPayload({ ...label, provider: "garmin" }, SleepRange, body, (entries) => {
    const wanted = entries.filter((entry) => isWithin(window, entry.calendarDate));
    const raw = wanted.map((entry) => ({ kind: "night", externalId: entry.calendarDate, body: entry }));
    return { ...emptyPage(), ...normalizeNights(wanted.map(nightOfRange)), raw };
  });
}

/** A night whose window told no heart rate is asked for by day, where its readings are. */
async function addHeartRates(
  config: GarminClientConfig,
  accessToken: string,
  page: RecoveryPage,
): Promise<RecoveryPage> {
  const completed: RecoveryPage = { ...page, days: [], raw: [...page.raw] };
  for (const day of page.days) {
    if (day.overnightAverageHeartRateBpm !== null) {
      completed.days.push(day);
      continue;
    }
    const detail = await readSleepDayIfPossible(config, accessToken, day.localDate);
    const rate = detail.days.find(
      ({ localDate }) => localDate === day.localDate,
    )?.overnightAverageHeartRateBpm;
    completed.days.push({ ...day, overnightAverageHeartRateBpm: rate ?? null });
    completed.raw.push(...detail.raw);
  }
  return completed;
}

/** The night is already known without its heart rate, so an unreadable day is kept and not an error. */
async function readSleepDayIfPossible(
  config: GarminClientConfig,
  accessToken: string,
  date: LocalDate,
): Promise<RecoveryPage> {
  try {
    return await readSleepDay(config, accessToken, date);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.failure.kind === "not_found") return emptyPage();
    if (error.failure.kind !== "unexpected_payload") throw error;
    return {
      ...emptyPage(),
      raw: [{ kind: CHANGED_NIGHT_DETAIL, externalId: date, body: error.failure.raw }],
    };
  }
}

async function readSleepDays(
  config: GarminClientConfig,
  { accessToken, window }: AskWindow,
): Promise<RecoveryPage> {
  const pages: RecoveryPage[] = [];
  for (const date of eachDate(window.from, window.to)) {
    pages.push(await readSleepDay(config, accessToken, date));
  }
  return {
    ...emptyPage(),
    days: pages.flatMap((page) => page.days),
    sessions: pages.flatMap((page) => page.sessions),
    raw: pages.flatMap((page) => page.raw),
  };
}

async function readSleepDay(
  config: GarminClientConfig,
  accessToken: string,
  date: LocalDate,
): Promise<RecoveryPage> {
  const label = { payloadKind: "night-detail", externalId: date };
  const path = config.paths.sleepDay(date);
  const answer = await getGarmin(config, { ...label, accessToken, path, schema: z.unknown() });
  if (answer === null) return emptyPage();
  const { body } = answer;
  return readPayload({ ...label, provider: "garmin" }, SleepDay, body, (source) => {
    const night = nightOfDay(source);
    if (night === null) return emptyPage();
    return {
      ...emptyPage(),
      ...normalizeNights([night]),
      raw: [{ kind: label.payloadKind, externalId: date, body }],
    };
  });
}

async function readHrv(
  config: GarminClientConfig,
  { accessToken, window }: AskWindow,
): Promise<RecoveryPage> {
  const label = { payloadKind: "hrv", externalId: nameOf(window) };
  const path = config.paths.hrvRange(window);
  const answer = await getGarmin(config, { ...label, accessToken, path, schema: z.unknown() });
  if (answer === null) return emptyPage();
  return readMost({ ...label, kind: "hrv", window, rows: HrvRows }, answer.body, (body) =>
    readHrvNights(label, body, window),
  );
}

function readHrvNights(label: PayloadLabel, body: unknown, window: DateWindow): RecoveryPage {
  return readPayload({ ...label, provider: "garmin" }, HrvRange, body, ({ hrvSummaries }) => {
    const wanted = hrvSummaries.filter((night) => isWithin(window, night.calendarDate));
    const raw = wanted.map((night) => ({ kind: "hrv", externalId: night.calendarDate, body: night }));
    return { ...emptyPage(), days: normalizeHrv({ hrvSummaries: wanted }), raw };
  });
}

/** The whole window in one call; where the host does not serve that, day by day. */
async function readDays(config: GarminClientConfig, args: AskWindow): Promise<RecoveryPage> {
  const { dailySummary } = config.paths;
  try {
    return await readDayRange(config, args);
  } catch (error) {
    const isNotServed = error instanceof ProviderError && error.failure.kind === "not_found";
    if (!isNotServed || dailySummary === null) throw error;
    return readSingleDays(config, args, dailySummary);
  }
}

async function readDayRange(
  config: GarminClientConfig,
  { accessToken, window }: AskWindow,
): Promise<RecoveryPage> {
  const label = { payloadKind: "daily-summary", externalId: nameOf(window) };
  const path = config.paths.dailySummaries(window);
  const answer = await getGarmin(config, { ...label, accessToken, path, schema: z.unknown() });
  if (answer === null) return emptyPage();
  return readMost({ ...label, kind: "daily-summary", window, rows: DailySummaryRows }, answer.body, (body) =>
    readSummaries(label, body, window),
  );
}

function readSummaries(label: PayloadLabel, body: unknown, window: DateWindow): RecoveryPage {
  return readPayload({ ...label, provider: "garmin" }, DailySummaries, body, ({ data }) =>
    pageOfDays(data.filter((day) => isWithin(window, day.calendarDate))),
  );
}

async function readSingleDays(
  config: GarminClientConfig,
  { accessToken, window }: AskWindow,
  pathOf: (date: LocalDate) => string,
): Promise<RecoveryPage> {
  const days: DailySummary[] = [];
  for (const date of eachDate(window.from, window.to)) {
    const label = { payloadKind: "daily-summary", externalId: date };
    const answer = await getGarmin(config, {
      ...label,
      accessToken,
      path: pathOf(date),
      schema: DailySummary,
    });
    if (answer !== null && answer.data.calendarDate === date) days.push(answer.data);
  }
  return pageOfDays(days);
}

function pageOfDays(days: readonly DailySummary[]): RecoveryPage {
  const raw = days.map((body) => ({ kind: "daily-summary", externalId: body.calendarDate, body }));
  return { ...emptyPage(), days: days.flatMap(normalizeDailySummary), raw };
}

type RowsSchema = z.ZodType<{ rows: unknown[]; wrap: (rows: unknown[]) => unknown }>;

/**
 * Reads a body of many records; when it can't be read as a whole, record by record, and
 * sets aside those that are in the way.
 *
 * @throws ProviderError unexpected_payload when none can be read: then it is the form that changed
 */
function readMost(
  { kind, window, rows: schema }: PayloadLabel & { kind: string; window: DateWindow; rows: RowsSchema },
  body: unknown,
  read: (body: unknown) => RecoveryPage,
): RecoveryPage {
  try {
    return read(body);
  } catch (whole) {
    const found = schema.safeParse(body);
    if (!found.success) throw whole;
    const { rows, wrap } = found.data;
    const readable: unknown[] = [];
    const unreadable: UnreadableRecord[] = [];
    for (const row of rows) {
      try {
        read(wrap([row]));
        readable.push(row);
      } catch (error) {
        unreadable.push(setAside({ kind, externalId: dateOf(row) ?? "undated", body: row }, error));
      }
    }
    if (readable.length === 0) throw whole;
    const wanted = unreadable.filter(
      ({ externalId }) => externalId === "undated" || isWithin(window, externalId),
    );
    return { ...read(wrap(readable)), unreadable: wanted };
  }
}

function dateOf(row: unknown): LocalDate | null {
  const parsed = z.looseObject({ calendarDate: z.iso.date() }).safeParse(row);
  return parsed.success ? parsed.data.calendarDate : null;
}

/** The kinds of which one record was kept by itself. */
function readKept({ kind, externalId, body }: RawBody): KeptRecord | null {
  const label = { payloadKind: kind, externalId };
  const window = { from: externalId, to: externalId };
  switch (kind) {
    case "activity": {
      const recordings = [readListed(body)];
      return {
        kind: "recordings",
        page: { recordings, raw: [{ kind, externalId, body }], nextCursor: null },
      };
    }
    case "night":
      return { kind: "recovery", metric: "sleep", page: readNights(label, [body], window) };
    case "hrv":
      return {
        kind: "recovery",
        metric: "hrv",
        page: readHrvNights(label, { hrvSummaries: [body] }, window),
      };
    case "daily-summary":
      return {
        kind: "recovery",
        metric: "daily_summary",
        page: readSummaries(label, { data: [body] }, window),
      };
    default:
      return null;
  }
}

async function readSnapshots(
  config: GarminClientConfig,
  { accessToken, window }: AskWindow,
): Promise<RecoveryPage> {
  const label = { payloadKind: "health-snapshot", externalId: nameOf(window) };
  try {
    const bodies = await listWellnessActivities(config, { accessToken, window }, label);
    const read = bodies.flatMap((body) => readSnapshot(label, body));
    const wanted = read.filter(({ snapshot }) => isWithin(window, snapshot.localDate));
    return {
      ...emptyPage(),
      snapshots: wanted.map(({ snapshot }) => snapshot),
      raw: wanted.map(({ raw }) => raw),
    };
  } catch (error) {
    const isNotServed = error instanceof ProviderError && error.failure.kind === "not_found";
    if (!isNotServed) throw error;
    return { ...emptyPage(), isServed: false };
  }
}

/** A list is gone back through until it is older than the window, or has no more. */
async function listWellnessActivities(
  config: GarminClientConfig,
  { accessToken, window }: AskWindow,
  label: { payloadKind: string; externalId: string },
): Promise<unknown[]> {
  const { snapshots } = config.paths;
  const ask = async (path: string) => {
    const answer = await getGarmin(config, { ...label, accessToken, path, schema: WellnessActivityRange });
    return answer?.data ?? [];
  };
  if (snapshots.by === "range") return ask(snapshots.path(window));
  const found = new Map<string, unknown>();
  for (let until = window.to; until >= window.from; ) {
    const page = await ask(snapshots.path(until));
    for (const body of page) found.set(JSON.stringify(body), body);
    const oldest = page
      .flatMap((body) => WellnessActivityDate.safeParse(body).data?.calendarDate ?? [])
      .sort()[0];
    // A day with more than a whole page of them is left at its first page.
    if (page.length < SNAPSHOTS_PER_LIST || oldest === undefined) break;
    until = oldest < until ? oldest : addDays(until, -1);
  }
  return [...found.values()];
}

function readSnapshot(label: { payloadKind: string; externalId: string }, body: unknown) {
  const checked = { ...label, provider: "garmin" } as const;
  const kind = readPayload(checked, WellnessActivityKind, body, (source) => source.wellnessActivityType);
  if (isOtherWellnessActivity(kind)) return [];
  const snapshot = readPayload(checked, WellnessActivity, body, normalizeSnapshot);
  if (snapshot === null) return [];
  const externalId = snapshot.externalId ?? snapshot.startedAt.toISOString();
  return [{ snapshot, raw: { kind: label.payloadKind, externalId, body } }];
}

/** Asks one path after the other; the first that can be read names the account. */
async function readAccount(config: GarminClientConfig, { accessToken }: Ask) {
  let firstError: unknown = null;
  for (const path of config.paths.account) {
    try {
      return await readProfile(config, accessToken, path);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      // The first says most: it is about the body that should have been there.
      firstError ??= error;
    }
  }
  throw firstError;
}

async function readProfile(config: GarminClientConfig, accessToken: string, path: string) {
  const label = { provider: "garmin", payloadKind: "account-profile", externalId: path } as const;
  const answer = await getGarmin(config, { ...label, accessToken, path, schema: z.unknown() });
  return readPayload(label, AccountProfile, answer?.body ?? null, (profile) => ({
    externalUserId: accountId(profile) ?? "",
    displayName: profile.fullName ?? readableName(profile.displayName),
  }));
}

/** Garmin gives accounts without a chosen name a UUID for one, which tells people nothing. */
function readableName(displayName: string | null | undefined): string | null {
  return displayName === undefined || displayName === null || z.guid().safeParse(displayName).success
    ? null
    : displayName;
}

function isUnreadable(error: unknown): boolean {
  return error instanceof ProviderError && ["unexpected_payload", "not_found"].includes(error.failure.kind);
}

function emptyPage(): RecoveryPage {
  return { days: [], sessions: [], snapshots: [], raw: [], isServed: true };
}

function readCursor(cursor: string | null): number {
  if (cursor === null) return 0;
  if (!/^\d+$/.test(cursor)) throw new RangeError(`"${cursor}" is no cursor of Garmin's activity list`);
  return Number(cursor);
}

function isWithin(window: DateWindow, date: LocalDate): boolean {
  return window.from <= date && date <= window.to;
}

function nameOf(window: DateWindow): string {
  return `${window.from}_${window.to}`;
}

function activityIdOf(body: unknown): string {
  const parsed = z.looseObject({ activityId: z.union([z.number(), z.string()]) }).safeParse(body);
  return parsed.success ? String(parsed.data.activityId) : "unknown";
}
