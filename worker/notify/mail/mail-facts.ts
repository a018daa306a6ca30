import type { Selection, StockEventType } from "../../../sdk/index.ts";

/** What somebody waits for, as a mail names it. */
export interface MailItem {
  /** Of the product; the SKU itself where nothing in the catalogue sells it. */
  title: string;
  /** The options that were chosen: `{"Size":"M"}`. */
  selection: Selection | null;
  /** The product's page, where the catalogue knows it. */
  url: string | null;
}

/** A line of the table that an owner is sent. */
export interface CrossingRow {
  type: Extract<StockEventType, "stock.out" | "stock.notify_below">;
  sku: string;
  /** Title of what sells it; `null`: nothing does. */
  product: string | null;
  channel: string;
  /** What the channel's warehouses have, in their order. */
  warehouses: { name: string; onHand: number }[];
  stockLevel: number;
  /** `notifyQuantityBelow`, which was crossed; of what is sold out the `minStockQuantity`. */
  threshold: number;
  /** The product's page. */
  url: string | null;
  at: string;
}

/** A line of the daily report. */
export interface DigestRow {
  sku: string;
  product: string | null;
  /** Name of the channel or warehouse. */
  place: string;
  stockLevel: number;
  minStockQuantity: number;
  url: string | null;
}

/** What a mail says, without its words. */
export type MailFacts =
  | {
      kind: "confirm_subscription";
      item: MailItem;
      confirmUrl: string;
      /** Hours that the link can be followed. */
      hours: number;
    }
  | { kind: "back_in_stock"; item: MailItem; unsubscribeUrl: string }
  | { kind: "owner_crossings"; rows: CrossingRow[] /** Those that did not fit in. */; more: number }
  | { kind: "low_stock_digest"; rows: DigestRow[]; more: number; date: string }
  | {
      kind: "endpoint_disabled";
      webhook: string;
      url: string;
      reason: "gone" | "failing";
      failingSince: string | null;
    };

export type MailKind = MailFacts["kind"];
