/** The numbers of a person that hold on a day. Pure. */
import type { LocalDate } from "@/lib/days";
import type { AthleteSetting } from "@/lib/db/athlete-settings";

type Field = Exclude<keyof AthleteSetting, "validFrom">;

/** Each number as it was last said up to that day; a later row that leaves it out does not take it back. */
export function settingOn(settings: readonly AthleteSetting[], field: Field, date: LocalDate): number | null {
  const said = settings.findLast((one) => one.validFrom <= date && (one[field] ?? null) !== null);
  return said?.[field] ?? null;
}
