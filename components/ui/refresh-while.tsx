"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Draws the page anew, again and again, while something on it is at work. */
export function RefreshWhile({ isActive, everyMs = 1500 }: { isActive: boolean; everyMs?: number }) {
  const router = useRouter();
  useEffect(() => {
    if (!isActive) return;
    const timer = setInterval(() => router.refresh(), everyMs);
    return () => clearInterval(timer);
  }, [isActive, everyMs, router]);
  return null;
}
