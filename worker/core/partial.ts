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
  const next = linesWithin(lines, refusals, true);
  return next?.some((line) => line.quantity > 0) === true ? next : null;
}

/**
 * The same for an order, whose quantity was agreed on: only rounded to whole kits, and none at all is an answer too.
 * `null` when something other than stock is the cause.
 */
export function linesWithin(
  lines: readonly ResolvedLine[],
  refusals: ReadonlyMap<string, Refusal>,
  byCartRules = false,
): ResolvedLine[] | null {
  const left = new Map<string, number>();
  for (const [sku, refusal] of refusals) {
    if (refusal.reason !== "insufficient_stock") return null;
    const sold = lines.some((line) => line.rules === null && line.parts.some((part) => part.sku === sku));
    const kits = lines.some((line) => line.rules !== null && line.parts.some((part) => part.sku === sku));
    // Cart rules of a SKU bind the units sold as such; a kit's components are bound by the kit's.
    left.set(sku, byCartRules && sold && !kits ? refusal.offer : refusal.available);
  }
  return lines.map((line) => fewer(line, left, byCartRules));
}

/**
 * The lines of an order that wants other quantities than it has (`before`, line by line), after some SKUs were short of
 * them. What it has it keeps, also where more was promised than is there now; only what it wants besides is made fewer.
 */
export function changeWithin(
  before: readonly ResolvedLine[],
  wanted: readonly ResolvedLine[],
  refusals: ReadonlyMap<string, Refusal>,
): ResolvedLine[] | null {
  const kept = wanted.map((line, index) => Math.min(line.quantity, before[index]?.quantity ?? 0));
  const left = new Map(refusals);
  for (const [sku, refusal] of refusals) {
    if (refusal.reason !== "insufficient_stock") return null;
    const has = wanted.flatMap(({ parts }, index) =>
      parts.map((part) => (part.sku === sku ? part.perUnit * (kept[index] ?? 0) : 0)),
    );
    const available = Math.max(0, refusal.available - has.reduce((sum, units) => sum + units, 0));
    left.set(sku, { ...refusal, available });
  }
  const more = wanted.map((line, index) => ({ ...line, quantity: line.quantity - (kept[index] ?? 0) }));
  const within = linesWithin(more, left);
  return within?.map((line, index) => ({ ...line, quantity: line.quantity + (kept[index] ?? 0) })) ?? null;
}

function fewer(line: ResolvedLine, left: Map<string, number>, byCartRules: boolean): ResolvedLine {
  const short = line.parts.filter((part) => left.has(part.sku));
  if (short.length === 0) return line;
  const fits = short.map((part) => Math.floor((left.get(part.sku) ?? 0) / part.perUnit));
  const most = Math.min(line.quantity, ...fits);
  const quantity = line.rules === null || !byCartRules ? most : largestCartQuantity(most, line.rules.policy);
  for (const part of short) left.set(part.sku, (left.get(part.sku) ?? 0) - quantity * part.perUnit);
  return { ...line, quantity };
}
