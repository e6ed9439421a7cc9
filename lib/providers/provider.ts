/**
 * A source of runs and nights.
 *
 * Adapters translate and do nothing else: they hold no state, never touch the
 * database, never retry and never sleep. They return what was asked or throw
 * ProviderError. Waiting and retrying belong to inngest/retry-policy.ts, tokens to
 * lib/connections/credentials.ts, storage to lib/ingest.
 */
import type { LocalDate } from "@/lib/days";
import type { ProviderId } from "@/lib/providers/errors";
import type { HealthSnapshot, RecoveryDayUpdate, SleepSession } from "@/lib/records/night";
import type { Recording } from "@/lib/records/recording";

/** Inclusive dates on the athlete's calendar: what Garmin's ranges speak. */
export type DateWindow = { from: LocalDate; to: LocalDate };

/** A payload as received, so that records can be rebuilt without asking again. */
export type RawBody = { kind: string; externalId: string; body: unknown };

/** One record of a page that could not be read while others could. */
export type UnreadableRecord = RawBody & {
  /** Which fields; holds no value. */
  issues: string;
};

export type RecordingPage = {
  recordings: Recording[];
  raw: RawBody[];
  /** Set aside; absent when all could be read. */
  unreadable?: UnreadableRecord[];
  /** `null` only when the window is exhausted, never because of an error. */
  nextCursor: string | null;
};

export type RecoveryMetric = "sleep" | "hrv" | "daily_summary" | "health_snapshots";
export const RECOVERY_METRICS: readonly RecoveryMetric[] = [
  "sleep",
  "hrv",
  "daily_summary",
  "health_snapshots",
];

/** What one metric says of a window. Days that the source has nothing for are absent. */
export type RecoveryPage = {
  days: RecoveryDayUpdate[];
  sessions: SleepSession[];
  snapshots: HealthSnapshot[];
  raw: RawBody[];
  /** Set aside; absent when all could be read. */
  unreadable?: UnreadableRecord[];
  /** The kept body of a form that has changed, where another way brought the same data. */
  changed?: RawBody;
  /** Set when the provider does not serve this metric at all (404). */
  isServed: boolean;
};

export type Access = { accessToken: string };

export type AccessToken = { accessToken: string; accessTokenExpiresAt: Date };

/** One HTTP request; tests put their own in place. */
export type Fetch = typeof fetch;

/** What a kept record says; `null` for a kind that can't be read by itself. */
export type KeptRecord =
  | { kind: "recordings"; page: RecordingPage }
  | { kind: "recovery"; metric: RecoveryMetric; page: RecoveryPage };

export interface Provider {
  readonly id: ProviderId;
  /** Most days that one recovery window may hold. */
  readonly maxRecoveryWindowDays: number;
  listRecordings(args: Access & { window: DateWindow; cursor: string | null }): Promise<RecordingPage>;
  /** Adds what only the detail holds (RPE, feel, zone bounds) to a recording of the list. */
  readRecordingDetail(
    args: Access & { recording: Recording },
  ): Promise<{ recording: Recording; raw: RawBody[] }>;
  /**
   * The file that the device wrote, unpacked; `null` when there is none. Absent where a
   * source hands out no files.
   */
  readOriginalFile?(args: Access & { recording: Recording }): Promise<Uint8Array | null>;
  readRecovery(args: Access & { metric: RecoveryMetric; window: DateWindow }): Promise<RecoveryPage>;
  /** Reads a record again that was set aside, without asking. @throws ProviderError unexpected_payload */
  readKept?(raw: RawBody): KeptRecord | null;
  /** The account behind the token, so that another account than before is noticed. */
  readAccount(args: Access): Promise<{ externalUserId: string; displayName: string | null }>;
}
