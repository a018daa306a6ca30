/** How a SKU may be sold beyond its stock. */
export type Backorders = "none" | "allow" | "allow_and_notify";

/**
 * What happens while the stock level is at or below `minStockQuantity`. A deployment may add its own; one that is not
 * there any more does nothing.
 */
export type LowStockActivity = "nothing" | "disable_buy_button" | "unpublish" | (string & {});

/** Selling ahead of a date. */
export interface Preorder {
  /** RFC 3339. From then on the SKU sells from stock. */
  availableAt: string;
  /** Units that may be promised until then, over all warehouses. */
  limit: number;
  /** A lower limit for a channel, by channel code. */
  channelLimits?: Record<string, number>;
}

/** Keys about the stock itself: set for a SKU or for the store, never for a product. */
export interface StockPolicy {
  /** Default true. False: sold without limit, nothing is claimed or counted. */
  trackInventory: boolean;
  /** Signed, default 0. Positive: safety stock that is never sold. Negative: how far it may be sold beyond stock. */
  outOfStockThreshold: number;
  /** Default 0. The stock is low at or below this level. */
  minStockQuantity: number;
  /** Default `nothing`. */
  lowStockActivity: LowStockActivity;
  /** Default 1. Owners are told when the stock level falls below it. */
  notifyQuantityBelow: number;
  /** Default `none`. */
  backorders: Backorders;
  /** Units that may be sold beyond stock when `backorders` allows it; `null` (default): no limit. */
  backorderLimit: number | null;
  /** Default `null`. */
  preorder: Preorder | null;
  /** Code of a warehouse, or `null` (default). */
  preferredWarehouse: string | null;
}

/** Keys about what the shopper is shown and may put in a cart: SKU, then product, then store. */
export interface DisplayPolicy {
  /** Default true. */
  displayAvailability: boolean;
  /** Default false. */
  displayStockQuantity: boolean;
  /** 10 shows "10+"; `null` (default): the figure as it is. */
  displayQuantityCap: number | null;
  /** Default true. */
  allowBackInStockSubscriptions: boolean;
  /** Id of a named estimate, or `null` (default). One that was removed since is as none. */
  availabilityEstimate: string | null;
  /** RFC 3339, or `null` (default). */
  availableFrom: string | null;
  /** RFC 3339, inclusive, or `null` (default). */
  availableUntil: string | null;
  /** Default 1. */
  minCartQuantity: number;
  /** Default 10,000. */
  maxCartQuantity: number;
  /** The only quantities that may be bought, or `null` (default): any. */
  allowedQuantities: number[] | null;
  /** Default 1. */
  quantityMultiple: number;
  /** Default true. */
  returnable: boolean;
  /** Default true. */
  published: boolean;
  /** Default false. */
  discontinued: boolean;
}

/** All settings of a SKU. A key that is not set is inherited. */
export interface Policy extends StockPolicy, DisplayPolicy {}

/** Where a policy value comes from. */
export type PolicySource = "sku" | "product" | "store" | "default";

/** Every key with its value and where it comes from. */
export type ResolvedPolicy = { [Key in keyof Policy]: { value: Policy[Key]; source: PolicySource } };

/** A change of settings: `set` gives keys a value (`null` is a value), `inherit` takes keys back to the inherited one. */
export interface PolicyPatch {
  set?: Partial<Policy>;
  inherit?: (keyof Policy)[];
}
