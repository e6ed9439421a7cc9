/** Garmin's log-in host: the mobile and the portal path, answered like the recorded log-ins. */
import type { IncomingHttpHeaders } from "node:http";
import type { AccountBook } from "./account-book";
import { type Answer, json, refusal, text } from "./answer";
import { isObject, type Json, textOf } from "./json";
import type { TokenReply } from "./token-routes";

export type SsoRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
};

const SIGN_IN_PAGE =
  "<!DOCTYPE html><html><head><title>GARMIN Authentication Application</title></head></html>";
const CHALLENGE_PAGE = "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>";
const PENDING_COOKIE = "SSO_PENDING";

export function answerSso(book: AccountBook, request: SsoRequest): TokenReply {
  const { method, path } = request;
  if (method === "GET" && /^\/(mobile|portal)\/sso\/[\w-]+(\/sign-in)?$/.test(path)) return page();
  if (/^\/(mobile|portal)\/api\/login$/.test(path)) {
    return method === "POST" ? logIn(book, request) : nobodys(refusal(405));
  }
  if (method === "POST" && /^\/(mobile|portal)\/api\/mfa\/verifyCode$/.test(path)) {
    return verifyCode(book, request);
  }
  return nobodys(refusal(404));
}

const nobodys = (answer: Answer): TokenReply => ({ answer, externalUserId: null });

/** Any cookie that comes back is taken; none is insisted on, as one real client sends none. */
function page(): TokenReply {
  const answer = text(SIGN_IN_PAGE, "text/html;charset=UTF-8");
  answer.headers["set-cookie"] = "SSO_VISIT=simulated; Path=/; Secure; HttpOnly";
  return nobodys(answer);
}

function logIn(book: AccountBook, request: SsoRequest): TokenReply {
  const sent = readBody(request.body);
  const accounts = book.listKeys().map(({ account }) => account);
  const found = book.signIns.find(accounts, textOf(sent.username) ?? "");
  if (found === null) return nobodys(wrongPassword());
  const { account, signIn } = found;
  book.signIns.countPassword(account);
  const reply = (answer: Answer): TokenReply => ({ answer, externalUserId: account.externalUserId });
  if (signIn.mode === "blocked") return reply(text(CHALLENGE_PAGE, "text/html;charset=UTF-8", 403));
  if (signIn.mode === "limited") return reply(refusal(429));
  if (signIn.mode === "limited_in_200") return reply(json({ error: { "status-code": "429" } }));
  if (signIn.mode === "captcha") return reply(json(envelope("CAPTCHA_REQUIRED")));
  if (textOf(sent.password) !== signIn.password) return reply(wrongPassword());
  const serviceUrl = request.query.get("service") ?? "";
  if (signIn.mfaCode === null) return reply(success(book, account, serviceUrl));
  const answer = json({
    ...envelope("MFA_REQUIRED"),
    customerMfaInfo: {
      email: "at*****@example.com",
      phoneNumber: null,
      mfaLastMethodUsed: "email",
      defaultMfaMethod: null,
      mfaUISetting: {
        allowPhoneOption: true,
        allowAddEmailAddress: false,
        chooseDifferentWayShown: false,
      },
    },
    consentTypeList: [],
  });
  const cookie = book.signIns.begin(account, serviceUrl);
  answer.headers["set-cookie"] = `${PENDING_COOKIE}=${cookie}; Path=/; Secure; HttpOnly`;
  return reply(answer);
}

/** The ticket is for the service of the log-in, whatever the query here says. */
function verifyCode(book: AccountBook, request: SsoRequest): TokenReply {
  const cookie = new RegExp(`${PENDING_COOKIE}=(\\w+)`).exec(request.headers.cookie ?? "")?.[1] ?? "";
  const pending = book.signIns.findPending(cookie);
  if (pending === null) return nobodys(json(envelope("SESSION_EXPIRED", "UNAUTHORIZED"), 401));
  const { account, serviceUrl } = pending;
  const code = textOf(readBody(request.body).mfaVerificationCode);
  if (code !== book.signIns.of(account).mfaCode) {
    return {
      answer: json(envelope("MFA_CODE_INVALID", "UNAUTHORIZED"), 401),
      externalUserId: account.externalUserId,
    };
  }
  book.signIns.end(cookie);
  return { answer: success(book, account, serviceUrl), externalUserId: account.externalUserId };
}

function success(book: AccountBook, account: Parameters<AccountBook["view"]>[0], serviceUrl: string): Answer {
  return json({
    ...envelope("SUCCESSFUL"),
    serviceURL: serviceUrl,
    serviceTicketId: book.sessions.issueTicket(account, serviceUrl),
    authType: "CAS",
  });
}

function wrongPassword(): Answer {
  const body = envelope("INVALID_USERNAME_PASSWORD", "UNAUTHORIZED", "generalLoginInvalidUsernameOrPassword");
  return json(body, 401);
}

function envelope(type: string, httpStatus = "OK", message = ""): { [key: string]: Json } {
  return {
    serviceURL: null,
    serviceTicketId: null,
    responseStatus: { type, message, httpStatus },
    responseReason: null,
    customerMfaInfo: null,
    consentTypeList: null,
    captchaAlreadyPassed: false,
    samlResponse: null,
    authType: null,
  };
}

function readBody(body: string): { [key: string]: unknown } {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
