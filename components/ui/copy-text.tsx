"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";

/** A secret or an address that is shown to be copied. Without the clipboard it can be selected by hand. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const [word, setWord] = useState("Copy");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setWord("Copied");
    } catch {
      setWord("Select it and copy");
    }
  }
  return (
    <div className="mt-1 flex flex-wrap items-center gap-3">
      <span className="sr-only">{label}:</span>
      <code className="min-w-0 rounded-control bg-raised px-3 py-2 text-sm break-all text-ink select-all">
        {text}
      </code>
      <Button onClick={copy}>
        <span aria-live="polite">{word}</span>
      </Button>
    </div>
  );
}
