"use client";

import { signUpAction } from "@/app/(site)/sign-up/actions";
import { Button, ChoiceField, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { TimeZoneField } from "@/components/ui/time-zone-field";
import { useFormAction } from "@/components/ui/use-form-action";

const ROLES = [
  { value: "athlete", label: "Athlete" },
  { value: "coach", label: "Coach" },
] as const;

const SHOWN_FIELDS = ["role", "name", "email", "password", "timeZone", "firstAccountCode"];

export function SignUpForm({
  zones,
  fallbackZone,
  needsCode,
  invitation,
  invitedEmail,
  invitedRole,
}: {
  zones: readonly string[];
  fallbackZone: string;
  needsCode: boolean;
  invitation: string | null;
  invitedEmail: string | null;
  invitedRole: "athlete" | "coach" | null;
}) {
  const { state, isPending, formProps } = useFormAction(signUpAction, EMPTY_FORM);
  const { values } = state;
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormMessage error={formErrorOf(state, SHOWN_FIELDS)} />
      {invitation === null ? null : <input type="hidden" name="invitation" value={invitation} />}
      {needsCode ? (
        <Field
          label="Code from the terminal"
          name="firstAccountCode"
          autoComplete="one-time-code"
          error={errorOf(state, "firstAccountCode")}
          hint="It was printed when Nightrun started. Only the first account needs it."
        />
      ) : null}
      <ChoiceField
        legend="I am"
        name="role"
        options={ROLES}
        defaultValue={values.role ?? invitedRole ?? "athlete"}
        error={errorOf(state, "role")}
      />
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={values.name}
        error={errorOf(state, "name")}
      />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={values.email ?? invitedEmail ?? undefined}
        error={errorOf(state, "email")}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        error={errorOf(state, "password")}
        hint="At least 10 characters. A few words in a row are fine."
      />
      <TimeZoneField
        zones={zones}
        fallback={fallbackZone}
        chosen={values.timeZone}
        error={errorOf(state, "timeZone")}
      />
      <Button type="submit" variant="primary" disabled={isPending}>
        {isPending ? "Creating the account" : "Create the account"}
      </Button>
    </form>
  );
}
