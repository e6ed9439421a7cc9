import { useId } from "react";
import { CONTROL_CLASS } from "@/components/ui/field";
import { errorOf, type FormState } from "@/components/ui/form-state";
import { COACH_SCOPE_WORDS, COACH_SCOPES, type CoachScope } from "@/lib/auth/coach-scopes";

/** Which kinds of data: a tick for each, with what it holds. */
export function ScopeChoice({
  legend,
  chosen,
  state,
}: {
  legend: string;
  chosen: readonly CoachScope[];
  state: FormState;
}) {
  const id = useId();
  const error = errorOf(state, "scopes");
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {error ? (
        <p id={`${id}-error`} className="flex gap-2 text-sm">
          <span aria-hidden="true" className="mt-[5px] size-2.5 shrink-0 bg-strong" />
          {error}
        </p>
      ) : null}
      <div className="grid gap-x-6 sm:grid-cols-2">
        {COACH_SCOPES.map((scope) => (
          <label key={scope} className="flex min-h-11 items-start gap-3 py-2 text-sm">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={chosen.includes(scope)}
              aria-invalid={error ? true : undefined}
              className="mt-0.5 size-4 shrink-0 accent-brand"
            />
            <span>
              {COACH_SCOPE_WORDS[scope].name}
              <span className="block text-xs text-ink2">{COACH_SCOPE_WORDS[scope].holds}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The last day that is shared; empty for no end. */
export function UntilField({ until, state }: { until: string; state: FormState }) {
  const id = useId();
  const error = errorOf(state, "until");
  return (
    <div className="flex max-w-xs flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        Last day that is shared
      </label>
      <input
        id={id}
        name="until"
        type="date"
        defaultValue={state.values.until ?? until}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-hint`}
        className={CONTROL_CLASS}
      />
      {error ? <p className="text-sm">{error}</p> : null}
      <p id={`${id}-hint`} className="text-xs text-ink2">
        Leave it empty to share until you end it.
      </p>
    </div>
  );
}

/** What is shared and what is not, to be read. */
export function ScopeList({ scopes }: { scopes: readonly CoachScope[] }) {
  const others = COACH_SCOPES.filter((scope) => !scopes.includes(scope));
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-2">
      {[...scopes, ...others].map((scope) => {
        const isIn = scopes.includes(scope);
        return (
          <div key={scope} className={isIn ? "" : "text-ink3"}>
            <dt className={isIn ? "font-medium" : ""}>
              {COACH_SCOPE_WORDS[scope].name}
              {isIn ? null : <span> is not included</span>}
            </dt>
            {isIn ? <dd className="text-xs text-ink2">{COACH_SCOPE_WORDS[scope].holds}</dd> : null}
          </div>
        );
      })}
    </dl>
  );
}
