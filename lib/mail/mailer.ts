/** Sends mail, where the operator has set a mail server. */
import { createTransport } from "nodemailer";
import { env } from "@/lib/env";

const TIMEOUT_MS = 20_000;

export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same for the same mail, so that one that is sent twice shows once. */
  messageKey?: string;
  /** Ends this kind of mail by one POST. */
  unsubscribeUrl?: string;
};

/** Whether mail can be sent at all. */
export function isMailOn(): boolean {
  return env().SMTP_URL !== undefined;
}

/** @throws Error when the server can't be reached or refuses; what it says may name addresses: log it, don't show it */
export async function sendMail(mail: Mail): Promise<void> {
  const { SMTP_URL, MAIL_FROM, NEXTAUTH_URL } = env();
  if (SMTP_URL === undefined) throw new Error("No mail server is set");
  const { hostname } = new URL(NEXTAUTH_URL);
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.sendMail({
      from: MAIL_FROM ?? `Nightrun <nightrun@${hostname}>`,
      to: { name: "", address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      ...(mail.messageKey === undefined ? {} : { messageId: `<${mail.messageKey}@${hostname}>` }),
      headers: mail.unsubscribeUrl === undefined ? {} : unsubscribeHeaders(mail.unsubscribeUrl),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } finally {
    transport.close();
  }
}

function unsubscribeHeaders(url: string): Record<string, string> {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
