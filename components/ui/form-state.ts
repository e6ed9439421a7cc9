/** What a form's action answers: what went wrong where, or that it is done, and what was typed. */
export type FormState = {
  error?: {
    /** The input that the message is about; absent when it is about the whole form. */
    field?: string | undefined;
    message: string;
    /** A kind the form treats in a way of its own. */
    code: string;
    /** ISO instant from which trying again makes sense. */
    retryAt?: string | undefined;
  };
  /** What was typed, without passwords and keys: those never travel back. */
  values: Readonly<Record<string, string>>;
  /** A sentence that says what was done. */
  done?: string;
};

export const EMPTY_FORM: FormState = { values: {} };

/** The message for one input, or nothing. */
export function errorOf(state: FormState, field: string): string | undefined {
  return state.error?.field === field ? state.error.message : undefined;
}

/** The message for the form as a whole: one that no named input shows. */
export function formErrorOf(state: FormState, shownFields: readonly string[]): string | undefined {
  if (!state.error) return undefined;
  const { field, message } = state.error;
  return field !== undefined && shownFields.includes(field) ? undefined : message;
}
