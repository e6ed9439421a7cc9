/**
 * The way in by username and password, as Garmin's app signs in: one page for its cookies, one
 * question, and a second one when Garmin wants a code. One attempt and no retry: Garmin counts
 * them per account, and asking again keeps a block alive. What a log-in that waits for its code
 * needs is plain data, so that another process can finish it.
 */
import { z } from "zod";
import { env } from "@/lib/env";
import { ProviderError } from "@/lib/providers/errors";
import type { AskOptions } from "@/lib/providers/garmin/access/di-token";
import { garminUrl } from "@/lib/providers/garmin/client";
import { requestAnswer } from "@/lib/providers/http";

const CLIENT_ID = "GCM_IOS_DARK";
const SERVICE_URL = "https://mobile.integration.garmin.com/gcm/ios";
const USER_AGENT =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const QUERY = `clientId=${CLIENT_ID}&locale=en-US&service=${encodeURIComponent(SERVICE_URL)}`;
const SIGN_IN_PAGE = `/mobile/sso/en_US/sign-in?clientId=${CLIENT_ID}&service=${encodeURIComponent(SERVICE_URL)}`;
/** Garmin's own, when it names none. */
const DEFAULT_MFA_METHOD = "email";

/** A log-in that waits for a code. The cookies are as good as half a password. */
export const PendingLogin = z.object({
  cookies: z.record(z.string(), z.string()),
  mfaMethod: z.string(),
});
export type PendingLogin = z.output<typeof PendingLogin>;

export type Ticket = { kind: "ticket"; ticket: string; serviceUrl: string };

export type LoginAnswer =
  | Ticket
  /** `sentTo`: where Garmin sent the code, as far as it says. */
  | { kind: "mfa"; pending: PendingLogin; sentTo: string | null }
  | { kind: "wrong_password" }
  /** Not the athlete's fault: Garmin does not let this server sign in. */
  | { kind: "blocked"; by: "page" | "captcha" | "locked_account" };

export type CodeAnswer = Ticket | { kind: "wrong_code" } | { kind: "ended" };

const Envelope = z.looseObject({
  serviceURL: z.string().nullish(),
  serviceTicketId: z.string().nullish(),
  responseStatus: z.looseObject({ type: z.string() }),
  customerMfaInfo: z
    .looseObject({ email: z.string().nullish(), mfaLastMethodUsed: z.string().nullish() })
    .nullish(),
});
type Envelope = z.output<typeof Envelope>;

/** @throws ProviderError rate_limited (also for a 429 inside a 200), unavailable */
export async function logIn(
  { username, password }: { username: string; password: string },
  options: AskOptions = {},
): Promise<LoginAnswer> {
  const page = await ask("GET", SIGN_IN_PAGE, {}, null, options);
  const answer = await ask(
    "POST",
    `/mobile/api/login?${QUERY}`,
    page.cookies,
    { username, password, rememberMe: true, captchaToken: "" },
    options,
  );
  if (answer.status === 403 || answer.envelope === null) return { kind: "blocked", by: "page" };
  const { envelope, cookies } = answer;
  const type = envelope.responseStatus.type;
  if (type === "SUCCESSFUL") return ticketOf(envelope);
  if (type === "MFA_REQUIRED") {
    const mfaMethod = envelope.customerMfaInfo?.mfaLastMethodUsed ?? DEFAULT_MFA_METHOD;
    return {
      kind: "mfa",
      pending: { cookies, mfaMethod },
      sentTo: envelope.customerMfaInfo?.email ?? null,
    };
  }
  if (type === "CAPTCHA_REQUIRED") return { kind: "blocked", by: "captcha" };
  if (/LOCKED/.test(type)) return { kind: "blocked", by: "locked_account" };
  if (answer.status === 401 || /INVALID/.test(type)) return { kind: "wrong_password" };
  throw changed(`a log-in ended as ${type}`);
}

/** A wrong code leaves the log-in as it is. @throws ProviderError rate_limited, unavailable */
export async function verifyCode(
  { cookies, mfaMethod }: PendingLogin,
  code: string,
  options: AskOptions = {},
): Promise<CodeAnswer> {
  const { envelope } = await ask(
    "POST",
    `/mobile/api/mfa/verifyCode?${QUERY}`,
    cookies,
    {
      mfaMethod,
      mfaVerificationCode: code,
      rememberMyBrowser: true,
      reconsentList: [],
      mfaSetup: false,
    },
    options,
  );
  if (envelope === null) throw unavailable("no answer to a code that can be read");
  const { type } = envelope.responseStatus;
  if (type === "SUCCESSFUL") return ticketOf(envelope);
  return /EXPIRED|SESSION/.test(type) ? { kind: "ended" } : { kind: "wrong_code" };
}

function ticketOf({ serviceTicketId, serviceURL }: Envelope): Ticket {
  if (!serviceTicketId) throw changed("a log-in that went well holds no ticket");
  return { kind: "ticket", ticket: serviceTicketId, serviceUrl: serviceURL ?? SERVICE_URL };
}

type Asked = { status: number; envelope: Envelope | null; cookies: Record<string, string> };

async function ask(
  method: "GET" | "POST",
  path: string,
  cookies: Record<string, string>,
  body: object | null,
  { fetch, now }: AskOptions,
): Promise<Asked> {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  const base = env().GARMIN_SSO_BASE_URL;
  const { status, text, headers } = await requestAnswer({
    provider: "garmin",
    url: garminUrl(base, path),
    method,
    headers: {
      "user-agent": USER_AGENT,
      accept: body === null ? "text/html" : "application/json, text/plain, */*",
      ...(cookie.length === 0 ? {} : { cookie: cookie.join("; ") }),
      ...(body === null
        ? {}
        : {
            "content-type": "application/json",
            origin: new URL(base).origin,
            referer: garminUrl(base, SIGN_IN_PAGE).toString(),
          }),
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
    ...(fetch === undefined ? {} : { fetch }),
    ...(now === undefined ? {} : { now }),
  });
  // Seen of Garmin's edge in place of 429.
  if (status === 427) {
    const retryAt = (now ?? (() => new Date()))();
    throw new ProviderError("garmin", { kind: "rate_limited", retryAt });
  }
  return { status, envelope: readEnvelope(text), cookies: { ...cookies, ...newCookies(headers) } };
}

function readEnvelope(text: string): Envelope | null {
  try {
    return Envelope.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function newCookies(headers: Headers): Record<string, string> {
  const pairs = headers.getSetCookie().flatMap((line) => {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.trim(), value] as const];
  });
  return Object.fromEntries(pairs);
}

function changed(issues: string): ProviderError {
  // Without the answer: it may hold a ticket.
  return new ProviderError("garmin", {
    kind: "unexpected_payload",
    issues,
    raw: null,
    payloadKind: "garmin-login",
    externalId: "garmin-login",
  });
}

function unavailable(detail: string): ProviderError {
  return new ProviderError("garmin", { kind: "unavailable", detail });
}
