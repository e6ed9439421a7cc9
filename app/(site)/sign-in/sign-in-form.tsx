"use client";

import { signInAction, signInDemoAction } from "@/app/(site)/sign-in/actions";
import {
  Button,
  EMPTY_FORM,
  errorOf,
  Field,
  FormMessage,
  type FormState,
  formErrorOf,
} from "@/components/ui";
import { Countdown } from "@/components/ui/countdown";
import { useFormAction } from "@/components/ui/use-form-action";

/** `invitation`: the code that the person came with and goes back to. */
export function SignInForm({
  initial = EMPTY_FORM,
  invitation,
}: {
  initial?: FormState;
  invitation: string | null;
}) {
  const { state, isPending, formProps } = useFormAction(signInAction, initial);
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormMessage error={formErrorOf(state, ["email", "password"])}>
        {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
      </FormMessage>
      {invitation === null ? null : <input type="hidden" name="invitation" value={invitation} />}
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={state.values.email}
        error={errorOf(state, "email")}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        error={errorOf(state, "password")}
      />
      <Button type="submit" variant="primary" disabled={isPending}>
        {isPending ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}

export function DemoAccounts({
  accounts,
  invitation,
}: {
  accounts: readonly { name: string; email: string; role: string }[];
  invitation: string | null;
}) {
  const { state, isPending, formProps } = useFormAction(signInDemoAction, EMPTY_FORM);
  return (
    <form {...formProps}>
      <FormMessage error={state.error?.message} />
      {invitation === null ? null : <input type="hidden" name="invitation" value={invitation} />}
      <ul className="grid grid-cols-2 gap-2">
        {accounts.map((account) => (
          <li key={account.email}>
            <button
              type="submit"
              name="email"
              value={account.email}
              disabled={isPending}
              className="min-h-12 w-full rounded-control border border-line bg-raised px-3 py-2 text-left hover:border-control"
            >
              <span className="block text-sm font-medium">{account.name}</span>
              <span className="block text-xs text-ink2">{account.role}</span>
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
