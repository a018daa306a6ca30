import type { Selection } from "./line.ts";
import type { DisplayPolicy } from "./policy.ts";

/** How the stock of a product is counted: not at all, as one SKU, by combination of options, or as a kit of components. */
export type InventoryMethod = "none" | "sku" | "combinations" | "kit";

/** An option that a shopper chooses, with its values. */
export interface ProductAttribute {
  name: string;
  /** Default true. */
  required: boolean;
  values: string[];
}

/** The SKU behind one choice of options. */
export interface Combination {
  /** One value for each attribute that matters. */
  selection: Selection;
  /** `null`: exists, but is not counted. */
  sku: string | null;
  /** Overrides the SKU's `backorders`; `null` (default): does not. */
  allowOutOfStock: boolean | null;
}

/** A SKU of a kit, and how many units of it one kit takes. */
export interface KitComponent {
  sku: string;
  /** Units in one kit. */
  quantity: number;
}

/** What the shopper sees, and which SKUs stand behind it. */
export interface ProductDefinition {
  title: string;
  /** The product's page in the shop, which mails link to: `https://shop.example/mug`, up to 2,000 characters. `null`: none. */
  url: string | null;
  inventoryMethod: InventoryMethod;
  /** With `sku`. */
  sku: string | null;
  /** With `combinations`. */
  attributes: ProductAttribute[];
  combinations: Combination[];
  /** Default true. False: a combination without a SKU sells uncounted. */
  onlyExistingCombinations: boolean;
  /** With `kit`. */
  components: KitComponent[];
  /** The product's own display and cart settings. */
  policy: Partial<DisplayPolicy>;
}

export interface Product extends ProductDefinition {
  id: string;
  revision: number;
  updatedAt: string;
}

/** A definition as it is sent: only what the method needs. */
export interface ProductRequest {
  title: string;
  /** Default `null`. */
  url?: string | null;
  inventoryMethod: InventoryMethod;
  sku?: string;
  attributes?: { name: string; required?: boolean; values: string[] }[];
  combinations?: { selection: Selection; sku: string | null; allowOutOfStock?: boolean | null }[];
  onlyExistingCombinations?: boolean;
  components?: KitComponent[];
  policy?: Partial<DisplayPolicy>;
}
