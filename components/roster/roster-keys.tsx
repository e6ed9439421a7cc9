"use client";

import { useRouter } from "next/navigation";
import type { KeyboardEvent, ReactNode } from "react";

/** Moves through the rows by the arrow keys or J and K, while focus is in the list; Escape closes the panel. */
export function RosterKeys({ closePath, children }: { closePath: string | null; children: ReactNode }) {
  const router = useRouter();
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    if (event.key === "Escape" && closePath !== null) {
      router.push(closePath, { scroll: false });
      return;
    }
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-roster-row]")];
    const next = nextIndex(event.key, links.indexOf(focusedRow(event.target)), links.length);
    if (next === null) return;
    event.preventDefault();
    links[next]?.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside are links; this only moves focus between them
    <div onKeyDown={onKeyDown}>{children}</div>
  );
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select") !== null;
}

function focusedRow(target: EventTarget): HTMLElement {
  const element = target instanceof HTMLElement ? target : document.body;
  return element.closest("li")?.querySelector<HTMLElement>("[data-roster-row]") ?? element;
}

function nextIndex(key: string, index: number, count: number): number | null {
  if (key === "ArrowDown" || key === "j") return Math.min(count - 1, index + 1);
  if (key === "ArrowUp" || key === "k") return Math.max(0, index - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
