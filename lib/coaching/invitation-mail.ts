/** An invitation by mail, to the address it is for. */
import { invitationLink, type MadeInvitation } from "@/lib/coaching/invitations";
import { log } from "@/lib/log";
import { type Letter, letterHtml, letterText } from "@/lib/mail/letter";
import { isMailOn, sendMail } from "@/lib/mail/mailer";

/** `off` where there is no address or no mail server. */
export async function mailInvitation(
  { code, email, invitationId }: MadeInvitation,
  fromName: string,
): Promise<"off" | "sent" | "failed"> {
  if (email === null || !isMailOn()) return "off";
  const letter: Letter = {
    title: `${fromName} invites you to Nightrun`,
    parts: [
      { kind: "paragraph", text: `${fromName} wants to share training with you on Nightrun.` },
      {
        kind: "paragraph",
        text: "You see exactly what would be shared before anything is. The link works once, for 14 days.",
      },
      { kind: "link", text: "See the invitation", url: invitationLink(code) },
      { kind: "paragraph", text: `Or type this code: ${code}` },
    ],
  };
  try {
    await sendMail({
      to: email,
      subject: letter.title,
      text: letterText(letter),
      html: letterHtml(letter),
      messageKey: `invitation.${invitationId}`,
    });
    return "sent";
  } catch (error) {
    log.warn({ err: error }, "An invitation could not be mailed");
    return "failed";
  }
}
