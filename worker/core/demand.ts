import type { DisplayPolicy, Policy, Selection } from "../../sdk/index.ts";
import type { UncountedRules } from "./uncounted.ts";

/** What a SKU is asked for on behalf of one product, or by itself (`product` null). */
export interface AskContext {
  product: { policy: Partial<DisplayPolicy> } | null;
  /** A combination's own word about backorders. */
  allowOutOfStock: boolean | null;
}

/** One line of a request with the SKUs behind it. Facts of the catalogue as they were when it was asked. */
export interface ResolvedLine {
  sku?: string;
  product?: string;
  selection?: Selection;
  /** Units (kits) asked for, before a partial reservation made them fewer. */
  requested: number;
  quantity: number;
  /** SKUs and how many units of each one unit of the line takes. None: nothing is counted. */
  parts: { sku: string; perUnit: number }[];
  context: AskContext;
  /** Rules of a line that no SKU object judges as a whole: a kit, an uncounted product. `null` for the others. */
  rules: UncountedRules | null;
}

/** In what a request is not judged as a shopper's would be. Stock is judged in any case. */
export interface Terms {
  /** The shop's server wants it although it cannot be bought now. */
  evenIfNotPurchasable?: true;
  /** Cart rules were judged for the whole quantity; what is left of it is taken as it is. */
  cartRulesJudged?: true;
}

/** What one SKU is asked for by a whole request: lines are summed, never judged one by one (DESIGN section 3). */
export interface Ask extends Terms {
  /** All units. */
  units: number;
  /** Units of lines that sell the SKU itself; cart rules speak of these. */
  direct: number;
  /** The same with what has left of an order: cart rules speak of all that is bought. Absent: nothing has. */
  bought?: number;
  /** The distinct contexts of those lines. */
  contexts: AskContext[];
  /** Whether some units are components of a kit. */
  viaKit: boolean;
  /** Such a kit is discontinued: it is sold from what is there alone. */
  onlyFromStock?: true;
}

/** The asks of a request, by SKU, in the order of the lines. */
export function demandOf(lines: readonly ResolvedLine[], terms: Terms = {}): Map<string, Ask> {
  const demand = new Map<string, Ask>();
  for (const line of lines) {
    if (line.quantity === 0) continue;
    for (const part of line.parts) {
      const ask = demand.get(part.sku) ?? { units: 0, direct: 0, contexts: [], viaKit: false, ...terms };
      demand.set(part.sku, ask);
      ask.units += part.perUnit * line.quantity;
      if (line.rules === null) addDirect(ask, line);
      else addKit(ask, line.rules);
    }
  }
  return demand;
}

/** A SKU's settings as a combination sees them. */
export function withCombination(policy: Policy, allowOutOfStock: boolean | null): Policy {
  if (allowOutOfStock === null) return policy;
  return { ...policy, backorders: allowOutOfStock ? "allow" : "none" };
}

function addKit(ask: Ask, rules: UncountedRules): void {
  ask.viaKit = true;
  if (rules.policy.discontinued) ask.onlyFromStock = true;
}

function addDirect(ask: Ask, line: ResolvedLine): void {
  ask.direct += line.quantity;
  const same = ask.contexts.some((context) => JSON.stringify(context) === JSON.stringify(line.context));
  if (!same) ask.contexts.push(line.context);
}
