"use client";

import { type LinkState, makeInvitationAction, makeResetLinkAction } from "@/app/(operator)/system/actions";
import { Button, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { CopyText } from "@/components/ui/copy-text";
import { useFormAction } from "@/components/ui/use-form-action";

const EMPTY: LinkState = { values: {} };

export function ResetLinkForm() {
  const { state, isPending, formProps } = useFormAction(makeResetLinkAction, EMPTY);
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-4">
      <Field
        label="E-mail of the account"
        name="email"
        type="email"
        defaultValue={state.values.email}
        error={errorOf(state, "email")}
      />
      <Button type="submit" className="self-start" disabled={isPending}>
        Make a link that sets a new password
      </Button>
      <MadeLink state={state} shownFields={["email"]} />
    </form>
  );
}

export function InvitationForm() {
  const { state, isPending, formProps } = useFormAction(makeInvitationAction, EMPTY);
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-4">
      <Field
        label="E-mail of the person (may stay empty)"
        name="invitedEmail"
        type="email"
        defaultValue={state.values.invitedEmail}
        error={errorOf(state, "invitedEmail")}
        hint="With an address, only that address can sign up by it."
      />
      <Button type="submit" className="self-start" disabled={isPending}>
        Make an invitation
      </Button>
      <MadeLink state={state} shownFields={["invitedEmail"]} />
    </form>
  );
}

function MadeLink({ state, shownFields }: { state: LinkState; shownFields: readonly string[] }) {
  return (
    <FormMessage error={formErrorOf(state, shownFields)} done={state.done}>
      {state.link ? <CopyText label="The link" text={state.link} /> : null}
    </FormMessage>
  );
}
