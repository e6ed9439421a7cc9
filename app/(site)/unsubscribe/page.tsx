import type { Metadata } from "next";
import { unsubscribeAction } from "@/app/(site)/unsubscribe/actions";
import { Button, EmptyState } from "@/components/ui";
import { AppError } from "@/lib/errors";
import { type MailKind, readUnsubscribeKey } from "@/lib/mail/unsubscribe";

export const metadata: Metadata = { title: "Mail", referrer: "same-origin" };

type Route = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const WORDS: Record<MailKind, string> = { digest: "The morning digest", notices: "Notices by mail" };

/** Asks with one button, since mail programs open links by themselves to look at them. */
export default async function UnsubscribeRoute({ searchParams }: Route) {
  const sent = await searchParams;
  if (sent.done === "digest" || sent.done === "notices") {
    return (
      <EmptyState level={1} title="You get no more of it">
        {WORDS[sent.done]} is off. Settings switches it on again.
      </EmptyState>
    );
  }
  const kind = kindOf(sent);
  if (kind === null) {
    return (
      <EmptyState level={1} title="This link is not whole">
        Copy it again from the mail, or switch mail off in Settings.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      level={1}
      title={`${WORDS[kind]}: send it no more?`}
      action={
        <form action={unsubscribeAction}>
          {["user", "kind", "sign"].map((name) => (
            <input key={name} type="hidden" name={name} value={String(sent[name])} />
          ))}
          <Button type="submit" variant="primary">
            Send it no more
          </Button>
        </form>
      }
    />
  );
}

function kindOf(sent: Record<string, unknown>): MailKind | null {
  try {
    return readUnsubscribeKey(sent).kind;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
