import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SignUpForm } from "@/app/(site)/sign-up/sign-up-form";
import { callerAddress } from "@/app/caller-address";
import { joinPath } from "@/app/join-path";
import { timeZoneNames } from "@/app/time-zones";
import { homeOf } from "@/components/frame/places";
import { EmptyState, LinkButton, Notice } from "@/components/ui";
import { findInvitation, isFirstAccountPending, needsInvitation } from "@/lib/accounts";
import { findSessionUser } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Create an account", referrer: "same-origin" };

export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const user = await findSessionUser();
  const sent = (await searchParams).invitation;
  const invitation = typeof sent === "string" ? sent : null;
  if (user) redirect(invitation === null ? homeOf(user.roles) : joinPath(invitation));
  const invited = invitation === null ? null : await findInvitation(invitation);
  if (invited === null && (await needsInvitation())) return <Closed hadLink={invitation !== null} />;

  const isFirst = await isFirstAccountPending();
  const { isLoopback } = await callerAddress();
  return (
    <div className="mx-auto grid max-w-md gap-6 pt-4">
      <h1 className="text-lg font-semibold">Create an account</h1>
      {isFirst ? (
        <Notice tone="usual" title="This Nightrun is new: your account also becomes its operator.">
          An operator sees whether syncs work and can make links for others. What athletes record stays
          theirs.
        </Notice>
      ) : null}
      <SignUpForm
        zones={timeZoneNames()}
        fallbackZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
        needsCode={isFirst && !isLoopback}
        invitation={invited === null ? null : invitation}
        invitedEmail={invited?.email ?? null}
        invitedRole={invited?.role ?? null}
      />
      {isFirst ? null : (
        <p className="text-sm text-ink2">
          You have an account?{" "}
          <Link
            href={invitation === null ? "/sign-in" : `/sign-in?invitation=${encodeURIComponent(invitation)}`}
          >
            Sign in
          </Link>
          .
        </p>
      )}
    </div>
  );
}

function Closed({ hadLink }: { hadLink: boolean }) {
  return (
    <div className="mx-auto max-w-md">
      <EmptyState
        level={1}
        title={hadLink ? "This invitation does not work any more." : "Signing up needs an invitation here."}
        action={<LinkButton href="/sign-in">Sign in</LinkButton>}
      >
        Ask whoever runs this Nightrun for a link. Each works once and for a day.
      </EmptyState>
    </div>
  );
}
