"use client";

import {
  disconnectAction,
  removeWayAction,
  repairAction,
  switchSyncAction,
  syncNowAction,
} from "@/app/(athlete)/connections/actions";
import { Button, ChoiceField, EMPTY_FORM, FormMessage } from "@/components/ui";
import { Countdown } from "@/components/ui/countdown";
import { useFormAction } from "@/components/ui/use-form-action";

export function SyncNowForm({ isSyncing, isPrimary }: { isSyncing: boolean; isPrimary: boolean }) {
  const { state, isPending, formProps } = useFormAction(syncNowAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-wrap items-center gap-3">
      <Button type="submit" variant={isPrimary ? "primary" : "secondary"} disabled={isPending || isSyncing}>
        {isPending || isSyncing ? "Syncing" : "Sync now"}
      </Button>
      <FormMessage error={state.error?.message}>
        {state.error?.retryAt ? <Countdown until={state.error.retryAt} prefix="Time left:" /> : null}
      </FormMessage>
    </form>
  );
}

export function RepairForm({ from, to, count }: { from: string; to: string; count: number }) {
  const { state, isPending, formProps } = useFormAction(repairAction, EMPTY_FORM);
  return (
    <form {...formProps}>
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="to" value={to} />
      <Button type="submit" variant="quiet" disabled={isPending}>
        Ask Garmin again for {count} missing {count === 1 ? "night" : "nights"}
      </Button>
      <FormMessage error={state.error?.message} />
    </form>
  );
}

/** A switch that posts its other position. */
export function SyncSwitch({ isOn }: { isOn: boolean }) {
  const { state, isPending, formProps } = useFormAction(switchSyncAction, EMPTY_FORM);
  return (
    <form {...formProps}>
      <input type="hidden" name="enabled" value={isOn ? "no" : "yes"} />
      <button
        type="submit"
        role="switch"
        aria-checked={isOn}
        disabled={isPending}
        className="group flex min-h-11 items-center gap-3 text-sm font-medium"
      >
        <span
          aria-hidden="true"
          className="flex h-5 w-9 items-center rounded-full border border-control bg-raised p-0.5 group-aria-checked:border-brand group-aria-checked:bg-brand"
        >
          <span className="size-3.5 rounded-full bg-control transition-transform group-aria-checked:translate-x-4 group-aria-checked:bg-brand-ink" />
        </span>
        Sync by itself
      </button>
      <FormMessage error={state.error?.message} />
    </form>
  );
}

export function DisconnectForm() {
  const { state, isPending, formProps } = useFormAction(disconnectAction, EMPTY_FORM);
  return (
    <form {...formProps} className="flex flex-col items-start gap-3">
      <p className="max-w-xl text-sm text-ink2">
        Nightrun deletes every key, session and password and asks Garmin for nothing more. A key also stays
        valid at Garmin until you delete it there.
      </p>
      <ChoiceField
        legend="What came from Garmin"
        name="data"
        options={[
          { value: "keep", label: "Keep my runs and nights" },
          { value: "delete", label: "Delete them" },
        ]}
        defaultValue="keep"
      />
      <p className="max-w-xl text-xs text-ink2">
        Kept data go on from here when you connect again. Deleted data are gone from Nightrun, with your
        ratings of these runs; what came from files or Strava stays, and Garmin itself loses nothing.
      </p>
      <Button type="submit" variant="danger" disabled={isPending}>
        Disconnect Garmin now
      </Button>
      <FormMessage error={state.error?.message} />
    </form>
  );
}

export function RemoveWayForm({ way, title }: { way: string; title: string }) {
  const { state, isPending, formProps } = useFormAction(removeWayAction, EMPTY_FORM);
  return (
    <form {...formProps}>
      <input type="hidden" name="way" value={way} />
      <Button type="submit" variant="quiet" disabled={isPending} aria-label={`Remove: ${title}`}>
        Remove this way
      </Button>
      <FormMessage error={state.error?.message} />
    </form>
  );
}
