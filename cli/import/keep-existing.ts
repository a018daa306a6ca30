import type { Combination, ProductAttribute } from "../../sdk/index.ts";
import type { CatalogueProduct } from "./catalogue.ts";

type ProductRow = CatalogueProduct["request"];

/** What of a product that the server has is needed to keep its choices. */
export interface ExistingProduct {
  attributes: ProductAttribute[];
  combinations: Combination[];
}

function isArrayOfObjects(value: unknown): value is object[] {
  return Array.isArray(value) && value.every((each) => typeof each === "object" && each !== null);
}

/** Reads a product's definition; `null` for anything else. */
export function readExisting(body: unknown): ExistingProduct | null {
  if (typeof body !== "object" || body === null || !("attributes" in body) || !("combinations" in body)) return null;
  const { attributes, combinations } = body;
  if (!isArrayOfObjects(attributes) || !isArrayOfObjects(combinations)) return null;
  // The contract's types from here on: what is inside goes back to the server that gave it, which judges it.
  return { attributes: attributes as ProductAttribute[], combinations: combinations as Combination[] };
}

function choiceKey(names: readonly string[], selection: Readonly<Record<string, string>>): string {
  return JSON.stringify(names.map((name) => selection[name] ?? null));
}

function union<Value>(first: readonly Value[], second: readonly Value[]): Value[] {
  return [...new Set([...first, ...second])];
}

/**
 * The definition with every choice that the server has beyond it. A definition is written as a whole, and a choice whose
 * row was refused would be taken off sale by a typing error in its figure. What the server has keeps its order: sent
 * again, it is unchanged. `null` when the options have changed, so that old choices do not fit the new definition.
 */
export function keepExisting(row: ProductRow, existing: ExistingProduct): { row: ProductRow; kept: number } | null {
  const { attributes = [], combinations = [] } = row;
  if (existing.combinations.length === 0) return { row, kept: 0 };
  const names = attributes.map(({ name }) => name);
  const before = new Map(existing.attributes.map((attribute) => [attribute.name, attribute]));
  if (before.size !== names.length || names.some((name) => !before.has(name))) return null;

  const sent = new Map(combinations.map((each) => [choiceKey(names, each.selection), each]));
  const merged = existing.combinations.map(({ selection, sku, allowOutOfStock }) => {
    const key = choiceKey(names, selection);
    const own = sent.get(key);
    sent.delete(key);
    return own ?? { selection, sku, allowOutOfStock };
  });
  const kept = merged.length - (combinations.length - sent.size);
  const values = new Map(
    names.map((name) => [
      name,
      union(
        merged.map(({ selection }) => selection[name]),
        [],
      ),
    ]),
  );
  const added = [...sent.values()];
  return {
    kept,
    row: {
      ...row,
      attributes: attributes.map((attribute) => {
        const inUse = new Set([...(values.get(attribute.name) ?? []), ...attribute.values]);
        const known = before.get(attribute.name)?.values ?? [];
        return { ...attribute, values: union(known, attribute.values).filter((value) => inUse.has(value)) };
      }),
      combinations: [...merged, ...added],
    },
  };
}
