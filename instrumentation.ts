/** What the server does once, when it starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [
    { env },
    { markSocketAddresses },
    { setDispatcher },
    { dispatchThroughInngest },
    { setCallGate },
    { budgetGate },
  ] = await Promise.all([
    import("@/lib/env"),
    import("@/lib/http/client-address"),
    import("@/lib/sync/dispatch"),
    import("@/inngest/dispatch"),
    import("@/lib/providers/call-gate"),
    import("@/lib/sync/budget"),
  ]);
  // Faults in the environment are said now, and not at the first visit.
  env();
  markSocketAddresses();
  setDispatcher(dispatchThroughInngest);
  setCallGate(budgetGate());
}
