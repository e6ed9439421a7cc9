"use client";

import { acceptAction, declineAction } from "@/app/(site)/join/actions";
import { ScopeChoice, ScopeList, UntilField } from "@/components/sharing/terms-fields";
import { Button, EMPTY_FORM, Field, FormMessage, formErrorOf } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";
import type { CoachScope } from "@/lib/auth/coach-scopes";

type Offered = { code: string; fromName: string; scopes: readonly CoachScope[] };

/** A coach asks: the athlete chooses what and until when. */
export function AgreeForm({ code, fromName, scopes }: Offered) {
  const { state, isPending, formProps } = useFormAction(acceptAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col gap-6">
      <FormMessage error={formErrorOf(state, ["scopes", "until"])} />
      <input type="hidden" name="code" value={code} />
      <ScopeChoice legend={`${fromName} will see`} chosen={scopes} state={state} />
      <UntilField until="" state={state} />
      <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
        Share this with {fromName}
      </Button>
    </form>
  );
}

/** An athlete offers: the coach takes it as it is. */
export function TakeForm({ code, fromName, scopes }: Offered) {
  const { state, isPending, formProps } = useFormAction(acceptAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col gap-6">
      <FormMessage error={state.error?.message} />
      <input type="hidden" name="code" value={code} />
      <ScopeList scopes={scopes} />
      <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
        Become the coach of {fromName}
      </Button>
    </form>
  );
}

export function DeclineForm({ code }: { code: string }) {
  const { state, isPending, formProps } = useFormAction(declineAction, EMPTY_FORM);
  return (
    <form {...formProps}>
      <FormMessage error={state.error?.message} />
      <input type="hidden" name="code" value={code} />
      <Button type="submit" variant="quiet" disabled={isPending}>
        Decline: nothing is shared, and the invitation is used up
      </Button>
    </form>
  );
}

/** Leads to the invitation; works without a script. */
export function CodeForm() {
  return (
    <form action="/join" method="get" className="flex max-w-md flex-col gap-4">
      <Field
        label="Code of the invitation"
        name="code"
        autoComplete="off"
        required
        placeholder="7K3M-Q2ZD-0HVA-9XWE"
      />
      <Button type="submit" className="self-start">
        See what it asks for
      </Button>
    </form>
  );
}
