import type { ReactNode } from "react";

/** A number that counts: large, its unit small, its comparison in words under it. */
export function Figure({
  label,
  value,
  unit,
  comparison,
}: {
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  comparison?: ReactNode;
}) {
  return (
    <div>
      <div className="text-sm text-ink2">{label}</div>
      <div className="text-lg font-semibold">
        {value}
        {unit ? <span className="ml-1 text-sm font-normal tracking-normal text-ink3">{unit}</span> : null}
      </div>
      {comparison ? <div className="text-xs text-ink2">{comparison}</div> : null}
    </div>
  );
}
