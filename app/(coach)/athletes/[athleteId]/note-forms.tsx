"use client";

import { useId } from "react";
import { addNoteAction, deleteNoteAction } from "@/app/(coach)/athletes/[athleteId]/actions";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { CONTROL_CLASS } from "@/components/ui/field";
import { useFormAction } from "@/components/ui/use-form-action";

export function NoteForm({ athleteId, name, today }: { athleteId: string; name: string; today: string }) {
  const { state, isPending, formProps } = useFormAction(addNoteAction, EMPTY_FORM);
  const id = useId();
  const error = errorOf(state, "noteText");
  return (
    <form {...formProps} key={state.done} className="no-print flex max-w-md flex-col gap-4">
      <input type="hidden" name="athleteId" value={athleteId} />
      <Field
        label="Day"
        name="noteDate"
        type="date"
        defaultValue={state.values.noteDate ?? today}
        error={errorOf(state, "noteDate")}
      />
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-sm font-medium">
          Note
        </label>
        <textarea
          id={id}
          name="noteText"
          rows={3}
          maxLength={2000}
          defaultValue={state.values.noteText}
          aria-invalid={error ? true : undefined}
          className={`${CONTROL_CLASS} py-2`}
        />
        {error ? <p className="text-sm">{error}</p> : null}
      </div>
      <label className="flex min-h-11 items-center gap-3 text-sm md:min-h-8">
        <input type="checkbox" name="isShared" className="size-4 accent-brand" />
        {name} may read it
      </label>
      <Button type="submit" className="self-start" disabled={isPending}>
        Write the note
      </Button>
      <FormMessage error={formErrorOf(state, ["noteDate", "noteText"])} done={state.done} />
    </form>
  );
}

export function DeleteNoteForm({ athleteId, noteId }: { athleteId: string; noteId: string }) {
  const { state, isPending, formProps } = useFormAction(deleteNoteAction, EMPTY_FORM);
  return (
    <form {...formProps} className="no-print">
      <input type="hidden" name="athleteId" value={athleteId} />
      <FormMessage error={state.error?.message} />
      <Button type="submit" variant="quiet" name="noteId" value={noteId} disabled={isPending}>
        Delete<span className="sr-only"> this note</span>
      </Button>
    </form>
  );
}
