"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A place in the rail or the bottom bar; it knows whether the reader is in it. */
export function PlaceLink({
  href,
  look,
  children,
}: {
  href: string;
  look: "rail" | "tab" | "switch";
  children: ReactNode;
}) {
  const pathname = usePathname();
  // Invitations stand under the roster's address and are a place of their own.
  const isOwnPlace = pathname === "/athletes/invitations" && href !== pathname;
  const isHere = pathname === href || (pathname.startsWith(`${href}/`) && !isOwnPlace);
  return (
    <Link href={href} aria-current={isHere ? "page" : undefined} className={LOOK[look]}>
      {children}
    </Link>
  );
}

const LOOK = {
  rail:
    "flex h-9 items-center justify-between rounded-control px-3 text-sm font-normal text-ink2 no-underline " +
    "hover:text-ink hover:no-underline aria-[current=page]:bg-paper aria-[current=page]:font-medium aria-[current=page]:text-ink",
  tab:
    "flex min-h-14 flex-col items-center justify-center gap-1 text-xs font-normal text-ink2 no-underline " +
    "hover:no-underline aria-[current=page]:font-medium aria-[current=page]:text-brand",
  switch:
    "flex min-h-11 items-center rounded-control px-3 text-sm font-normal text-ink2 no-underline hover:text-ink " +
    "hover:no-underline aria-[current=page]:text-ink md:min-h-8",
} as const;
