"use client";

import { DaysBackField, ReplaceQuestion } from "@/app/(athlete)/connections/connect-fields";
import type { CodeChallenge } from "@/app/(athlete)/connections/password-way";
import { connectPasswordAction, finishLoginAction } from "@/app/(athlete)/connections/session-actions";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { Countdown } from "@/components/ui/countdown";
import { useFormAction } from "@/components/ui/use-form-action";

export function PasswordForm() {
  const { state, isPending, formProps } = useFormAction(connectPasswordAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-5">
      <FormMessage error={formErrorOf(state, ["username", "password"])} done={state.done}>
        {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
        <ReplaceQuestion state={state} />
      </FormMessage>
      <Field
        label="E-mail of your Garmin account"
        name="username"
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={state.values.username}
        error={errorOf(state, "username")}
      />
      <Field
        label="Password of your Garmin account"
        name="password"
        type="password"
        autoComplete="off"
        error={errorOf(state, "password")}
      />
      <label className="flex min-h-11 items-start gap-3 text-sm">
        <input type="checkbox" name="stay_signed_in" value="yes" className="mt-1 size-4 accent-brand" />
        <span>
          Stay signed in
          <span className="block text-xs text-ink2">
            Nightrun keeps the password, encrypted, and signs in again when Garmin ends the session.
          </span>
        </span>
      </label>
      <DaysBackField state={state} />
      <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
        {isPending ? "Asking Garmin" : "Sign in at Garmin"}
      </Button>
    </form>
  );
}

/** The code by mail or app. A wrong one keeps the window open. */
export function CodeForm({ challengeId, expiresAt, sentTo }: CodeChallenge) {
  const { state, isPending, formProps } = useFormAction(finishLoginAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-5">
      <p className="text-sm">
        Garmin sent a code{sentTo === null ? "" : ` to ${sentTo}`}. It is good for 10 minutes; you can close
        this page meanwhile. <Countdown until={expiresAt} prefix="Time left:" />
      </p>
      <FormMessage error={formErrorOf(state, ["code"])} done={state.done}>
        <ReplaceQuestion state={state} />
      </FormMessage>
      <input type="hidden" name="challenge_id" value={challengeId} />
      <Field
        label="Code from Garmin"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        error={errorOf(state, "code")}
      />
      <div className="flex flex-wrap gap-4">
        <Button type="submit" variant="primary" disabled={isPending}>
          {isPending ? "Asking Garmin" : "Send the code"}
        </Button>
        <Button type="submit" variant="quiet" name="cancel" value="yes" disabled={isPending}>
          Start again
        </Button>
      </div>
    </form>
  );
}
