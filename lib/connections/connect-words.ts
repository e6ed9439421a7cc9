/** What a failure means to one who is connecting. */
import { type CauseCode, causeCodeOf, timeOfDay } from "@/lib/connections/causes";
import { AppError, type AppErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";
import { ProviderError } from "@/lib/providers/errors";

/** How a refusal is told; each way in has its own reasons for one. */
export type Refused = { code: AppErrorCode; message: string; field?: string };

const WORDS_BY_CAUSE: Partial<Record<CauseCode, Refused>> = {
  unavailable: {
    code: "provider_unavailable",
    message: "Garmin does not answer at the moment. Try again in a few minutes; nothing was stored.",
  },
  rejected: {
    code: "provider_unavailable",
    message: "Garmin refused the request. Try again in a few minutes; nothing was stored.",
  },
  payload_changed: {
    code: "provider_changed",
    message: "Garmin answered in a form that Nightrun does not know. Nothing was stored; tell the operator.",
  },
};

export function inWords(error: unknown, timeZone: string, refused: Refused): unknown {
  if (!(error instanceof ProviderError)) return error;
  const { failure } = error;
  if (failure.kind === "rate_limited") {
    const { retryAt } = failure;
    const message = `Garmin asks us to wait until ${timeOfDay(retryAt, timeZone)}. Connect again then. Nothing was stored.`;
    return new AppError("rate_limited", message, { cause: error, retryAt });
  }
  log.warn({ err: error }, "connecting Garmin failed");
  const isRefused = failure.kind === "credential_refused" || failure.kind === "access_token_rejected";
  const told = isRefused ? refused : WORDS_BY_CAUSE[causeCodeOf(error)];
  if (!told) return error;
  const field = told.field === undefined ? {} : { field: told.field };
  return new AppError(told.code, told.message, { cause: error, ...field });
}
