import type { Metadata } from "next";
import { InvitationForm, ResetLinkForm } from "@/app/(operator)/system/link-forms";
import { PageHeader } from "@/components/ui";

export const metadata: Metadata = { title: "System" };

export default function SystemPage() {
  return (
    <>
      <PageHeader title="System" />
      <div className="grid gap-12 lg:grid-cols-2">
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
