import type { Combination, ProductDefinition, Selection } from "../../sdk/index.ts";

/** What a selection comes down to. */
export type Choice =
  | { state: "incomplete"; missing: string[] }
  | { state: "impossible" }
  /** `sku` is `null` where nothing is counted. */
  | { state: "made"; sku: string | null; allowOutOfStock: boolean | null };

/** A name or value that the product does not have. */
export interface UnknownOption {
  attribute: string;
  value: string;
}

/** The first part of a selection that the product does not know, or `null`. */
export function unknownOption(product: ProductDefinition, selection: Selection): UnknownOption | null {
  for (const [name, value] of Object.entries(selection)) {
    const attribute = product.attributes.find((candidate) => candidate.name === name);
    if (attribute === undefined || !attribute.values.includes(value)) return { attribute: name, value };
  }
  return null;
}

/**
 * The combination that a selection means: all of its values are chosen, and of several the most exact one.
 * Attributes that no combination names (an engraving) do not matter.
 */
export function choose(product: ProductDefinition, selection: Selection): Choice {
  const missing = product.attributes
    .filter((attribute) => attribute.required && !Object.hasOwn(selection, attribute.name))
    .map((attribute) => attribute.name);
  if (missing.length > 0) return { state: "incomplete", missing };
  const [chosen] = mostExactFirst(product.combinations.filter((combination) => isChosen(combination, selection)));
  if (chosen !== undefined) return { state: "made", sku: chosen.sku, allowOutOfStock: chosen.allowOutOfStock };
  if (product.onlyExistingCombinations) return { state: "impossible" };
  return { state: "made", sku: null, allowOutOfStock: null };
}

/** In the order in which combinations go before each other; of those that name as much, the first goes first. */
export function mostExactFirst(combinations: readonly Combination[]): Combination[] {
  return combinations.toSorted((one, other) => Object.keys(other.selection).length - Object.keys(one.selection).length);
}

/** Every SKU that stands behind a product, each once. */
export function skusOf(product: ProductDefinition): string[] {
  switch (product.inventoryMethod) {
    case "none":
      return [];
    case "sku":
      return product.sku === null ? [] : [product.sku];
    case "combinations":
      return [...new Set(product.combinations.flatMap((combination) => combination.sku ?? []))];
    case "kit":
      return [...new Set(product.components.map((component) => component.sku))];
  }
}

/** A selection in one form, so that equal ones compare equal. */
export function selectionKey(selection: Selection): string {
  return JSON.stringify(Object.entries(selection).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function isChosen(combination: Combination, selection: Selection): boolean {
  return Object.entries(combination.selection).every(([name, value]) => selection[name] === value);
}
