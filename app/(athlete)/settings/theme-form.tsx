"use client";

import { startTransition } from "react";
import { saveThemeAction } from "@/app/(athlete)/settings/actions";
import { Button, ChoiceField, EMPTY_FORM } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";

const THEMES = [
  { value: "system", label: "As the device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** Applied at the click, then kept in the account. Without a script the button saves it. */
export function ThemeForm({ theme }: { theme: string }) {
  const { formProps } = useFormAction(saveThemeAction, EMPTY_FORM);
  function pick(value: string) {
    const root = document.documentElement;
    if (value === "system") delete root.dataset.theme;
    else root.dataset.theme = value;
    const form = new FormData();
    form.set("theme", value);
    startTransition(() => formProps.action(form));
  }
  return (
    <form {...formProps} className="flex flex-wrap items-end gap-3">
      <ChoiceField legend="Theme" name="theme" options={THEMES} defaultValue={theme} onPick={pick} />
      <noscript>
        <Button type="submit">Save the theme</Button>
      </noscript>
    </form>
  );
}
