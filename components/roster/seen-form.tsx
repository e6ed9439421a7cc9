"use client";

import { useId } from "react";
import { Button, EMPTY_FORM, FormMessage, type FormState } from "@/components/ui";
import { CONTROL_CLASS } from "@/components/ui/field";
import { useFormAction } from "@/components/ui/use-form-action";

/** Marks a case as seen, with a note for the coach alone. */
export function SeenForm({
  athleteId,
  name,
  raised,
  note,
  isSeen,
  action,
}: {
  athleteId: string;
  name: string;
  raised: readonly string[];
  note: string | null;
  isSeen: boolean;
  action: (state: FormState, form: FormData) => Promise<FormState>;
}) {
  const { state, isPending, formProps } = useFormAction(action, EMPTY_FORM);
  const id = useId();
  return (
    <form {...formProps} className="flex flex-col gap-3">
      <FormMessage error={state.error?.message} done={state.done} />
      <input type="hidden" name="athleteId" value={athleteId} />
      {raised.map((reason) => (
        <input key={reason} type="hidden" name="raised" value={reason} />
      ))}
      <label htmlFor={id} className="text-sm font-medium">
        Your note on {name}
      </label>
      <textarea
        id={id}
        name="note"
        rows={3}
        maxLength={500}
        defaultValue={note ?? ""}
        className={`${CONTROL_CLASS} py-2`}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" disabled={isPending}>
          {isSeen || raised.length === 0 ? "Save the note" : "Seen, with this note"}
        </Button>
        {isSeen ? (
          <Button type="submit" name="change" value="open" disabled={isPending}>
            Not done after all
          </Button>
        ) : null}
      </div>
      <p className="text-xs text-ink2">
        Only you read it. A case that was seen comes back when something new happens, or after a week.
      </p>
    </form>
  );
}
