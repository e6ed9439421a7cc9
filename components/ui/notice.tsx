import type { ReactNode } from "react";
import { StateShape, type StateTone } from "@/components/ui/state-mark";

/** A sentence about the state of something, with its shape. `live` has it read out when it appears. */
export function Notice({
  tone,
  title,
  children,
  live = false,
}: {
  tone: StateTone;
  title: ReactNode;
  children?: ReactNode;
  live?: boolean;
}) {
  return (
    <div role={live ? "alert" : undefined} className="flex gap-3 rounded-panel bg-sunken px-4 py-3">
      <span className="pt-1">
        <StateShape tone={tone} />
      </span>
      <div className="min-w-0 text-sm">
        <p className="font-medium text-ink">{title}</p>
        {children ? <div className="mt-1 text-ink2">{children}</div> : null}
      </div>
    </div>
  );
}
