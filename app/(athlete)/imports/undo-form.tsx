"use client";

import { undoImportAction } from "@/app/(athlete)/imports/actions";
import { Button, EMPTY_FORM, FormMessage } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";

/** Says what goes and what stays, then asks once. */
export function UndoForm({ importId }: { importId: string }) {
  const { state, isPending, formProps } = useFormAction(undoImportAction, EMPTY_FORM);
  return (
    <details>
      <summary className="flex min-h-11 w-fit items-center text-sm font-medium text-brand hover:underline">
        Undo this import
      </summary>
      <form {...formProps} className="flex flex-col items-start gap-3 pb-3">
        <input type="hidden" name="import_id" value={importId} />
        <p className="max-w-xl text-sm text-ink2">
          What only this import brought goes: workouts, nights and the files themselves, with the effort that
          you typed for those workouts. What Garmin or another import brought too stays.
        </p>
        <Button type="submit" variant="danger" disabled={isPending}>
          {isPending ? "Taking it back" : "Take back what it brought"}
        </Button>
        <FormMessage error={state.error?.message} />
      </form>
    </details>
  );
}
