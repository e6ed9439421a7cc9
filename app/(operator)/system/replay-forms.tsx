"use client";

import { readSetAsideAction, replayAction } from "@/app/(operator)/system/replay-actions";
import { Button, EMPTY_FORM, FormMessage } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";

/** `what` tells the buttons of a list apart for whoever hears them. */
export function ReplayForm({ syncRunId, what }: { syncRunId: string; what: string }) {
  const { state, isPending, formProps } = useFormAction(replayAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-wrap items-center gap-3">
      <input type="hidden" name="sync_run_id" value={syncRunId} />
      <Button type="submit" variant="secondary" disabled={isPending} aria-label={`Replay ${what}`}>
        {isPending ? "Asking" : "Replay"}
      </Button>
      <FormMessage error={state.error?.message} done={state.done} />
    </form>
  );
}

export function ReadSetAsideForm() {
  const { state, isPending, formProps } = useFormAction(readSetAsideAction, EMPTY_FORM);
  return (
    <form {...formProps} className="mt-3 flex flex-wrap items-center gap-3">
      <Button type="submit" variant="secondary" disabled={isPending}>
        {isPending ? "Reading" : "Read them again"}
      </Button>
      <FormMessage error={state.error?.message} done={state.done} />
    </form>
  );
}
