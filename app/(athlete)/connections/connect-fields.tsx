"use client";

import { ChoiceField, type FormState } from "@/components/ui";

const DAYS_BACK = ["30", "60", "90", "120"].map((value) => ({ value, label: `${value} days` }));

/** How much history the first sync reads. */
export function DaysBackField({ state }: { state: FormState }) {
  return (
    <ChoiceField
      legend="History to fetch first"
      name="days_back"
      options={DAYS_BACK}
      defaultValue={state.values.days_back ?? "90"}
    />
  );
}

/** Asked only when the way in leads to another Garmin account than before. */
export function ReplaceQuestion({ state }: { state: FormState }) {
  if (state.error?.code !== "other_garmin_account") return null;
  return (
    <label className="mt-2 flex min-h-11 items-center gap-3 text-ink">
      <input type="checkbox" name="replace" value="yes" className="size-4 accent-brand" />
      It is mine too: take it in place of the earlier one
    </label>
  );
}
