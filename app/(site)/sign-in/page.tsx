import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { DemoAccounts, SignInForm } from "@/app/(site)/sign-in/sign-in-form";
import { joinPath } from "@/app/join-path";
import { homeOf } from "@/components/frame/places";
import { EMPTY_FORM, type FormState, Notice } from "@/components/ui";
import { isFirstAccountPending } from "@/lib/accounts";
import { demoAccounts } from "@/lib/accounts/demo";
import { findSessionUser } from "@/lib/auth/session";
import { explainSignInError } from "@/lib/auth/sign-in-error";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const user = await findSessionUser();
  const { error, done, invitation: sent } = await searchParams;
  const invitation = typeof sent === "string" ? sent : null;
  if (user) redirect(invitation === null ? homeOf(user.roles) : joinPath(invitation));
  if (await isFirstAccountPending()) redirect("/sign-up");
  const accounts = demoAccounts().map(({ name, email, role }) => ({ name: name ?? email, email, role }));
  return (
    <div className="mx-auto grid max-w-md gap-8 pt-4">
      <h1 className="text-lg font-semibold">Sign in</h1>
      {done === "password" ? (
        <Notice tone="usual" title="Your new password is set. Sign in with it." />
      ) : null}
      {done === "deleted" ? (
        <Notice tone="usual" title="Your account and everything in it is deleted." />
      ) : null}
      {accounts.length > 0 ? (
        <section aria-labelledby="demo-title">
          <h2 id="demo-title" className="mb-3 text-sm font-medium">
            Demo: step into an account by one click
          </h2>
          <DemoAccounts accounts={accounts} invitation={invitation} />
        </section>
      ) : null}
      <SignInForm initial={typeof error === "string" ? stateOf(error) : EMPTY_FORM} invitation={invitation} />
      <p className="text-sm text-ink2">
        No account yet?{" "}
        <Link
          href={invitation === null ? "/sign-up" : `/sign-up?invitation=${encodeURIComponent(invitation)}`}
        >
          Create one
        </Link>
        . Forgot the password? Whoever runs this Nightrun can make you a link that sets a new one.
      </p>
    </div>
  );
}

/** What the address says of a sign-in that was refused elsewhere. */
function stateOf(code: string): FormState {
  const { message, retryAt } = explainSignInError(code);
  return { values: {}, error: { code: "unauthenticated", message, retryAt: retryAt?.toISOString() } };
}
