/** Ctrl-C and its relatives, for a script that ends its children in order. */

/** `asked` resolves with null at Ctrl-C; `signal` ends a start that is still under way. */
export function endAtSignal(): { signal: AbortSignal; asked: Promise<null> } {
  const controller = new AbortController();
  const asked = new Promise<null>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(name, () => {
        controller.abort();
        resolve(null);
      });
    }
  });
  return { signal: controller.signal, asked };
}
