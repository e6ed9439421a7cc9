import type { Metadata } from "next";
import { InvitationForm, ResetLinkForm } from "@/app/(operator)/system/link-forms";
import { SystemOverview } from "@/app/(operator)/system/system-state";
import { readerLocale } from "@/app/reader-locale";
import { PageHeader } from "@/components/ui";
import { requirePageUser } from "@/lib/auth/session";
import { readSystem } from "@/lib/operations/system";

export const metadata: Metadata = { title: "System" };

export default async function SystemPage() {
  const user = await requirePageUser();
  const now = new Date();
  const reader = { timeZone: user.timeZone, locale: await readerLocale(), now };
  return (
    <>
      <PageHeader title="System" />
      <SystemOverview state={await readSystem(user.userId, now)} reader={reader} />
      <div className="grid gap-12 border-t border-line pt-8 lg:grid-cols-2">
        <section aria-labelledby="invite-title">
          <h2 id="invite-title" className="mb-4 text-md font-semibold">
            Invite somebody
          </h2>
          <InvitationForm />
        </section>
        <section aria-labelledby="reset-title">
          <h2 id="reset-title" className="mb-4 text-md font-semibold">
            Somebody forgot their password
          </h2>
          <ResetLinkForm />
        </section>
      </div>
    </>
  );
}
