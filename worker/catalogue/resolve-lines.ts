import type { DisplayPolicy, Line, Policy, Product, Selection } from "../../sdk/index.ts";
import type { ResolvedLine } from "../core/demand.ts";
import { resolvePolicy } from "../core/policy.ts";
import { choose, unknownOption } from "../core/product.ts";
import type { ChoiceState } from "../core/verdict.ts";
import type { CatalogueFacts } from "./facts.ts";

/** What is wrong with a line before any stock is asked for. */
export interface LineFault {
  /** JSON pointer into the body. */
  pointer: string;
  code: "product_not_found" | "invalid_request";
  detail: string;
}

/** Lines with the SKUs behind them, as the catalogue says now; or everything that is wrong with them. */
export async function resolveLines(
  facts: CatalogueFacts,
  lines: readonly Line[],
): Promise<{ lines: ResolvedLine[] } | { faults: LineFault[] }> {
  const { policy: store } = await facts.settings();
  const faults: LineFault[] = [];
  const resolved: ResolvedLine[] = [];
  for (const [index, line] of lines.entries()) {
    const pointer = `/lines/${index}`;
    if ("sku" in line) {
      resolved.push(skuLine(line.sku, line.quantity));
      continue;
    }
    const product = await facts.product(line.product);
    if (product === null) {
      faults.push({
        pointer: `${pointer}/product`,
        code: "product_not_found",
        detail: `There is no product ${line.product}.`,
      });
      continue;
    }
    const selection = line.selection ?? {};
    const fault = selectionFault(product, selection, `${pointer}/selection`);
    if (fault === null) resolved.push(productLine(product, selection, line.quantity, store));
    else faults.push(fault);
  }
  return faults.length > 0 ? { faults } : { lines: resolved };
}

/** What is wrong with a selection for a product, or `null`. An incomplete one is not wrong. */
export function selectionFault(product: Product, selection: Selection, pointer: string): LineFault | null {
  const unknown = unknownOption(product, selection);
  if (unknown === null) return null;
  const detail = `${product.id} has no ${unknown.attribute} ${JSON.stringify(unknown.value)}.`;
  // RFC 6901: an attribute may be called "Width/Height".
  const attribute = unknown.attribute.replaceAll("~", "~0").replaceAll("/", "~1");
  return { pointer: `${pointer}/${attribute}`, code: "invalid_request", detail };
}

function skuLine(sku: string, quantity: number): ResolvedLine {
  const context = { product: null, allowOutOfStock: null };
  return { sku, requested: quantity, quantity, parts: [{ sku, perUnit: 1 }], context, rules: null };
}

function productLine(product: Product, selection: Selection, quantity: number, store: Partial<Policy>): ResolvedLine {
  const named = {
    product: product.id,
    ...(Object.keys(selection).length === 0 ? {} : { selection }),
    requested: quantity,
    quantity,
  };
  const context = { product: { policy: product.policy }, allowOutOfStock: null };
  const asked = (parts: ResolvedLine["parts"], choice: ChoiceState): ResolvedLine => ({
    ...named,
    parts,
    context,
    rules: { policy: productPolicy(product.policy, store), choice },
  });
  switch (product.inventoryMethod) {
    case "none":
      return asked([], "made");
    case "kit":
      return asked(
        product.components.map((component) => ({ sku: component.sku, perUnit: component.quantity })),
        "made",
      );
    case "sku":
      // The schema makes sure of a SKU; without one nothing could be counted.
      if (product.sku === null) return asked([], "impossible");
      return { ...named, parts: [{ sku: product.sku, perUnit: 1 }], context, rules: null };
    case "combinations": {
      const choice = choose(product, selection);
      if (choice.state !== "made") return asked([], choice.state);
      if (choice.sku === null) return asked([], "made");
      const { sku, allowOutOfStock } = choice;
      return { ...named, parts: [{ sku, perUnit: 1 }], context: { ...context, allowOutOfStock }, rules: null };
    }
  }
}

/** Settings of a product that no SKU has a say in. */
export function productPolicy(product: Partial<DisplayPolicy>, store: Partial<Policy>): Policy {
  return resolvePolicy({ product, store });
}
