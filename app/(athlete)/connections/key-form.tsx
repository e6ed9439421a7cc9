"use client";

import { connectAction, connectDemoAction } from "@/app/(athlete)/connections/actions";
import { DaysBackField, ReplaceQuestion } from "@/app/(athlete)/connections/connect-fields";
import { Button, ChoiceField, EMPTY_FORM, errorOf, Field, FormMessage, formErrorOf } from "@/components/ui";
import { Countdown } from "@/components/ui/countdown";
import { useFormAction } from "@/components/ui/use-form-action";

/** The key does not say when it ends; Nightrun warns before, if it knows. */
const KEY_DAYS = [
  ...["30", "90", "180", "365"].map((value) => ({ value, label: `${value} days` })),
  { value: "", label: "Not sure" },
];

/** The key, how much history, and the question when the key is of another account. */
export function KeyForm({ submitLabel }: { submitLabel: string }) {
  const { state, isPending, formProps } = useFormAction(connectAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col gap-5">
      <FormMessage error={formErrorOf(state, ["api_key", "key_days"])} done={state.done}>
        {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
        <ReplaceQuestion state={state} />
      </FormMessage>
      <Field
        label="Your key"
        name="api_key"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="Paste it here"
        className="masked"
        error={errorOf(state, "api_key")}
      />
      <ChoiceField
        legend="The key is good for"
        name="key_days"
        options={KEY_DAYS}
        defaultValue={state.values.key_days ?? "365"}
        error={errorOf(state, "key_days")}
      />
      <DaysBackField state={state} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" variant="primary" disabled={isPending}>
          {isPending ? "Asking Garmin" : submitLabel}
        </Button>
        <span className="text-xs text-ink2">90 days take a few minutes.</span>
      </div>
    </form>
  );
}

/** The demo's simulated Garmin gives its keys away. */
export function DemoKeyForm({ labels }: { labels: readonly string[] }) {
  const { state, isPending, formProps } = useFormAction(connectDemoAction, EMPTY_FORM);
  return (
    <form {...formProps} className="mt-5 flex flex-col gap-3 border-t border-line pt-5">
      <p className="text-sm">Demo: the simulated Garmin gives you a key.</p>
      <FormMessage error={state.error?.message}>
        <ReplaceQuestion state={state} />
      </FormMessage>
      <div className="flex flex-wrap gap-3">
        {labels.map((label, index) => (
          <Button key={label} type="submit" name="demo_key" value={index} disabled={isPending}>
            {label}
          </Button>
        ))}
      </div>
    </form>
  );
}
