import { formatRpe } from "@/components/runs/run-view";
import { Button, Figure, SelectField } from "@/components/ui";

const CHOICES = Array.from({ length: 11 }, (_, index) => index);

type EffortProps = {
  /** The athlete's own, 0 to 10. */
  athleteRpe: number | null;
  /** What the source says. */
  sourceRpe: number | null;
  locale: string;
  action: (form: FormData) => Promise<void>;
};

/** How hard it felt; the athlete's own word wins over the watch's. Works without a script. */
export function Effort({ athleteRpe, sourceRpe, locale, action }: EffortProps) {
  const shown = athleteRpe ?? sourceRpe;
  return (
    <div>
      <Figure
        label="Effort"
        value={
          shown === null ? (
            <span className="text-md font-normal text-ink2">not said</span>
          ) : (
            formatRpe(shown, locale)
          )
        }
        unit={shown === null ? undefined : "of 10"}
      />
      <details className="text-sm">
        <summary className="flex min-h-11 items-center font-medium text-brand md:min-h-6">
          {shown === null ? "Say how hard it was" : "Change"}
        </summary>
        <form action={action} className="mt-2 flex max-w-56 flex-col gap-3">
          <SelectField
            label="Effort, 0 to 10"
            name="rpe"
            defaultValue={athleteRpe === null ? "" : String(athleteRpe)}
          >
            <option value="">
              {sourceRpe === null ? "Not said" : `As recorded, ${formatRpe(sourceRpe, locale)}`}
            </option>
            {CHOICES.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </SelectField>
          <Button type="submit">Save effort</Button>
        </form>
      </details>
    </div>
  );
}
