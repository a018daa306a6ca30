import { z } from "@hono/zod-openapi";
import type { Product, ProductDefinition, ProductRequest } from "../../../sdk/index.ts";
import {
  ATTRIBUTE_TEXT_LENGTH_MAX,
  ATTRIBUTE_VALUES_MAX,
  ATTRIBUTES_MAX,
  COMBINATIONS_MAX,
  KIT_COMPONENT_QUANTITY_MAX,
  KIT_COMPONENTS_MAX,
} from "../../core/bounds.ts";
import { selectionKey } from "../../core/product.ts";
import { selection } from "./line.ts";
import { optional } from "./optional.ts";
import { displaySettings } from "./policy.ts";
import { pageUrl, skuText, title } from "./text.ts";

const attributeText = z.string().min(1).max(ATTRIBUTE_TEXT_LENGTH_MAX);
const method = z.enum(["none", "sku", "combinations", "kit"]);
const component = z.strictObject({ sku: skuText, quantity: z.int().min(1).max(KIT_COMPONENT_QUANTITY_MAX) });

export const productFields = {
  title,
  url: optional(pageUrl.nullable().openapi({ description: "The product's page, which mails link to." })),
  inventoryMethod: method,
  sku: optional(skuText),
  attributes: optional(
    z
      .array(
        z.strictObject({
          name: attributeText,
          required: optional(z.boolean()),
          values: z.array(attributeText).min(1).max(ATTRIBUTE_VALUES_MAX),
        }),
      )
      .max(ATTRIBUTES_MAX),
  ),
  combinations: optional(
    z
      .array(z.strictObject({ selection, sku: skuText.nullable(), allowOutOfStock: optional(z.boolean().nullable()) }))
      .max(COMBINATIONS_MAX),
  ),
  onlyExistingCombinations: optional(z.boolean()),
  components: optional(z.array(component).min(1).max(KIT_COMPONENTS_MAX)),
  policy: optional(displaySettings),
};

/** What the parts of a product must be to each other. */
export function checkProduct(product: ProductRequest, context: z.RefinementCtx): void {
  const problem = (path: (string | number)[], message: string): void => {
    context.addIssue({ code: "custom", path, message, input: product });
  };
  const { inventoryMethod } = product;
  const belongs = { sku: "sku", attributes: "combinations", combinations: "combinations", components: "kit" } as const;
  for (const [field, owner] of Object.entries(belongs)) {
    const isGiven = product[field as keyof typeof belongs] !== undefined;
    if (isGiven && inventoryMethod !== owner) problem([field], `goes with inventoryMethod ${owner}`);
  }
  if (inventoryMethod === "sku" && product.sku === undefined) problem(["sku"], "is needed");
  if (inventoryMethod === "kit" && product.components === undefined) problem(["components"], "is needed");
  if (inventoryMethod === "combinations" && product.attributes === undefined) problem(["attributes"], "is needed");
  const components = product.components?.map((each) => each.sku) ?? [];
  components.forEach((sku, index) => {
    if (components.indexOf(sku) !== index) problem(["components", index, "sku"], "is there twice");
  });
  const attributes = product.attributes ?? [];
  attributes.forEach(({ name, values }, index) => {
    if (attributes.findIndex((other) => other.name === name) !== index) {
      problem(["attributes", index, "name"], "is there twice");
    }
    if (new Set(values).size !== values.length) problem(["attributes", index, "values"], "has a value twice");
  });
  const seen = new Set<string>();
  product.combinations?.forEach((combination, index) => {
    const key = selectionKey(combination.selection);
    if (seen.has(key)) problem(["combinations", index, "selection"], "is there twice");
    seen.add(key);
    for (const [name, value] of Object.entries(combination.selection)) {
      const attribute = attributes.find((other) => other.name === name);
      if (attribute === undefined)
        problem(["combinations", index, "selection", name], "is no attribute of the product");
      else if (!attribute.values.includes(value)) {
        problem(["combinations", index, "selection", name], `has no value ${JSON.stringify(value)}`);
      }
    }
  });
}

export const productRequest = z
  .strictObject(productFields)
  .superRefine(checkProduct)
  .openapi("ProductRequest", {
    example: {
      title: "T-shirt",
      url: "https://shop.example/t-shirt",
      inventoryMethod: "combinations",
      attributes: [{ name: "Size", values: ["S", "M"] }],
      combinations: [
        { selection: { Size: "S" }, sku: "TEE-S" },
        { selection: { Size: "M" }, sku: "TEE-M" },
      ],
    },
  }) satisfies z.ZodType<ProductRequest>;

/**
 * A definition with every default filled in. With the one that is there (`kept`), what the request leaves out of the
 * product's own settings stays as it is, so that a catalogue that knows nothing of them does not set them back.
 */
export function definitionOf(request: ProductRequest, kept?: ProductDefinition): ProductDefinition {
  const allowed = new Map(kept?.combinations.map((each) => [selectionKey(each.selection), each.allowOutOfStock]));
  return {
    title: request.title,
    url: request.url === undefined ? (kept?.url ?? null) : request.url,
    inventoryMethod: request.inventoryMethod,
    sku: request.sku ?? null,
    attributes:
      request.attributes?.map(({ name, required, values }) => ({ name, required: required ?? true, values })) ?? [],
    combinations:
      request.combinations?.map(({ selection, sku, allowOutOfStock }) => ({
        selection,
        sku,
        allowOutOfStock:
          allowOutOfStock === undefined ? (allowed.get(selectionKey(selection)) ?? null) : allowOutOfStock,
      })) ?? [],
    onlyExistingCombinations: request.onlyExistingCombinations ?? kept?.onlyExistingCombinations ?? true,
    components: request.components ?? [],
    policy: { ...kept?.policy, ...request.policy },
  };
}

export const product = z
  .object({
    id: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    inventoryMethod: method,
    sku: z.string().nullable(),
    attributes: z.array(z.object({ name: z.string(), required: z.boolean(), values: z.array(z.string()) })),
    combinations: z.array(z.object({ selection, sku: z.string().nullable(), allowOutOfStock: z.boolean().nullable() })),
    onlyExistingCombinations: z.boolean(),
    components: z.array(component),
    policy: displaySettings,
    revision: z.int(),
    updatedAt: z.string(),
  })
  .openapi("Product", {
    example: {
      id: "t-shirt",
      title: "T-shirt",
      url: "https://shop.example/t-shirt",
      inventoryMethod: "combinations",
      sku: null,
      attributes: [{ name: "Size", required: true, values: ["S", "M"] }],
      combinations: [
        { selection: { Size: "S" }, sku: "TEE-S", allowOutOfStock: null },
        { selection: { Size: "M" }, sku: "TEE-M", allowOutOfStock: true },
      ],
      onlyExistingCombinations: true,
      components: [],
      policy: { maxCartQuantity: 20 },
      revision: 2,
      updatedAt: "2026-11-22T09:00:00.000Z",
    },
  }) satisfies z.ZodType<Product>;
