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
  key_refused: {
    sentence: "Garmin no longer accepts the key. It has expired or was deleted.",
    nextStep: `Create a new key at ${KEY_PAGE_URL} and paste it here. Your data stay.`,
  },
  no_credential: {
    sentence: "There is no key for Garmin.",
    nextStep: `Create a key at ${KEY_PAGE_URL} and paste it here.`,
  },
  token_rejected: {
    sentence: "Garmin refused the session that the key opened.",
    nextStep: "Sync again; if it stays so, create a new key.",
  },
  unavailable: {
    sentence: "Garmin could not be reached or did not answer properly.",
    nextStep: "Nothing to do: it is tried again with the next sync.",
  },
  payload_changed: {
    sentence: "Garmin sent data in a form that Nightrun does not know. What could be read is stored.",
    nextStep: "Tell the operator: what Garmin sent is kept and can be read again after an update.",
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
 * @param _wasCutOff the renewal before was never finished, so a secret that rotates may be lost
 */
export function refusalCause(_way: AccessWay, _wasCutOff: boolean): CauseCode {
  return "key_refused";
}

/** Which cause a failure is, in the only terms that rows and pages know. */
export function causeCodeOf(error: unknown): CauseCode {
  if (error instanceof AppError && error.code === "reconnect_required") return "no_credential";
  if (!(error instanceof ProviderError)) return "internal";
  switch (error.failure.kind) {
    case "rate_limited":
      return "rate_limited";
    case "access_token_rejected":
      return "token_rejected";
    case "credential_refused":
      return "key_refused";
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
