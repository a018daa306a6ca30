import type { Selection } from "./line.ts";

/** What the shopper is told, in one word. */
export type AvailabilityStatus =
  | "in_stock"
  | "low_stock"
  | "backorder"
  | "preorder"
  | "out_of_stock"
  | "choose_options"
  | "discontinued"
  | "hidden";

/** Names the sentence to show; the texts themselves belong to the page. */
export type MessageCode =
  | "choose_options"
  | "combination_unavailable"
  | "not_yet_available"
  | "no_longer_available"
  | "preorder"
  | "available_in"
  | "in_stock"
  | "in_stock_quantity"
  | "low_stock"
  | "low_stock_quantity"
  | "backorder"
  | "backorder_estimate"
  | "discontinued"
  | "out_of_stock";

/** A time until goods are there, as a range of days with a text. */
export interface Estimate {
  id: string;
  minDays: number | null;
  maxDays: number | null;
  /** Text by locale (a BCP 47 tag). May be empty: then the days speak for themselves. */
  text: Record<string, string>;
}

/** The sentence to show, with what stands in it. */
export interface Message {
  code: MessageCode;
  /** RFC 3339; with the codes that speak of a date. */
  date?: string;
  /** With the codes that speak of a quantity; `capped` reads "10+". */
  quantity?: { value: number; capped: boolean };
}

/** What a quantity input may offer. */
export interface OrderQuantity {
  min: number;
  /** From policy alone where stock figures are not shown. */
  max: number;
  allowed: number[] | null;
  multiple: number;
}

/** The same state in the words of schema.org; `null` where availability is hidden. */
export interface SchemaOrgOffer {
  availability: string;
  availabilityStarts?: string;
  inventoryLevel?: number;
}

/** The same state in the words of a merchant feed; `null` where availability is hidden. */
export interface MerchantFeedEntry {
  availability: "in_stock" | "out_of_stock" | "preorder" | "backorder";
  /** RFC 3339. Always with `preorder` and `backorder` when a date is known. */
  availabilityDate?: string;
}

/** Stock figures, for secret keys only. */
export interface StockFigures {
  onHand: number;
  held: number;
  allocated: number;
  planned: number;
  incoming: number;
  /** What can be promised now; may be negative. `null`: not tracked, without limit. */
  available: number | null;
  /** Available + held: what owners are told about. */
  stockLevel: number | null;
}

/** One value of an attribute, judged together with what is chosen of the other attributes. */
export interface ValueChoice {
  value: string;
  /**
   * Whether the product has something to go with it: `false` is a dead end. Always `true` where combinations need not
   * exist, and for an attribute that no combination names.
   */
  possible: boolean;
  /**
   * Whether something that goes with it can be bought now, in some way to choose what is not chosen yet. `null`: not
   * known. One answer looks at 100 SKUs at most; of a product with more it may not have met one that can be bought.
   */
  purchasable: boolean | null;
}

/** An attribute of a product with combinations, and what its values come to. */
export interface AttributeChoice {
  attribute: string;
  required: boolean;
  /** `null`: nothing yet. */
  chosen: string | null;
  /** Every value in the product's order; the chosen one is judged like the others, which could take its place. */
  values: ValueChoice[];
}

/** The answer to "may I have it": one state for page, feed and API. */
export interface Availability {
  /** The SKU this is about; `null` while options are to be chosen, and for a kit. */
  sku: string | null;
  product?: string;
  selection?: Selection;
  channel: string;
  status: AvailabilityStatus;
  /** `null`: say nothing. */
  message: Message | null;
  purchasable: boolean;
  /** Only where policy shows figures. */
  quantity?: { value: number; capped: boolean };
  orderQuantity: OrderQuantity;
  estimate: Estimate | null;
  subscribable: boolean;
  returnable: boolean;
  shipsFrom: string | null;
  schemaOrg: SchemaOrgOffer | null;
  merchantFeed: MerchantFeedEntry | null;
  /** Grows with every change of this view. */
  version: number;
  /** RFC 3339: when the figures were read. */
  asOf: string;
  /** Only for a secret key. */
  figures?: StockFigures;
  /** Only when asked for, of a product with combinations that is published. */
  choices?: AttributeChoice[];
}

/** Answer to a question about many SKUs: in the order asked, each once. */
export interface AvailabilityList {
  items: Availability[];
  /** What was asked and names no SKU, a text that can be none included: as it was asked, each once. */
  unknown: string[];
}
