"use client";

import { changePasswordAction } from "@/app/(athlete)/settings/actions";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { Countdown } from "@/components/ui/countdown";
import { useFormAction } from "@/components/ui/use-form-action";

export function PasswordForm() {
  const { state, isPending, formProps } = useFormAction(changePasswordAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-5">
      <Field
        label="Current password"
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        error={errorOf(state, "currentPassword")}
      />
      <Field
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        error={errorOf(state, "newPassword")}
        hint="At least 10 characters. A few words in a row are fine."
      />
      <Button type="submit" className="self-start" disabled={isPending}>
        {isPending ? "Changing the password" : "Change the password"}
      </Button>
      <FormMessage error={formErrorOf(state, ["currentPassword", "newPassword"])} done={state.done}>
        {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
      </FormMessage>
    </form>
  );
}
