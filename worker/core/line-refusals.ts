import type { ResolvedLine, Terms } from "./demand.ts";
import { selectionKey } from "./product.ts";
import type { Refusal } from "./refusal.ts";
import type { StockRules } from "./rules.ts";
import { judgeUncounted } from "./uncounted.ts";

/** A refused line: its place in the request, and why. One SKU's refusal is told at each line that asks for it. */
export interface RefusedLine {
  line: number;
  sku: string | null;
  refusal: Refusal;
}

/**
 * Refusals of lines for what they are, whatever the stock: kits and uncounted products. Of a line that asks for no more
 * than one that is held already, only the quantity is judged: a shopper may keep, or take less of, what is sold no more.
 */
export function judgeLines(
  lines: readonly ResolvedLine[],
  held: readonly ResolvedLine[],
  nowMs: number,
  rules: StockRules,
  terms: Terms = {},
): RefusedLine[] {
  return lines.flatMap((line, index): RefusedLine[] => {
    if (line.rules === null || line.quantity === 0) return [];
    const isNoMore = held.some((other) => isSameGoods(other, line) && other.quantity >= line.quantity);
    const refusal = judgeUncounted(line.quantity, line.rules, isNoMore ? "cart" : "all", nowMs, rules, terms);
    return refusal === null ? [] : [{ line: index, sku: null, refusal }];
  });
}

/** Refusals by SKU, told at every line that asks for the SKU, in the order of the lines. */
export function refusedLines(
  lines: readonly ResolvedLine[],
  refusals: ReadonlyMap<string, Refusal>,
  lineRefusals: readonly RefusedLine[],
): RefusedLine[] {
  const bySku = lines.flatMap((line, index) =>
    line.parts.flatMap(({ sku }): RefusedLine[] => {
      const refusal = refusals.get(sku);
      return refusal === undefined ? [] : [{ line: index, sku, refusal }];
    }),
  );
  return [...lineRefusals, ...bySku].toSorted((one, other) => one.line - other.line);
}

function isSameGoods(one: ResolvedLine, other: ResolvedLine): boolean {
  return one.product === other.product && selectionKey(one.selection ?? {}) === selectionKey(other.selection ?? {});
}
