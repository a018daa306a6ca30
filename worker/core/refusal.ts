import type { MessageCode } from "../../sdk/index.ts";
import type { CartRefusal } from "./cart-quantity.ts";

/** Why a SKU (or a line that no SKU judges) does not give what was asked for. One variant a cause. */
export type Refusal =
  | { reason: "sku_not_found" }
  | { reason: "channel_without_warehouse" }
  | { reason: "invalid_quantity"; cart: CartRefusal }
  /** `message` is what the shopper is told; `null`: nothing, it is hidden. */
  | { reason: "not_purchasable"; message: MessageCode | null }
  | InsufficientStock
  | InsufficientOnHand
  | TooManyOpenHolds;

/** There are as many open holds as there may be: of the SKU, or of a client at the SKU. */
export interface TooManyOpenHolds {
  reason: "too_many_open_holds";
  bound: number;
  /** When the first of them runs out, in milliseconds, unless it ends sooner; may be past, when it is overdue. */
  firstEndsAt: number;
}

/** A shipment wants units for which goods are not there. */
export interface InsufficientOnHand {
  reason: "insufficient_on_hand";
  requested: number;
  /** Units of the claim that could be planned, ≥ 0; at the warehouse that was named, if one was. */
  available: number;
}

/** The only refusal that another shopper's cart can be the cause of. */
export interface InsufficientStock {
  reason: "insufficient_stock";
  requested: number;
  /** Units that could have been promised, ≥ 0. */
  available: number;
  /** The largest quantity that could have been promised and may be in a cart. */
  offer: number;
  /** Whether policy lets a shopper see `available`. */
  shown: boolean;
}
