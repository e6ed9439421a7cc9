"use client";

import { useId } from "react";
import { askAction, leaveAction, setGroupsAction } from "@/app/(coach)/athletes/invitations/actions";
import type { MadeInvitationState } from "@/app/made-invitation";
import { MadeInvitation } from "@/components/sharing/made-invitation";
import { ScopeChoice } from "@/components/sharing/terms-fields";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { CONTROL_CLASS } from "@/components/ui/field";
import { useFormAction } from "@/components/ui/use-form-action";
import { COACH_SCOPES } from "@/lib/auth/coach-scopes";

const EMPTY_MADE: MadeInvitationState = { values: {} };

export function AskForm() {
  const { state, isPending, formProps } = useFormAction(askAction, EMPTY_MADE);
  return (
    <form {...formProps} className="flex max-w-2xl flex-col gap-5">
      <Field
        label="Name of the athlete (may stay empty)"
        name="name"
        defaultValue={state.values.name}
        error={errorOf(state, "name")}
      />
      <Field
        label="E-mail of the athlete (may stay empty)"
        name="email"
        type="email"
        defaultValue={state.values.email}
        error={errorOf(state, "email")}
        hint="With an address, only that account can take it."
      />
      <Field
        label="Groups (may stay empty)"
        name="groups"
        placeholder="Marathon, juniors"
        defaultValue={state.values.groups}
        error={errorOf(state, "groups")}
        hint="Your own order, with commas between the names."
      />
      <ScopeChoice legend="Ask for" chosen={COACH_SCOPES} state={state} />
      <p className="text-xs text-ink2">The athlete sees this list and decides, kind by kind.</p>
      <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
        Make an invitation
      </Button>
      <MadeInvitation
        error={formErrorOf(state, ["name", "email", "groups", "scopes"])}
        done={state.done}
        code={state.code}
        link={state.link}
      />
    </form>
  );
}

type Linked = { athleteId: string; name: string };

export function GroupsForm({ athleteId, name, groups }: Linked & { groups: readonly string[] }) {
  const { state, isPending, formProps } = useFormAction(setGroupsAction, EMPTY_FORM);
  const id = useId();
  return (
    <form {...formProps} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="athleteId" value={athleteId} />
      <label htmlFor={id} className="sr-only">
        Groups of {name}
      </label>
      <input
        id={id}
        name="groups"
        defaultValue={groups.join(", ")}
        placeholder="No group"
        aria-invalid={state.error ? true : undefined}
        className={`${CONTROL_CLASS} max-w-56`}
      />
      <Button type="submit" disabled={isPending}>
        Save<span className="sr-only"> the groups of {name}</span>
      </Button>
      <p aria-live="polite" className="text-sm">
        {state.error?.message ?? state.done ?? ""}
      </p>
    </form>
  );
}

export function LeaveForm({ athleteId, name }: Linked) {
  const { state, isPending, formProps } = useFormAction(leaveAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col items-start gap-3 pt-2">
      <FormMessage error={state.error?.message} />
      <input type="hidden" name="athleteId" value={athleteId} />
      <p className="text-sm">
        You see nothing of {name} from then on. The data stay with the athlete, who can invite you again.
      </p>
      <Button type="submit" variant="danger" disabled={isPending}>
        Stop coaching {name}
      </Button>
    </form>
  );
}
