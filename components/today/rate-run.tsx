import { Button, SelectField } from "@/components/ui";

const CHOICES = Array.from({ length: 11 }, (_, index) => index);

/** Asks how hard the latest run was, when nothing came with it. Works without a script. */
export function RateRun({ action }: { action: (form: FormData) => Promise<void> }) {
  return (
    <form action={action} className="flex max-w-md items-end gap-3 pb-3">
      <div className="flex-1">
        <SelectField label="How hard was the latest run?" name="rpe" defaultValue="">
          <option value="">Not said</option>
          {CHOICES.map((choice) => (
            <option key={choice} value={choice}>
              {choice} of 10
            </option>
          ))}
        </SelectField>
      </div>
      <Button type="submit">Save effort</Button>
    </form>
  );
}
