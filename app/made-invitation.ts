import type { FormState } from "@/components/ui/form-state";
import { invitationLink, type MadeInvitation } from "@/lib/coaching/invitations";

/** What a form shows of an invitation that was just made; the code is shown here and nowhere else. */
export type MadeInvitationState = FormState & { code?: string; link?: string };

export async function madeInvitation({ code }: MadeInvitation): Promise<MadeInvitationState> {
  const done = "Send this link, or read out the code. It works once, for 14 days, and is not shown again.";
  return { values: {}, done, code, link: invitationLink(code) };
}
