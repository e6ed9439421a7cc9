"use client";

import { deleteAccountAction } from "@/app/(athlete)/settings/actions";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { Countdown } from "@/components/ui/countdown";
import { useFormAction } from "@/components/ui/use-form-action";

/** Asks once, with what goes and what stays. */
export function DeleteForm({ isAthlete, isCoach }: { isAthlete: boolean; isCoach: boolean }) {
  const { state, isPending, formProps } = useFormAction(deleteAccountAction, EMPTY_FORM);
  return (
    <details className="max-w-md">
      <summary className="flex min-h-11 items-center text-sm text-brand">Delete my account</summary>
      <form {...formProps} className="flex flex-col gap-4 pt-3">
        <p className="text-sm">
          Gone for ever: the account and its API tokens
          {isAthlete ? ", every run, night and file that Nightrun holds of you, your connections" : ""}
          {isCoach ? ", your invitations, groups and notes" : ""}. What you shared ends, and the other side is
          told that it did. What is at Garmin or Strava stays there.
        </p>
        <Field
          label="Your password"
          name="deletePassword"
          type="password"
          autoComplete="current-password"
          error={errorOf(state, "deletePassword")}
        />
        <Button type="submit" variant="danger" className="self-start" disabled={isPending}>
          {isPending ? "Deleting" : "Delete my account and everything in it"}
        </Button>
        <FormMessage error={formErrorOf(state, ["deletePassword"])}>
          {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
        </FormMessage>
      </form>
    </details>
  );
}
