import { ChoiceField, errorOf, Field, type FormState } from "@/components/ui";
import type { CheckIn } from "@/lib/check-ins/check-in";

const SKIP = { value: "", label: "Skip" };
const scale = (labels: readonly string[]) => [
  SKIP,
  ...labels.map((label, index) => ({ value: String(index + 1), label })),
];

const GOOD = ["Very bad", "Bad", "Fair", "Good", "Very good"];
const SORE = ["None", "A little", "Some", "Sore", "Very sore"];

const SWITCHES = [
  ["sick", "I am sick"],
  ["travelling", "Travelling"],
  ["alcohol", "Alcohol last evening"],
] as const;

type Props = { checkIn: CheckIn | null; state: FormState };

/** What can be said of a day; nothing has to be. */
export function CheckInFields({ checkIn, state }: Props) {
  const chosen = (score: number | null | undefined) =>
    score === null || score === undefined ? "" : String(score);
  return (
    <>
      <ChoiceField
        legend="How do you feel?"
        name="feel"
        options={scale(GOOD)}
        defaultValue={chosen(checkIn?.feel_score)}
        error={errorOf(state, "feel")}
      />
      <ChoiceField
        legend="Sore muscles"
        name="soreness"
        options={scale(SORE)}
        defaultValue={chosen(checkIn?.soreness_score)}
      />
      <ChoiceField
        legend="How did you sleep?"
        name="sleepQuality"
        options={scale(GOOD)}
        defaultValue={chosen(checkIn?.sleep_quality_score)}
      />
      <fieldset className="flex flex-wrap gap-x-6">
        <legend className="mb-1 text-sm font-medium">Today</legend>
        {SWITCHES.map(([name, label]) => (
          <label key={name} className="flex min-h-11 items-center gap-3 text-sm">
            <input
              type="checkbox"
              name={name}
              defaultChecked={checkIn?.[name] ?? false}
              className="size-5 accent-brand"
            />
            {label}
          </label>
        ))}
      </fieldset>
      <Field
        label="Note"
        name="note"
        maxLength={1000}
        defaultValue={state.values.note ?? checkIn?.note ?? ""}
        error={errorOf(state, "note")}
        hint="Days of illness stay out of your usual range."
      />
    </>
  );
}

/** "feel good, sick" in one line. */
export function sayCheckIn(checkIn: CheckIn): string {
  const parts = [
    word("feeling", GOOD, checkIn.feel_score),
    word("soreness", SORE, checkIn.soreness_score),
    word("sleep", GOOD, checkIn.sleep_quality_score),
    checkIn.sick ? "sick" : null,
    checkIn.travelling ? "travelling" : null,
    checkIn.alcohol ? "alcohol" : null,
    checkIn.note,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function word(name: string, labels: readonly string[], score: number | null): string | null {
  const label = score === null ? undefined : labels[score - 1];
  return label === undefined ? null : `${name} ${label.toLowerCase()}`;
}
