/** Spread before the second try, so that those who failed together do not come back together. */
const JITTER_MS = 50;

/**
 * Runs a call on an object, and once more on a fresh stub when the runtime marks its error as one that a fresh stub may
 * not meet: every deploy resets objects. Only for calls that may be repeated; an overloaded object is left alone.
 */
export async function onceMore<Stub, Value>(fresh: () => Stub, run: (stub: Stub) => Promise<Value>): Promise<Value> {
  try {
    return await run(fresh());
  } catch (error) {
    if (!isWorthRepeating(error)) throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, Math.random() * JITTER_MS));
  return run(fresh());
}

function isWorthRepeating(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  // Flags that the runtime puts on errors of calls between objects.
  const flags = error as { retryable?: boolean; durableObjectReset?: boolean; overloaded?: boolean };
  return flags.overloaded !== true && (flags.retryable === true || flags.durableObjectReset === true);
}
