import type { ComponentProps, ReactNode } from "react";
import { LinkedText } from "@/components/ui/linked-text";

export const CONTROL_CLASS =
  "w-full rounded-control border border-control bg-raised px-3 text-md text-ink min-h-12 md:min-h-10 " +
  "placeholder:text-ink3 aria-[invalid=true]:border-2 aria-[invalid=true]:border-strong";

type Shell = { label: string; name: string; error?: string | undefined; hint?: ReactNode };

/** Ids of what describes a control, for `aria-describedby`. */
function describedBy({ name, error, hint }: Shell): string | undefined {
  const ids = [error ? `${name}-error` : null, hint ? `${name}-hint` : null].filter((id) => id !== null);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

function FieldShell({ label, name, error, hint, children }: Shell & { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={name} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${name}-error`} className="flex gap-2 text-sm text-ink">
          <span aria-hidden="true" className="mt-[5px] size-2.5 shrink-0 bg-strong" />
          <span>
            <LinkedText text={error} />
          </span>
        </p>
      ) : null}
      {hint ? (
        <p id={`${name}-hint`} className="text-xs text-ink2">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** One labelled input. `error` is a sentence that says what is wrong and what would be right. */
export function Field({
  label,
  name,
  error,
  hint,
  className = "",
  ...input
}: ComponentProps<"input"> & Shell) {
  const shell = { label, name, error, hint };
  return (
    <FieldShell {...shell}>
      <input
        {...input}
        id={name}
        name={name}
        className={`${CONTROL_CLASS} ${className}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(shell)}
      />
    </FieldShell>
  );
}

export function SelectField({
  label,
  name,
  error,
  hint,
  className = "",
  children,
  ...select
}: ComponentProps<"select"> & Shell) {
  const shell = { label, name, error, hint };
  return (
    <FieldShell {...shell}>
      <select
        {...select}
        id={name}
        name={name}
        className={`${CONTROL_CLASS} ${className}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(shell)}
      >
        {children}
      </select>
    </FieldShell>
  );
}

/**
 * A few choices side by side, one of them taken. Radio buttons underneath, so that it
 * works with the keyboard and without a script.
 */
export function ChoiceField({
  legend,
  name,
  options,
  defaultValue,
  error,
  onPick,
}: {
  legend: string;
  name: string;
  options: readonly { value: string; label: string }[];
  defaultValue: string;
  error?: string | undefined;
  onPick?: (value: string) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="inline-flex w-fit max-w-full flex-wrap rounded-tall border border-line bg-paper p-px">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-11 items-center rounded-control border border-transparent px-3 text-sm text-ink2 has-checked:border-line has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand md:min-h-8"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === defaultValue}
              onChange={onPick ? () => onPick(option.value) : undefined}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
      {error ? <p className="text-sm">{error}</p> : null}
    </fieldset>
  );
}
