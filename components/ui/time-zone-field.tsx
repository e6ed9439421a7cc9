"use client";

import { useEffect, useRef, useState } from "react";
import { SelectField } from "@/components/ui/field";

/** A list from the server; the browser's own zone is picked when nothing was chosen before. */
export function TimeZoneField({
  zones,
  fallback,
  chosen,
  error,
}: {
  zones: readonly string[];
  /** Taken when no script runs. */
  fallback: string;
  chosen?: string | undefined;
  error?: string | undefined;
}) {
  const [zone, setZone] = useState(chosen ?? fallback);
  const wasTouched = useRef(chosen !== undefined);
  useEffect(() => {
    if (wasTouched.current) return;
    setZone(Intl.DateTimeFormat().resolvedOptions().timeZone || fallback);
  }, [fallback]);
  const listed = zones.includes(zone) ? zones : [zone, ...zones];
  return (
    <SelectField
      label="Time zone"
      name="timeZone"
      value={zone}
      onChange={(event) => {
        wasTouched.current = true;
        setZone(event.target.value);
      }}
      error={error}
      hint="Your nights and runs are sorted into days by it."
    >
      {listed.map((name) => (
        <option key={name} value={name}>
          {name.replaceAll("_", " ")}
        </option>
      ))}
    </SelectField>
  );
}
