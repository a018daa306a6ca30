import { largestCartQuantity } from "./cart-quantity.ts";
import type { ResolvedLine } from "./demand.ts";
import type { Refusal } from "./refusal.ts";

/**
 * The lines that a partial reservation asks for next, after some SKUs were short: what is there, rounded to allowed
 * quantities and whole kits, given to the lines in their order. `null` when something other than stock is the
 * cause, or nothing is left.
 */
export function fewerLines(
  lines: readonly ResolvedLine[],
  refusals: ReadonlyMap<string, Refusal>,
): ResolvedLine[] | null {
  const left = new Map<string, number>();
  for (const [sku, refusal] of refusals) {
    if (refusal.reason !== "insufficient_stock") return null;
    const sold = lines.some((line) => line.rules === null && line.parts.some((part) => part.sku === sku));
    const kits = lines.some((line) => line.rules !== null && line.parts.some((part) => part.sku === sku));
    // Cart rules of a SKU bind the units sold as such; a kit's components are bound by the kit's.
    left.set(sku, sold && !kits ? refusal.offer : refusal.available);
  }
  const next = lines.map((line) => fewer(line, left));
  return next.some((line) => line.quantity > 0) ? next : null;
}

function fewer(line: ResolvedLine, left: Map<string, number>): ResolvedLine {
  const short = line.parts.filter((part) => left.has(part.sku));
  if (short.length === 0) return line;
  const fits = short.map((part) => Math.floor((left.get(part.sku) ?? 0) / part.perUnit));
  const most = Math.min(line.quantity, ...fits);
  const quantity = line.rules === null ? most : largestCartQuantity(most, line.rules.policy);
  for (const part of short) left.set(part.sku, (left.get(part.sku) ?? 0) - quantity * part.perUnit);
  return { ...line, quantity };
}
