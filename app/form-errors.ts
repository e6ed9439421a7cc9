import type { FormState } from "@/components/ui/form-state";
import { AppError } from "@/lib/errors";

/** Never sent back to the browser. */
const SECRET_FIELDS = new Set([
  "password",
  "currentPassword",
  "newPassword",
  "deletePassword",
  "api_key",
  "session",
  "service_ticket",
  "nightrun_password",
  "code",
  "firstAccountCode",
]);

/** What was typed, for the form to keep. */
export function typedValues(form: FormData): Record<string, string> {
  const pairs = [...form.entries()].flatMap(([name, value]) =>
    typeof value === "string" && !SECRET_FIELDS.has(name) && !name.startsWith("$ACTION")
      ? [[name, value] as const]
      : [],
  );
  return Object.fromEntries(pairs);
}

/** Turns a failure that can be explained into what the form shows; every other one is thrown on. */
export function failedForm(error: unknown, form: FormData): FormState {
  if (!(error instanceof AppError)) throw error;
  return {
    values: typedValues(form),
    error: {
      code: error.code,
      message: error.message,
      field: error.field,
      retryAt: error.retryAt?.toISOString(),
    },
  };
}

/** One text of a form; an empty one stays empty, an absent one is `undefined`. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === "string" ? value : undefined;
}
