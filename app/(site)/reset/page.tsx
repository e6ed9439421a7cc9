import type { Metadata } from "next";
import { ResetForm } from "@/app/(site)/reset/reset-form";
import { EmptyState, LinkButton } from "@/components/ui";
import { isResetLinkUsable } from "@/lib/accounts";

export const metadata: Metadata = { title: "New password", referrer: "same-origin" };

export default async function ResetPage({ searchParams }: PageProps<"/reset">) {
  const { token } = await searchParams;
  const isUsable = typeof token === "string" && (await isResetLinkUsable(token));
  return (
    <div className="mx-auto grid max-w-md gap-6 pt-4">
      {isUsable ? (
        <>
          <h1 className="text-lg font-semibold">Choose a new password</h1>
          <p className="text-md text-ink2">
            Every browser that is signed in to this account is signed out with it.
          </p>
          <ResetForm token={token} />
        </>
      ) : (
        <EmptyState
          level={1}
          title="This link does not work any more."
          action={<LinkButton href="/sign-in">Sign in</LinkButton>}
        >
          It was used before, or a day has passed. Ask whoever runs this Nightrun for a new one.
        </EmptyState>
      )}
    </div>
  );
}
