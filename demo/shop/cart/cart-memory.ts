import type { CartLine } from "./cart-line.ts";

const MEMORY_KEY = "loam.cart";

/** What a window keeps of its cart between two pages. What is held is known by the server alone. */
export interface CartMemory {
  /** Id of the reservation, which is the capability to change and release it; `null` without one. */
  reservation: string | null;
  /** The lines that it holds. */
  lines: CartLine[];
  /** Lines whose time was up, until they are put back or dismissed. */
  lost: CartLine[];
}

/**
 * Read from the window's own storage: another window is another shopper. (A duplicated tab begins with a copy, and is
 * then told when the other one was faster.)
 */
export function readMemory(): CartMemory {
  const nothing = { reservation: null, lines: [], lost: [] };
  const text = sessionStorage.getItem(MEMORY_KEY);
  if (text === null) return nothing;
  // Written by `writeMemory` alone.
  return { ...nothing, ...(JSON.parse(text) as Partial<CartMemory>) };
}

export function writeMemory(memory: CartMemory): void {
  sessionStorage.setItem(MEMORY_KEY, JSON.stringify(memory));
}
