/** The one place that reads the environment. All faults are reported at once. */
import { z } from "zod";

const optionalUrl = z.url().optional();

const Env = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** One or more 32-byte keys, base64, newest first, separated by commas. */
  TOKEN_ENCRYPTION_KEY: z
    .string()
    .refine(
      (list) => list.split(",").every((key) => Buffer.from(key.trim(), "base64").length === 32),
      "each key must be 32 bytes in base64; npm run generate-encryption-key makes one",
    ),
  /** Signs the session cookie. */
  NEXTAUTH_SECRET: z.string().min(32),
  /** The address that people open; its https decides the name of the session cookie. */
  NEXTAUTH_URL: z.url(),
  /** Needed by the first sign-up unless the app listens on loopback only. */
  FIRST_ACCOUNT_CODE: z.string().min(8).optional(),
  SIGNUP: z.enum(["open", "invited"]).default("invited"),
  /** Absent: nothing runs by itself, "sync now" works in the request. */
  INNGEST_BASE_URL: optionalUrl,
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  /** Connections that one pass of the planner takes for each provider. */
  SYNC_BATCH_SIZE: z.coerce.number().int().min(10).max(20).default(20),
  /** Minutes between two passes of the planner. */
  SYNC_INTERVAL_MINUTES: z.coerce.number().int().min(5).max(10).default(5),
  /** Most connections of a provider that are synced by themselves; absent: all. */
  SYNC_MAX_CONNECTIONS: z.coerce.number().int().min(1).optional(),
  /** A worker that died loses its connection after it; longer than the longest step. */
  SYNC_LEASE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(180),
  /** A call to a provider is cut after it. */
  PROVIDER_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(120).default(30),
  /** Calls to Garmin of all processes together. */
  GARMIN_CALLS_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(300),
  GARMIN_CALLS_PER_DAY: z.coerce.number().int().min(1).max(100_000_000).default(100_000),
  /** Calls to Strava of all processes together; Strava counts by app. */
  STRAVA_CALLS_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(10),
  STRAVA_CALLS_PER_DAY: z.coerce.number().int().min(1).max(100_000_000).default(1_000),
  GARMIN_PERSONAL_API_BASE_URL: z.url().default("https://personal.connectapi.garmin.com"),
  /** Data for every way in but the key. */
  GARMIN_CONNECTAPI_BASE_URL: z.url().default("https://connectapi.garmin.com"),
  /** Tokens for log-ins, tickets and sessions. */
  GARMIN_DIAUTH_BASE_URL: z.url().default("https://diauth.garmin.com"),
  /** Log-ins by username and password. */
  GARMIN_SSO_BASE_URL: z.url().default("https://sso.garmin.com"),
  /** Where the consumer of older (OAuth1) sessions is read from. */
  GARMIN_OAUTH_CONSUMER_URL: z.url().default("https://thegarth.s3.amazonaws.com/oauth_consumer.json"),
  /** smtp:// or smtps://, with user and password where the server wants them. Absent: no mail is sent. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Whom mail is from; absent: nightrun at the host of NEXTAUTH_URL. */
  MAIL_FROM: z.string().min(3).optional(),
  /** Set by `npm run demo`: JSON of accounts for one-click sign-in and of the simulator's key. */
  NIGHTRUN_DEMO: z.string().optional(),
  /** Pushed out by a proxy in front; 0 when people reach the app directly. */
  TRUSTED_PROXY_COUNT: z.coerce.number().int().min(0).default(0),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});
export type Env = z.infer<typeof Env>;

/** The names, for the docs and the test that holds them together. */
export const ENV_KEYS = Object.keys(Env.shape);

let parsed: Env | undefined;

/** Checked at first use, so that a build needs no secrets. @throws Error that lists every fault */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

export function parseEnv(source: Record<string, string | undefined>): Env {
  // An empty value in a file means "not set".
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = Env.safeParse(filled);
  if (!result.success) throw new Error(`Environment:\n${z.prettifyError(result.error)}`);
  return result.data;
}
