import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/ui";

/** Pages for people who are not signed in. */
export default function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto min-h-dvh max-w-286 px-5 pb-16">
      <header className="flex h-22 items-center justify-between">
        <Link href="/" className="flex min-h-11 items-center no-underline hover:no-underline">
          <Mark />
        </Link>
        <nav aria-label="Site">
          <Link href="/sign-in" className="flex min-h-11 items-center text-sm text-ink">
            Sign in
          </Link>
        </nav>
      </header>
      <main>{children}</main>
    </div>
  );
}
