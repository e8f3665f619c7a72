/**
 * Ends with Ctrl-C, SIGTERM or a closed terminal, so that a command can end in order; a second signal does not wait for that.
 */
export function createInterruptSignal(): AbortSignal {
  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (interrupt.signal.aborted) process.exit(130);
      interrupt.abort(Object.assign(new Error("Interrupted."), { name: "AbortError" }));
    });
  }
  return interrupt.signal;
}
