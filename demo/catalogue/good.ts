import type { BulkSkusRequest, ProductRequest, Selection } from "../../sdk/index.ts";

/** One SKU with its settings and opening stock, as the bulk route takes it. */
export type SkuRow = BulkSkusRequest["rows"][number];

/** Turns "so many days from the set-up" into a time of RFC 3339; negative days lie behind. */
export type InDays = (days: number) => string;

/** The row of the availability table (DESIGN section 5) that a good shows while nobody has bought of it. */
export type Row = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;

/** Something that the shop sells. Its id is its address and the name of its drawing. */
export interface Good {
  readonly id: string;
  readonly title: string;
  /** A sentence or two for its page. */
  readonly text: string;
  readonly priceCents: number;
  /** What it is in the shop for, in the words of the person behind the counter. */
  readonly shows: string;
  readonly row: Row;
  /** Other rows that certain choices show. */
  readonly choices?: readonly { selection: Selection; row: Row }[];
  /** Its SKUs as they open. Times that have to lie ahead are counted from the set-up. */
  skus(inDays: InDays): SkuRow[];
  readonly product: ProductRequest;
}

/**
 * The good's product id in Onhand. It begins like the shop's SKUs and estimates: the same server may count other things,
 * and the set-up must not touch them.
 */
export function productIdOf(good: Pick<Good, "id">): string {
  return `loam-${good.id}`;
}

/** A good that is one SKU, with `opens` for that SKU's settings and stock: its product says nothing but that. */
export function single({ sku, opens, ...good }: SingleGood): Good {
  return {
    ...good,
    skus: (inDays) => [{ sku, ...opens(inDays) }],
    product: { title: good.title, inventoryMethod: "sku", sku },
  };
}

interface SingleGood extends Omit<Good, "product" | "skus"> {
  readonly sku: string;
  opens(inDays: InDays): Omit<SkuRow, "sku">;
}

/** Stock that is put on the shelf once: a SKU that has any by then keeps what it has. */
export function opening(onHand: number): Pick<SkuRow, "levels"> {
  return { levels: [{ onHand, expected: 0 }] };
}
