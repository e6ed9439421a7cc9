import Link from "next/link";
import type { ReactNode } from "react";
import { homeOf } from "@/components/frame/places";
import { Mark } from "@/components/ui";
import { findSessionUser } from "@/lib/auth/session";

/** Pages for people who are not signed in, and the invitation, which both may read. */
export default async function SiteLayout({ children }: { children: ReactNode }) {
  const user = await findSessionUser();
  return (
    <div className="mx-auto min-h-dvh max-w-286 px-5 pb-16">
      <header className="flex h-22 items-center justify-between">
        <Link href="/" className="flex min-h-11 items-center no-underline hover:no-underline">
          <Mark />
        </Link>
        <nav aria-label="Site">
          <Link
            href={user ? homeOf(user.roles) : "/sign-in"}
            className="flex min-h-11 items-center text-sm text-ink"
          >
            {user ? "Your pages" : "Sign in"}
          </Link>
        </nav>
      </header>
      <main>{children}</main>
    </div>
  );
}
