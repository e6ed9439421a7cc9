"use client";

import { type HandOverState, handOverAction } from "@/app/(athlete)/connections/session-actions";
import { Button, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { Countdown } from "@/components/ui/countdown";
import { useFormAction } from "@/components/ui/use-form-action";

const NOTHING_YET: HandOverState = { values: {} };

/** Takes the session out, after a warning and the password. */
export function HandOverForm({ isHandedOver }: { isHandedOver: boolean }) {
  const { state, isPending, formProps } = useFormAction(handOverAction, NOTHING_YET);
  return (
    <details className="mt-1" open={state.file !== undefined || undefined}>
      <summary className="flex min-h-11 w-fit items-center text-sm font-medium text-brand hover:underline">
        {isHandedOver ? "Show the session once more" : "Take the session out"}
      </summary>
      <form {...formProps} className="flex max-w-md flex-col gap-4 py-2">
        {isHandedOver ? null : (
          <p className="text-sm text-ink2">
            Nightrun stops using the session at once, because two users of one session end it for both. To
            give it back, import it here again.
          </p>
        )}
        <Field
          label="Your Nightrun password"
          name="nightrun_password"
          type="password"
          autoComplete="current-password"
          error={errorOf(state, "nightrun_password")}
        />
        <Button type="submit" variant="danger" className="self-start" disabled={isPending}>
          {isHandedOver ? "Show it" : "Take it out and stop using it here"}
        </Button>
        <FormMessage error={formErrorOf(state, ["nightrun_password"])} done={state.done}>
          {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
        </FormMessage>
      </form>
      {state.file ? <SessionFile {...state.file} /> : null}
    </details>
  );
}

function SessionFile({ name, text }: { name: string; text: string }) {
  return (
    <div className="flex max-w-xl flex-col gap-2">
      <label htmlFor="session_file" className="text-sm font-medium">
        {name}
      </label>
      <textarea
        id="session_file"
        readOnly
        rows={5}
        value={text}
        className="w-full rounded-control border border-control bg-raised p-2 font-mono text-xs"
      />
      <a
        href={`data:application/octet-stream;charset=utf-8,${encodeURIComponent(text)}`}
        download={name}
        className="w-fit text-sm text-brand underline"
      >
        Save as a file
      </a>
    </div>
  );
}
