/** Connecting Garmin by a session that was made elsewhere, or by the ticket of a log-in. */
import { KEY_PAGE_URL } from "@/lib/connections/causes";
import {
  CONNECT_DEPS,
  type ConnectChoices,
  type ConnectDeps,
  type Connected,
  connectGarmin,
} from "@/lib/connections/connect";
import type { Refused } from "@/lib/connections/connect-words";
import type { OpenedAccess } from "@/lib/connections/opened";
import { type DiTokens, exchangeTicket } from "@/lib/providers/garmin/access/di-token";
import {
  type RenewedSession,
  readTicket,
  recogniseSession,
  renewSession,
  secretOf,
  TICKET_SERVICE_URL,
} from "@/lib/providers/garmin/access/session-import";

type SessionDeps = ConnectDeps & {
  renewSession: (secret: string) => Promise<RenewedSession>;
  exchangeTicket: (args: { ticket: string; serviceUrl: string }) => Promise<DiTokens>;
};

export const SESSION_DEPS: SessionDeps = { ...CONNECT_DEPS, renewSession, exchangeTicket };

/**
 * Renews the session at once: that proves that it lives, and makes Nightrun its only user.
 *
 * @param pieces what was pasted, sent as JSON, or read from files
 * @throws AppError invalid_input (field `session`) and whatever `connectGarmin` throws
 */
export async function connectGarminBySession(
  athleteId: string,
  pieces: readonly unknown[],
  choices: ConnectChoices,
  deps: SessionDeps = SESSION_DEPS,
): Promise<Connected> {
  const session = recogniseSession(pieces);
  const secret = JSON.stringify(session);
  const open = async () => opened(await deps.renewSession(secret));
  const refused = session.kind === "di" ? SESSION_REFUSED : OAUTH1_REFUSED;
  const usedUp = session.kind === "di" ? session.refreshToken : null;
  return connectGarmin(athleteId, { open, usedUp, refused }, choices, deps);
}

/** @throws AppError invalid_input (field `service_ticket`) and whatever `connectGarmin` throws */
export async function connectGarminByTicket(
  athleteId: string,
  text: string,
  choices: ConnectChoices,
  deps: SessionDeps = SESSION_DEPS,
): Promise<Connected> {
  const ticket = readTicket(text);
  const open = async () => {
    const tokens = await deps.exchangeTicket({ ticket, serviceUrl: TICKET_SERVICE_URL });
    return opened({ ...tokens, secret: secretOf(tokens.session) });
  };
  return connectGarmin(athleteId, { open, usedUp: ticket, refused: TICKET_REFUSED }, choices, deps);
}

function opened({
  secret,
  sessionExpiresAt,
  accessToken,
  accessTokenExpiresAt,
}: RenewedSession): OpenedAccess {
  return {
    way: "session",
    secret,
    secretExpiresAt: sessionExpiresAt,
    username: null,
    accessToken,
    accessTokenExpiresAt,
  };
}

const SESSION_REFUSED: Refused = {
  code: "credential_refused",
  message:
    "Garmin does not take this session any more. It was used elsewhere since it was copied, signed out, or lay still for 30 days. Make a new one, and use it here only.",
  field: "session",
};

const OAUTH1_REFUSED: Refused = {
  code: "credential_refused",
  message: `Garmin does not exchange this older (OAuth1) session. It still does so for some accounts and not for others; a key from ${KEY_PAGE_URL} or a ticket works instead.`,
  field: "session",
};

const TICKET_REFUSED: Refused = {
  code: "credential_refused",
  message:
    "Garmin does not take this ticket. A ticket is good for one use and about a minute: sign in once more and paste the new one at once.",
  field: "service_ticket",
};
