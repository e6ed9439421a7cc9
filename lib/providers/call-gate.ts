/**
 * What every call to a provider passes, whoever makes it: the place where calls are
 * counted and held back. The app and the scripts put the shared budget in place at their
 * start (lib/sync/budget.ts); without that, calls go through. Kept on globalThis, because
 * a bundler may give each entry of the app its own copy of this file.
 */
import { ProviderError, type ProviderId } from "@/lib/providers/errors";

export type CallGate = {
  /** Resolves when the call may be made. @throws ProviderError own_limit when that is too far off */
  enter: (provider: ProviderId) => Promise<void>;
  /** Told how a call ended: `answered`, or the kind of its failure. Never throws. */
  leave: (provider: ProviderId, outcome: string) => Promise<void>;
};

const holder = globalThis as typeof globalThis & { nightrunCallGate?: CallGate | undefined };

/** `undefined` takes the gate away. */
export function setCallGate(gate: CallGate | undefined): void {
  holder.nightrunCallGate = gate;
}

export async function throughGate<Result>(
  provider: ProviderId,
  call: () => Promise<Result>,
): Promise<Result> {
  const gate = holder.nightrunCallGate;
  if (gate === undefined) return call();
  await gate.enter(provider);
  try {
    const result = await call();
    await gate.leave(provider, "answered");
    return result;
  } catch (error) {
    await gate.leave(provider, error instanceof ProviderError ? error.failure.kind : "failed");
    throw error;
  }
}
