"use client";

import { resetAction } from "@/app/(site)/reset/actions";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";

export function ResetForm({ token }: { token: string }) {
  const { state, isPending, formProps } = useFormAction(resetAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormMessage error={formErrorOf(state, ["newPassword"])} />
      <input type="hidden" name="token" value={token} />
      <Field
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        error={errorOf(state, "newPassword")}
        hint="At least 10 characters. A few words in a row are fine."
      />
      <Button type="submit" variant="primary" disabled={isPending}>
        {isPending ? "Setting the password" : "Set the password and sign in"}
      </Button>
    </form>
  );
}
