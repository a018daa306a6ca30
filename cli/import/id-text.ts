import { ID_LENGTH_MAX } from "./bounds.ts";
import { isPrintable } from "./printable.ts";
import type { IdFault } from "./refusal.ts";

/**
 * What is wrong with a SKU or product id, or `null`: 1 – 128 printable characters, not "." or ".." (which a URL path
 * takes away). The space around it is already off.
 */
export function idFault(text: string): IdFault | null {
  if (text === "") return "empty";
  if (text === "." || text === "..") return "dots";
  if ([...text].length > ID_LENGTH_MAX) return "too_long";
  return isPrintable(text) ? null : "not_printable";
}
