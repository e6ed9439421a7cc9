"use client";

import { Button, EMPTY_FORM, FormMessage, type FormState, StateMark } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";
import type { InvitationState } from "@/lib/coaching/invitations";

export type ListedInvitation = {
  id: string;
  whom: string;
  state: InvitationState;
  /** What is asked for or offered, and the dates, in words. */
  text: string;
};

const WORDS: Record<InvitationState, string> = {
  open: "Open",
  expired: "Expired",
  accepted: "Accepted",
  declined: "Declined",
  withdrawn: "Withdrawn",
};

/** Invitations that were sent, and what became of them. */
export function SentInvitations({
  invitations,
  withdrawAction,
}: {
  invitations: readonly ListedInvitation[];
  withdrawAction: (state: FormState, form: FormData) => Promise<FormState>;
}) {
  const { state, isPending, formProps } = useFormAction(withdrawAction, EMPTY_FORM);
  return (
    <form {...formProps}>
      <FormMessage error={state.error?.message} done={state.done} />
      <ul className="divide-y divide-line">
        {invitations.map(({ id, whom, state: stands, text }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <div className="min-w-0">
              <p className="text-sm font-medium">{whom}</p>
              <p className="text-xs text-ink2">{text}</p>
            </div>
            <div className="flex items-center gap-4">
              <StateMark
                tone={stands === "accepted" ? "usual" : "nodata"}
                word={WORDS[stands]}
                className="font-normal"
              />
              {stands === "open" ? (
                <Button type="submit" name="invitationId" value={id} disabled={isPending}>
                  Withdraw<span className="sr-only"> the invitation for {whom}</span>
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </form>
  );
}
