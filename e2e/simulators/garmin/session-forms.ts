/** A session in the forms in which programs keep it, all of them alive. */
import type { Account } from "./account";
import { KNOWN_CLIENT_IDS, type SessionBook } from "./session-book";

export const SESSION_FORMS = ["garmin_tokens", "garth_dump", "garth_folder", "npm", "pirate"] as const;
export type SessionForm = (typeof SESSION_FORMS)[number];

/** @returns the texts of the files, in the order in which they would be chosen */
export function makeSession(book: SessionBook, account: Account, form: SessionForm): string[] {
  const clientId = KNOWN_CLIENT_IDS[book.refusedClientIds] ?? "";
  if (form === "garmin_tokens") {
    const tokens = book.openSession(account, clientId);
    const file = {
      di_token: tokens.access_token,
      di_refresh_token: tokens.refresh_token,
      di_client_id: clientId,
    };
    return [JSON.stringify(file, null, 1)];
  }
  if (form === "pirate") {
    const token = book.openSession(account, clientId);
    return [
      JSON.stringify({
        createdAt: new Date().toISOString(),
        loginClientId: "GCM_ANDROID_DARK",
        serviceUrl: "https://mobile.integration.garmin.com/gcm/android",
        di: { clientId, token },
        it: {},
      }),
    ];
  }
  const { oauth1, oauth2 } = makeOldSession(book, account, clientId);
  if (form === "npm") return [JSON.stringify({ oauth1, oauth2 })];
  if (form === "garth_folder") return [JSON.stringify(oauth1), JSON.stringify(oauth2)];
  return [Buffer.from(JSON.stringify([oauth1, oauth2])).toString("base64")];
}

function makeOldSession(book: SessionBook, account: Account, clientId: string) {
  const made = book.makeOAuth1(account, true);
  const tokens = book.openSession(account, clientId);
  const now = Math.floor(Date.now() / 1000);
  return {
    oauth1: {
      oauth_token: made.token,
      oauth_token_secret: made.secret,
      mfa_token: made.mfaToken,
      mfa_expiration_timestamp: "2027-03-18 05:33:02.000",
      domain: "garmin.com",
    },
    oauth2: {
      ...tokens,
      expires_at: now + tokens.expires_in,
      refresh_token_expires_at: now + tokens.refresh_token_expires_in,
    },
  };
}
