"use client";

import type { ReactNode } from "react";
import { checkInAction } from "@/app/(athlete)/today/actions";
import { CheckInFields, sayCheckIn } from "@/components/today/check-in-fields";
import { Button, EMPTY_FORM, FormMessage, formErrorOf } from "@/components/ui";
import { useFormAction } from "@/components/ui/use-form-action";
import type { CheckIn } from "@/lib/check-ins/check-in";

type Props = { today: string; checkIn: CheckIn | null; rating: ReactNode };

/** Half a minute on the phone: closed it is one line, so that the page stays one glance. */
export function CheckInSection({ today, checkIn, rating }: Props) {
  const { state, isPending, formProps } = useFormAction(checkInAction, EMPTY_FORM);
  return (
    <section className="py-2" aria-label="Check-in">
      {rating}
      <details open={state.error !== undefined || state.done !== undefined ? true : undefined}>
        <summary className="flex min-h-11 cursor-pointer items-center text-sm md:min-h-8">
          <span>
            <span className="font-medium text-brand">
              {checkIn === null ? "How do you feel?" : "Change your check-in"}
            </span>
            <span className="text-ink2">
              {" "}
              · {checkIn === null ? "half a minute, all of it optional" : sayCheckIn(checkIn)}
            </span>
          </span>
        </summary>
        <form {...formProps} className="mt-3 flex max-w-md flex-col gap-5 pb-2">
          <input type="hidden" name="localDate" value={today} />
          <CheckInFields checkIn={checkIn} state={state} />
          <Button type="submit" variant="primary" className="self-start" disabled={isPending}>
            {isPending ? "Keeping it" : "Keep check-in"}
          </Button>
          <FormMessage error={formErrorOf(state, ["note"])} done={state.done} />
        </form>
      </details>
    </section>
  );
}
