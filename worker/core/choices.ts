import type { AttributeChoice, ProductDefinition, Selection, ValueChoice } from "../../sdk/index.ts";
import { CHOICE_SKUS_MAX, CHOICE_STEPS_MAX } from "./bounds.ts";
import { bestProspect, branchesOf, type Outlook, type Prospect, valueIn, withinReach } from "./prospect.ts";
import type { Verdict } from "./verdict.ts";

/** A SKU as a combination sells it. */
export interface SkuOfChoice {
  sku: string;
  allowOutOfStock: boolean | null;
}

/** What the table of DESIGN section 5 says of one thing, as choices see it. What is hidden is as if it were not there. */
export function prospectOf(verdict: Verdict): Prospect {
  if (verdict.status === "hidden") return "absent";
  return verdict.purchasable ? "purchasable" : "unavailable";
}

/**
 * What the values of a product's attributes come to, with what is chosen so far. A value takes the place of what is
 * chosen of its own attribute, so that one can go over from M to L. An attribute that no combination names changes
 * nothing. Weighs at most `steps` combinations; a value that was not weighed to its end is not known to be purchasable.
 */
export function choicesOf(
  product: ProductDefinition,
  selection: Selection,
  outlook: Outlook,
  steps = CHOICE_STEPS_MAX,
): AttributeChoice[] {
  const budget = { left: steps };
  const named = new Set(product.combinations.flatMap((combination) => Object.keys(combination.selection)));

  return product.attributes.map(({ name, required, values }) => {
    const others = without(selection, name);
    const settled = new Set([...Object.keys(others), name]);
    const { naming } = branchesOf(withinReach(product, others), name);
    const judged = (value: string): ValueChoice => {
      const prospect = bestProspect(product, naming(value), settled, outlook, budget);
      const possible = prospect !== "absent" || !product.onlyExistingCombinations || !named.has(name);
      return { value, possible, purchasable: prospect === "unknown" ? null : prospect === "purchasable" };
    };
    return { attribute: name, required, chosen: valueIn(selection, name), values: values.map(judged) };
  });
}

/**
 * The SKUs to look at for that: those of every combination that is one value away, `most` of them. Where there are more,
 * what is chosen comes first and then one for each value in turn, so that as much as can be is known of each. Always the
 * same ones for the same product and selection.
 */
export function skusOfChoices(product: ProductDefinition, selection: Selection, most = CHOICE_SKUS_MAX): SkuOfChoice[] {
  const queues = product.attributes.flatMap(({ name }) => {
    const { silent, values, naming } = branchesOf(withinReach(product, without(selection, name)), name);
    return values.length === 0 ? [silent] : values.map(naming);
  });
  queues.unshift(withinReach(product, selection));
  const longest = Math.max(...queues.map(({ length }) => length));
  const found = new Map<string, SkuOfChoice>();
  for (let turn = 0; turn < longest; turn += 1) {
    for (const queue of queues) {
      const combination = queue[turn];
      if (combination === undefined || combination.sku === null) continue;
      const { sku, allowOutOfStock } = combination;
      found.set(keyOf({ sku, allowOutOfStock }), { sku, allowOutOfStock });
      if (found.size === most) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** Tells two such SKUs apart. */
export function keyOf({ sku, allowOutOfStock }: SkuOfChoice): string {
  return `${allowOutOfStock} ${sku}`;
}

function without(selection: Selection, attribute: string): Selection {
  return Object.fromEntries(Object.entries(selection).filter(([name]) => name !== attribute));
}
