// Taken when the module is loaded: a test that fakes timers means its own, not those that the server runs by.
const { setTimeout, setImmediate } = globalThis as typeof globalThis & { setImmediate?: (run: () => void) => void };

/** A turn of the runtime's event loop: what was ready to go on has gone on. */
export function turn(): Promise<void> {
  // Node's timers round up to a millisecond; its immediates do not.
  return new Promise((resolve) => (setImmediate === undefined ? setTimeout(resolve, 0) : setImmediate(resolve)));
}
