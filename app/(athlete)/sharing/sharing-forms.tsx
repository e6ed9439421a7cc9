"use client";

import { changeSharingAction, offerAction, switchSharingAction } from "@/app/(athlete)/sharing/actions";
import type { MadeInvitationState } from "@/app/made-invitation";
import { MadeInvitation } from "@/components/sharing/made-invitation";
import { ScopeChoice, UntilField } from "@/components/sharing/terms-fields";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";
import { COACH_SCOPES, type CoachScope } from "@/lib/auth/coach-scopes";

type Shared = {
  coachUserId: string;
  coachName: string;
  scopes: readonly CoachScope[];
  /** YYYY-MM-DD, or empty for no end. */
  until: string;
};

export function ChangeForm({ coachUserId, coachName, scopes, until }: Shared) {
  const { state, isPending, formProps } = useFormAction(changeSharingAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col gap-4 pt-3">
      <FormMessage error={formErrorOf(state, ["scopes", "until"])} done={state.done} />
      <input type="hidden" name="coachUserId" value={coachUserId} />
      <ScopeChoice legend={`${coachName} sees`} chosen={scopes} state={state} />
      <UntilField until={until} state={state} />
      <Button type="submit" className="self-start" disabled={isPending}>
        Save what {coachName} sees
      </Button>
    </form>
  );
}

export function PauseForm({
  coachUserId,
  coachName,
  isPaused,
}: Pick<Shared, "coachUserId" | "coachName"> & { isPaused: boolean }) {
  const { state, isPending, formProps } = useFormAction(switchSharingAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <FormMessage error={state.error?.message} />
      <input type="hidden" name="coachUserId" value={coachUserId} />
      <Button type="submit" name="change" value={isPaused ? "resume" : "pause"} disabled={isPending}>
        {isPaused ? "Go on sharing" : "Pause"}
        <span className="sr-only"> with {coachName}</span>
      </Button>
    </form>
  );
}

export function EndForm({ coachUserId, coachName }: Pick<Shared, "coachUserId" | "coachName">) {
  const { state, isPending, formProps } = useFormAction(switchSharingAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col items-start gap-3 pt-3">
      <FormMessage error={state.error?.message} />
      <input type="hidden" name="coachUserId" value={coachUserId} />
      <p className="text-sm">
        {coachName} sees nothing of yours from then on. Your data stay with you. To share again, one of you
        sends a new invitation.
      </p>
      <Button type="submit" variant="danger" name="change" value="end" disabled={isPending}>
        End sharing with {coachName}
      </Button>
    </form>
  );
}

const EMPTY_MADE: MadeInvitationState = { values: {} };

export function OfferForm() {
  const { state, isPending, formProps } = useFormAction(offerAction, EMPTY_MADE);
  return (
    <form {...formProps} className="flex flex-col gap-5">
      <Field
        label="Name of the coach (may stay empty)"
        name="name"
        defaultValue={state.values.name}
        error={errorOf(state, "name")}
        className="max-w-md"
      />
      <Field
        label="E-mail of the coach (may stay empty)"
        name="email"
        type="email"
        defaultValue={state.values.email}
        error={errorOf(state, "email")}
        hint="With an address, only that account can take it."
        className="max-w-md"
      />
      <ScopeChoice legend="The coach will see" chosen={COACH_SCOPES} state={state} />
      <UntilField until="" state={state} />
      <Button type="submit" className="self-start" disabled={isPending}>
        Make an invitation
      </Button>
      <MadeInvitation
        error={formErrorOf(state, ["name", "email", "scopes", "until"])}
        done={state.done}
        code={state.code}
        link={state.link}
      />
    </form>
  );
}
