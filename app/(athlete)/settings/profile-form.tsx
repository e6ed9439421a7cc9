"use client";

import { saveProfileAction } from "@/app/(athlete)/settings/actions";
import {
  Button,
  ChoiceField,
  EMPTY_FORM,
  errorOf,
  Field,
  FormMessage,
  formErrorOf,
  SelectField,
} from "@/components/ui";
import { TimeZoneField } from "@/components/ui/time-zone-field";
import { useFormAction } from "@/components/ui/use-form-action";

const UNITS = [
  { value: "metric", label: "km, min/km" },
  { value: "imperial", label: "mi, min/mi" },
] as const;

export type Profile = {
  name: string;
  units: string;
  timeZone: string;
  /** `undefined` for an account that is no athlete. */
  sex: "female" | "male" | null | undefined;
};

export function ProfileForm({ profile, zones }: { profile: Profile; zones: readonly string[] }) {
  const { state, isPending, formProps } = useFormAction(saveProfileAction, EMPTY_FORM);
  const typed = state.values;
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-5">
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={typed.name ?? profile.name}
        error={errorOf(state, "name")}
      />
      <ChoiceField legend="Units" name="units" options={UNITS} defaultValue={typed.units ?? profile.units} />
      <TimeZoneField
        zones={zones}
        fallback={profile.timeZone}
        chosen={typed.timeZone ?? profile.timeZone}
        error={errorOf(state, "timeZone")}
      />
      {profile.sex === undefined ? null : (
        <SelectField
          label="Sex"
          name="sex"
          defaultValue={typed.sex ?? profile.sex ?? ""}
          error={errorOf(state, "sex")}
          hint="Some formulas of training load differ by it. Not said: they take the mean of both."
        >
          <option value="">Not said</option>
          <option value="female">Female</option>
          <option value="male">Male</option>
        </SelectField>
      )}
      <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
        {isPending ? "Saving" : "Save"}
      </Button>
      <FormMessage error={formErrorOf(state, ["name", "timeZone", "sex"])} done={state.done} />
    </form>
  );
}
