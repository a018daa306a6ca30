import type { LineSku, Selection } from "./line.ts";

export type OrderState = "placed" | "cancelled";

export interface OrderLine {
  sku?: string;
  product?: string;
  selection?: Selection;
  ordered: number;
  allocated: number;
  /** Of the allocated units, those for which goods were not there when the claim was made. */
  backordered: number;
  planned: number;
  shipped: number;
  cancelled: number;
  returned: number;
  skus: LineSku[];
}

/** Units promised, under the shop's own order id. */
export interface Order {
  id: string;
  state: OrderState;
  channel: string;
  reservation: string;
  lines: OrderLine[];
  placedAt: string;
  cancelledAt?: string;
}

export interface OrderRequest {
  /** The shop's own order id, 1 – 128 printable characters. */
  id: string;
  /** The reservation it is placed from. */
  reservation: string;
}

export interface OrderCancellation {
  /** Kept with the movements, up to 500 characters. */
  note?: string;
}
