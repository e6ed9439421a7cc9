"use client";

import { removeNumbersAction, saveNumbersAction } from "@/app/(athlete)/settings/number-actions";
import { Button, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";

/** What holds today, as text for the inputs; empty where it is not said. */
export type NumberFields = {
  maxHeartRateBpm: string;
  restingHeartRateBpm: string;
  thresholdHeartRateBpm: string;
  sleepNeedSeconds: string;
};

const BEATS = [
  {
    name: "maxHeartRateBpm",
    label: "Maximum heart rate, beats a minute",
    hint: "The highest you have seen in a race or a hard test. Load from heart rate needs it.",
  },
  {
    name: "restingHeartRateBpm",
    label: "Resting heart rate, beats a minute",
    hint: "Empty: what your watch measures counts.",
  },
  {
    name: "thresholdHeartRateBpm",
    label: "Threshold heart rate, beats a minute",
    hint: "What you can hold for about an hour.",
  },
] as const;

const NAMES = [...BEATS.map(({ name }) => name), "sleepNeedSeconds", "validFrom"];

export function NumbersForm({ today, held }: { today: string; held: NumberFields }) {
  const { state, isPending, formProps } = useFormAction(saveNumbersAction, EMPTY_FORM);
  const typed = state.values;
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-5">
      {BEATS.map(({ name, label, hint }) => (
        <Field
          key={name}
          label={label}
          name={name}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={typed[name] ?? held[name]}
          error={errorOf(state, name)}
          hint={hint}
        />
      ))}
      <Field
        label="Sleep need, hours and minutes"
        name="sleepNeedSeconds"
        placeholder="8:00"
        autoComplete="off"
        defaultValue={typed.sleepNeedSeconds ?? held.sleepNeedSeconds}
        error={errorOf(state, "sleepNeedSeconds")}
        hint="Empty: 8 hours."
      />
      <Field
        label="Valid from"
        name="validFrom"
        type="date"
        max={today}
        defaultValue={typed.validFrom ?? today}
        error={errorOf(state, "validFrom")}
        hint="Days before it keep the numbers that held then; all days from it on are computed anew."
      />
      <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
        {isPending ? "Computing" : "Save the numbers"}
      </Button>
      <FormMessage error={formErrorOf(state, NAMES)} done={state.done} />
    </form>
  );
}

export type SaidNumbers = { validFrom: string; date: string; words: string };

/** What was said and when, newest first; each can be taken back. */
export function SaidNumbersList({ said }: { said: readonly SaidNumbers[] }) {
  const { state, isPending, formProps } = useFormAction(removeNumbersAction, EMPTY_FORM);
  return (
    <form {...formProps} className="max-w-2xl">
      <FormMessage error={state.error?.message} done={state.done} />
      <ul className="divide-y divide-line">
        {said.map(({ validFrom, date, words }) => (
          <li key={validFrom} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <p className="min-w-0 text-sm">
              <span className="font-medium">From {date}</span>
              <span className="text-ink2"> · {words}</span>
            </p>
            <Button type="submit" name="validFrom" value={validFrom} disabled={isPending}>
              Take back<span className="sr-only"> what holds from {date}</span>
            </Button>
          </li>
        ))}
      </ul>
    </form>
  );
}
