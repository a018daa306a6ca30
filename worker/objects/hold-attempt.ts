import { doubtfulClaim, newClaim, tookUnits } from "../core/claims.ts";
import { type Ask, demandOf, type ResolvedLine, type Terms } from "../core/demand.ts";
import type { ChannelFacts } from "../core/limit.ts";
import { judgeLines, type RefusedLine } from "../core/line-refusals.ts";
import type { SkuClaim } from "../core/record.ts";
import type { Refusal } from "../core/refusal.ts";
import type { StockRules } from "../core/rules.ts";
import type { HoldStep, Inquiry, StepAnswer } from "../core/step.ts";
import type { SkuCalls } from "./sku-calls.ts";

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

function holdStep(ask: Ask, { channel, client, expiresAt }: Attempt): HoldStep {
  return { kind: "hold", n: 1, after: 0, ask, channel, client, expiresAt };
}

function inquiry(ask: Ask, { channel }: Attempt): Inquiry {
  return { kind: "inquire", ask, scope: "all", channel };
}

function unitsAsked(demand: readonly [string, Ask][], sku: string): number {
  return demand.find(([each]) => each === sku)?.[1].units ?? 0;
}
