import type { FormState } from "@/components/ui/form-state";
import { mailInvitation } from "@/lib/coaching/invitation-mail";
import { invitationLink, type MadeInvitation } from "@/lib/coaching/invitations";

/** What a form shows of an invitation that was just made; the code is shown here and nowhere else. */
export type MadeInvitationState = FormState & { code?: string; link?: string };

/** Mails it where that is asked for and possible; the link can be copied whatever became of the mail. */
export async function madeInvitation(made: MadeInvitation, fromName: string): Promise<MadeInvitationState> {
  const mailed = await mailInvitation(made, fromName);
  return { values: {}, done: DONE[mailed], code: made.code, link: invitationLink(made.code) };
}

const DONE = {
  off: "Send this link, or read out the code. It works once, for 14 days, and is not shown again.",
  sent: "The invitation is mailed. Here is its link as well; it works once, for 14 days.",
  failed: "The mail server did not take the invitation. Send the link yourself; it works once, for 14 days.",
};
