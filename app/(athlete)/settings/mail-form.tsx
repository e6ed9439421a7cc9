"use client";

import { saveMailAction } from "@/app/(athlete)/settings/actions";
import { Button, EMPTY_FORM, errorOf, FormMessage, formErrorOf, SelectField } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";
import type { MailSettings } from "@/lib/mail/settings";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const FIELDS = ["digestMode", "digestHour", "noticeMode", "quietFromHour", "quietToHour"];

export function MailForm({ settings, isCoach }: { settings: MailSettings; isCoach: boolean }) {
  const { state, isPending, formProps } = useFormAction(saveMailAction, EMPTY_FORM);
  const hour = (name: "digestHour" | "quietFromHour" | "quietToHour", label: string) => (
    <SelectField label={label} name={name} defaultValue={String(settings[name])} error={errorOf(state, name)}>
      {HOURS.map((one) => (
        <option key={one} value={one}>
          {String(one).padStart(2, "0")}:00
        </option>
      ))}
    </SelectField>
  );
  return (
    <form {...formProps} className="flex max-w-md flex-col gap-5">
      {isCoach ? (
        <SelectField
          label="Morning digest"
          name="digestMode"
          defaultValue={settings.digestMode}
          hint="Sent when most nights are in, or three hours later."
        >
          <option value="off">Off</option>
          <option value="mail">By mail, once a day</option>
        </SelectField>
      ) : null}
      <SelectField label="Notices" name="noticeMode" defaultValue={settings.noticeMode}>
        <option value="at_once">By mail, outside of the quiet hours</option>
        <option value="daily">By mail, once a day</option>
        <option value="off">Only on the pages</option>
      </SelectField>
      {hour("digestHour", "Hour of what is sent once a day")}
      <div className="grid grid-cols-2 gap-4">
        {hour("quietFromHour", "Quiet from")}
        {hour("quietToHour", "until")}
      </div>
      <Button type="submit" className="self-start" disabled={isPending}>
        Save the mail settings
      </Button>
      <FormMessage error={formErrorOf(state, FIELDS)} done={state.done} />
    </form>
  );
}
