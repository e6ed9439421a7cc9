"use client";

import { DaysBackField, ReplaceQuestion } from "@/app/(athlete)/connections/connect-fields";
import { connectSessionAction, connectTicketAction } from "@/app/(athlete)/connections/session-actions";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { Countdown } from "@/components/ui/countdown";
import { CONTROL_CLASS } from "@/components/ui/field";
import { useFormAction } from "@/components/ui/use-form-action";

/** A session as text, or as the files in which a tool keeps it. */
export function SessionForm() {
  const { state, isPending, formProps } = useFormAction(connectSessionAction, EMPTY_FORM);
  const error = errorOf(state, "session");
  return (
    <form {...formProps} className="flex max-w-xl flex-col gap-5">
      <FormMessage error={formErrorOf(state, ["session"])} done={state.done}>
        {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
        <ReplaceQuestion state={state} />
      </FormMessage>
      <div className="flex flex-col gap-1">
        <label htmlFor="session" className="text-sm font-medium">
          Your session
        </label>
        <textarea
          id="session"
          name="session"
          rows={4}
          autoComplete="off"
          spellCheck={false}
          placeholder="Paste it here"
          className={`${CONTROL_CLASS} masked py-2 font-mono text-sm`}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "session-error session-hint" : "session-hint"}
        />
        {error ? (
          <p id="session-error" className="text-sm">
            {error}
          </p>
        ) : null}
        <p id="session-hint" className="text-xs text-ink2">
          garmin_tokens.json of python-garminconnect, a garth dump, the token of npm garmin-connect, or
          native-oauth2.json of pirate-garmin. Nightrun sees by itself which one it is.
        </p>
      </div>
      <div className="flex flex-col gap-1">
        <label htmlFor="session_files" className="text-sm font-medium">
          Or its files
        </label>
        <input
          id="session_files"
          name="session_files"
          type="file"
          multiple
          className="min-h-12 w-full rounded-control border border-dashed border-control bg-raised p-2 text-sm"
        />
        <p className="text-xs text-ink2">Choose or drop them. A garth folder has two; take both.</p>
      </div>
      <DaysBackField state={state} />
      <p className="text-xs text-ink2">
        Nightrun renews the session at once, so the copy that you paste ends. Don’t use it in another tool any
        more: two users of one session end it for both.
      </p>
      <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
        {isPending ? "Asking Garmin" : "Connect with this session"}
      </Button>
    </form>
  );
}

export function TicketForm() {
  const { state, isPending, formProps } = useFormAction(connectTicketAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col gap-5">
      <FormMessage error={formErrorOf(state, ["service_ticket"])} done={state.done}>
        {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
        <ReplaceQuestion state={state} />
      </FormMessage>
      <Field
        label="Your ticket"
        name="service_ticket"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="ST-…"
        error={errorOf(state, "service_ticket")}
      />
      <DaysBackField state={state} />
      <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
        {isPending ? "Asking Garmin" : "Connect with this ticket"}
      </Button>
    </form>
  );
}
