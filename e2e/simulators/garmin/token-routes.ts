/** Where tokens come from: diauth for tickets and refreshes, connectapi for older OAuth1 tokens. */
import { type Answer, json, refusal, text } from "./answer";
import { isSigned, readOAuthHeader } from "./oauth1-signature";
import { KNOWN_CLIENT_IDS, OAUTH_CONSUMER, type SessionBook } from "./session-book";

export const DI_TOKEN_PATH = "/di-oauth2-service/oauth/token";
const TICKET_GRANT = "https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket";

export type TokenRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string;
  body: string;
};

export type TokenReply = { answer: Answer; externalUserId: string | null };

const nobodys = (answer: Answer): TokenReply => ({ answer, externalUserId: null });

/** `POST diauth /di-oauth2-service/oauth/token` */
export function answerDiToken(book: SessionBook, request: TokenRequest): TokenReply {
  if (request.method !== "POST") return nobodys(refusal(405));
  const form = new URLSearchParams(request.body);
  const clientId = form.get("client_id") ?? "";
  const [scheme, credential = ""] = request.authorization.split(" ");
  const named = Buffer.from(credential, "base64").toString("utf8");
  if (scheme !== "Basic" || named !== `${clientId}:` || !book.isClientKnown(clientId)) {
    return nobodys(json({ error: "invalid_client", error_description: "Bad client credentials" }, 401));
  }
  const grant = form.get("grant_type");
  if (grant === TICKET_GRANT) return exchangeTicket(book, clientId, form);
  if (grant === "refresh_token") return refresh(book, clientId, form);
  return nobodys(json({ error: "unsupported_grant_type" }, 400));
}

function exchangeTicket(book: SessionBook, clientId: string, form: URLSearchParams): TokenReply {
  const account = book.takeTicket(form.get("service_ticket") ?? "", form.get("service_url") ?? "");
  if (account === null) return nobodys(invalidGrant("Invalid service ticket"));
  return {
    answer: json(book.openSession(account, clientId)),
    externalUserId: account.externalUserId,
  };
}

function refresh(book: SessionBook, clientId: string, form: URLSearchParams): TokenReply {
  const tokens = book.refresh(clientId, form.get("refresh_token") ?? "");
  if (tokens === null) return nobodys(invalidGrant("Invalid refresh token: c2ltdWxhdGVk"));
  const owner = book.findOwner(tokens.access_token)?.externalUserId ?? null;
  return { answer: json(tokens), externalUserId: owner };
}

function invalidGrant(description: string): Answer {
  return json({ error: "invalid_grant", error_description: description }, 400);
}

/** What connectapi serves without a bearer; `null` for every other path. */
export function answerOAuth1(book: SessionBook, request: TokenRequest): TokenReply | null {
  const call = `${request.method} ${request.path}`;
  if (call === "GET /oauth-service/oauth/preauthorized") return preauthorize(book, request);
  if (call === "POST /oauth-service/oauth/exchange/user/2.0") return exchange(book, request);
  return null;
}

/** A ticket becomes an OAuth1 token; the login-url in the query is not percent-encoded. */
function preauthorize(book: SessionBook, request: TokenRequest): TokenReply {
  const { query } = request;
  const oauth = readOAuthHeader(request.authorization);
  if (!isSigned({ ...request, form: new URLSearchParams() }, oauth, "")) return nobodys(refusal(401));
  const account = book.takeTicket(query.get("ticket") ?? "", query.get("login-url") ?? "");
  if (account === null) return nobodys(refusal(401));
  const made = book.makeOAuth1(account, false);
  const answer = new URLSearchParams({ oauth_token: made.token, oauth_token_secret: made.secret });
  return { answer: text(answer.toString()), externalUserId: account.externalUserId };
}

function exchange(book: SessionBook, request: TokenRequest): TokenReply {
  const oauth = readOAuthHeader(request.authorization);
  const found = book.findOAuth1(oauth.oauth_token ?? "");
  const form = new URLSearchParams(request.body);
  if (found === null || !isSigned({ ...request, form }, oauth, found.secret)) return nobodys(refusal(401));
  if (!book.exchangesOAuth1) return nobodys(refusal(403));
  const clientId = KNOWN_CLIENT_IDS[2] ?? "";
  return {
    answer: json(book.openSession(found.account, clientId)),
    externalUserId: found.account.externalUserId,
  };
}

/** The consumer of OAuth1 clients, which lies at a host that is not Garmin's. */
export function answerConsumer(): Answer {
  return json(OAUTH_CONSUMER);
}
