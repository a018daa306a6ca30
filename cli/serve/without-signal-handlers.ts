/**
 * Makes something of miniflare's without the handlers that it puts on signals.
 *
 * Miniflare ends the process on a signal, at once and with the signal's exit code. Here a signal stops the installation
 * in order, so those handlers go. Its handler for the process's end stays: no path leaves a runtime behind.
 */
export function withoutSignalHandlers<Made>(make: () => Made): Made {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const made = make();
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) if (!before.has(listener)) process.off(signal, listener);
  }
  return made;
}
