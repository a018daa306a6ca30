import { doubtfulClaim, newClaim, tookUnits } from "../core/claims.ts";
import { type Ask, demandOf, type ResolvedLine, type Terms } from "../core/demand.ts";
import type { ChannelFacts } from "../core/limit.ts";
import { selectionKey } from "../core/product.ts";
import type { SkuClaim } from "../core/record.ts";
import type { Refusal } from "../core/refusal.ts";
import type { StockRules } from "../core/rules.ts";
import type { HoldStep, Inquiry, StepAnswer } from "../core/step.ts";
import { judgeUncounted } from "../core/uncounted.ts";
import type { SkuCalls } from "./sku-calls.ts";
import type { RefusedLine } from "./slot-callable.ts";

/** What asking every SKU came to. */
export type AttemptResult =
  | { outcome: "held"; claims: SkuClaim[] }
  /** `taken`: claims that some SKUs may have made and that have to be given back. */
  | { outcome: "refused"; refusals: Map<string, Refusal>; lineRefusals: RefusedLine[]; taken: SkuClaim[] }
  | { outcome: "unavailable"; taken: SkuClaim[] };

/** What an attempt asks with. */
export interface Attempt {
  id: string;
  lines: readonly ResolvedLine[];
  channel: ChannelFacts;
  client: string | null;
  expiresAt: number;
  terms: Terms;
}

/**
 * Asks every SKU behind some lines to hold what they need (DESIGN section 7.4). When a line is refused already for
 * what it is, the SKUs are only asked whether they would, so that every bad line is reported together.
 */
export async function tryHold(
  calls: SkuCalls,
  attempt: Attempt,
  nowMs: number,
  rules: StockRules,
): Promise<AttemptResult> {
  const lineRefusals = judgeLines(attempt.lines, [], nowMs, rules, attempt.terms);
  const demand = [...demandOf(attempt.lines, attempt.terms)];
  const holds = lineRefusals.length === 0;
  const answers = await Promise.all(
    demand.map(async ([sku, ask]): Promise<[string, StepAnswer]> => {
      const step = holds ? holdStep(ask, attempt) : inquiry(ask, attempt);
      return [sku, await calls.send(sku, { claim: attempt.id, steps: [step] })];
    }),
  );

  const claims: SkuClaim[] = [];
  const doubtful: SkuClaim[] = [];
  const refusals = new Map<string, Refusal>();
  for (const [sku, answer] of answers) {
    if (answer.outcome === "done")
      claims.push({ ...tookUnits(newClaim(sku), 1, answer), units: unitsAsked(demand, sku) });
    else if (answer.outcome === "refused") refusals.set(sku, answer.refusal);
    else doubtful.push(doubtfulClaim(sku));
  }
  const taken = holds ? [...claims.filter((claim) => claim.tracked), ...doubtful] : [];
  if (refusals.size > 0 || lineRefusals.length > 0) return { outcome: "refused", refusals, lineRefusals, taken };
  if (doubtful.length > 0) return { outcome: "unavailable", taken };
  return { outcome: "held", claims };
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

function holdStep(ask: Ask, { channel, client, expiresAt }: Attempt): HoldStep {
  return { kind: "hold", n: 1, after: 0, ask, channel, client, expiresAt };
}

function inquiry(ask: Ask, { channel }: Attempt): Inquiry {
  return { kind: "inquire", ask, scope: "all", channel };
}

function unitsAsked(demand: readonly [string, Ask][], sku: string): number {
  return demand.find(([each]) => each === sku)?.[1].units ?? 0;
}
