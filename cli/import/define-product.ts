import type { BulkProductsRequest, Combination, ProductAttribute } from "../../sdk/index.ts";
import type { ProductDraft } from "./drafts.ts";
import type { Choice } from "./settle-choices.ts";

type ProductRow = BulkProductsRequest["rows"][number];

/**
 * The product's definition: one SKU where it has no options; else attributes, values in the order of the file, and one
 * combination for each choice. The choices are not empty, and no two of them differ in SKU alone.
 */
export function defineProduct(draft: ProductDraft, choices: readonly Choice[]): ProductRow {
  const { id, title, published } = draft;
  const policy = published === null ? {} : { policy: { published } };
  const [first] = choices;
  if (draft.options.length === 0 && first !== undefined) {
    return { id, title, inventoryMethod: "sku", sku: first.statement.sku, ...policy };
  }
  const attributes: ProductAttribute[] = draft.options.map((name, position) => ({
    name,
    required: true,
    values: [...new Set(choices.map(({ values }) => values[position] ?? ""))],
  }));
  const combinations = new Map<string, Pick<Combination, "selection" | "sku">>();
  for (const { values, statement } of choices) {
    // Entries, not assignment: an option may be called "__proto__".
    const selection = Object.fromEntries(draft.options.map((name, position) => [name, values[position] ?? ""]));
    combinations.set(JSON.stringify(values), { selection, sku: statement.sku });
  }
  return {
    id,
    title,
    inventoryMethod: "combinations",
    attributes,
    combinations: [...combinations.values()],
    ...policy,
  };
}
