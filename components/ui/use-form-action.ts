"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from "react";

/**
 * Sends a form to a server action. Without a script the browser posts it; with one the
 * inputs stay as typed (React empties a form that it submits itself) and focus goes to
 * the first error, or to the message that says it is done.
 */
export function useFormAction<State>(
  action: (state: Awaited<State>, form: FormData) => State,
  initial: Awaited<State>,
) {
  const [state, submit, isPending] = useActionState(action, initial);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state === initial) return;
    const target =
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]") ??
      form.current?.querySelector<HTMLElement>("[data-form-message]");
    target?.focus();
  }, [state, initial]);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { nativeEvent } = event;
    const submitter = nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null;
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => submit(data));
  }

  return { state, isPending, formProps: { ref: form, action: submit, onSubmit, noValidate: true } };
}
