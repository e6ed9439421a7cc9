/** Why something does not go on, as codes in rows and as sentences for people. */
import type { AccessWay } from "@/lib/connections/ways";
import { AppError } from "@/lib/errors";
import { ProviderError } from "@/lib/providers/errors";

export const KEY_PAGE_URL = "https://connect.garmin.com/app/settings/personalApiToken";

type Cause = { sentence: string; nextStep: string };

export const CAUSES = {
  rate_limited: {
    sentence: "Garmin asks us to wait.",
    nextStep: "Nothing to do: the sync goes on by itself.",
  },
  own_limit: {
    sentence: "Nightrun has asked as often as its operator allows for now.",
    nextStep: "Nothing to do: the sync goes on by itself.",
  },
  key_refused: {
    sentence: "Garmin no longer accepts the key. It has expired or was deleted.",
    nextStep: `Create a new key at ${KEY_PAGE_URL} and paste it here. Your data stay.`,
  },
  session_refused: {
    sentence:
      "Garmin no longer accepts the session. It was used elsewhere, signed out, or lay still too long.",
    nextStep: "Import a session again, or connect in another way. Your data stay.",
  },
  session_lost: {
    sentence:
      "The session was lost: Nightrun was ended at the moment when Garmin had renewed it and it was not stored yet.",
    nextStep: "Import a session again, or connect in another way. Your data stay.",
  },
  sign_in_needed: {
    sentence: "Garmin ended the session and wants you to sign in again.",
    nextStep: "Sign in again below, or connect in another way. Your data stay.",
  },
  handed_over: {
    sentence:
      "You took the session elsewhere. Nightrun does not use it, since two users of one session end it.",
    nextStep: "Import it here again to go on, or connect in another way.",
  },
  token_not_active: {
    sentence: "Garmin gives out tokens for this account and then refuses them.",
    nextStep: "Connect in another way; a key from Garmin works best.",
  },
  no_credential: {
    sentence: "There is no way into Garmin any more.",
    nextStep: `Create a key at ${KEY_PAGE_URL} and paste it here, or choose another way.`,
  },
  token_rejected: {
    sentence: "Garmin refused the token that it had given.",
    nextStep: "Sync again; if it stays so, connect again.",
  },
  unavailable: {
    sentence: "Garmin could not be reached or did not answer properly.",
    nextStep: "Nothing to do: it is tried again with the next sync.",
  },
  payload_changed: {
    sentence: "Garmin sent data in a form that Nightrun does not know. What could be read is stored.",
    nextStep: "Tell the operator: what Garmin sent is kept and can be read again after an update.",
  },
  set_aside: {
    sentence: "Some of what Garmin sent could not be read and was set aside. All the rest is stored.",
    nextStep: "Nothing to do: it is kept, and read again after an update.",
  },
  rejected: {
    sentence: "Garmin refused what was asked.",
    nextStep: "Sync again later; if it stays so, tell the operator.",
  },
  not_served: {
    sentence: "Garmin does not serve this through the key.",
    nextStep: "Nothing to do: everything else is synced.",
  },
  disconnected: {
    sentence: "Garmin was disconnected.",
    nextStep: "Connect Garmin again to go on. Your data are still here.",
  },
  internal: {
    sentence: "Nightrun failed while it worked on this.",
    nextStep: "Sync again; if it stays so, tell the operator.",
  },
} as const satisfies Record<string, Cause>;

export type CauseCode = keyof typeof CAUSES;

/** A sentence for a stored code; an unknown one reads as our own failure. */
export function causeOf(code: string): Cause {
  return isCauseCode(code) ? CAUSES[code] : CAUSES.internal;
}

function isCauseCode(code: string): code is CauseCode {
  return Object.hasOwn(CAUSES, code);
}

/**
 * The cause of a refused secret.
 * @param wasCutOff the renewal before was never finished, so a secret that rotates may be lost
 */
export function refusalCause(way: AccessWay, wasCutOff: boolean): CauseCode {
  if (way === "personal_key") return "key_refused";
  if (way === "password" && !wasCutOff) return "sign_in_needed";
  return wasCutOff ? "session_lost" : "session_refused";
}

/** Causes that only the athlete can mend. */
const NEEDS_ATHLETE: readonly string[] = [
  "key_refused",
  "session_refused",
  "session_lost",
  "sign_in_needed",
  "token_not_active",
  "handed_over",
  "no_credential",
] satisfies CauseCode[];

export function needsAthlete(code: string): boolean {
  return NEEDS_ATHLETE.includes(code);
}

/** Which cause a failure is, in the only terms that rows and pages know. */
export function causeCodeOf(error: unknown, way: AccessWay = "personal_key"): CauseCode {
  if (error instanceof AppError && error.code === "reconnect_required") return "no_credential";
  if (!(error instanceof ProviderError)) return "internal";
  switch (error.failure.kind) {
    case "rate_limited":
      return "rate_limited";
    case "own_limit":
      return "own_limit";
    case "access_token_rejected":
      return "token_rejected";
    case "credential_refused":
      return refusalCause(way, false);
    case "unavailable":
      return "unavailable";
    case "unexpected_payload":
      return "payload_changed";
    case "not_found":
    case "rejected":
      return "rejected";
  }
}

/** The time of day where the athlete is, such as `09:40`. */
export function timeOfDay(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(instant);
}
