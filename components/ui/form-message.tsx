import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";

/** What a form says about itself. It takes focus, so that it is read and seen. */
export function FormMessage({
  error,
  done,
  children,
}: {
  error?: string | undefined;
  done?: string | undefined;
  children?: ReactNode;
}) {
  if (!error && !done) return null;
  return (
    <div data-form-message tabIndex={-1} className="rounded-panel">
      <Notice tone={error ? "strong" : "usual"} title={error ?? done} live>
        {children}
      </Notice>
    </div>
  );
}
