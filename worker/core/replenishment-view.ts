import type { Replenishment } from "../../sdk/index.ts";
import { type ExpectedGoods, outstandingOf } from "./replenishment.ts";

/** Where goods of an unknown date stand among those with a date, in milliseconds since 1970: after all of them. */
const NO_DATE_MS = Number.MAX_SAFE_INTEGER;

/** A place in the list of replenishments: by date, unknown ones last, then by SKU and id. */
export interface ReplenishmentPlace {
  /** Milliseconds since 1970. */
  due: number;
  sku: string;
  id: string;
}

/** A replenishment as it is told. */
export function replenishmentOf(sku: string, goods: ExpectedGoods): Replenishment {
  const { id, warehouse, quantity, received, expectedAt, document, note } = goods;
  return {
    id,
    sku,
    warehouse,
    quantity,
    received,
    outstanding: outstandingOf(goods),
    state: goods.closed === null ? "open" : "closed",
    expectedAt,
    document,
    note,
    createdAt: new Date(goods.createdAt).toISOString(),
    updatedAt: new Date(goods.updatedAt).toISOString(),
  };
}

export function placeOf({ expectedAt, sku, id }: Pick<Replenishment, "expectedAt" | "sku" | "id">): ReplenishmentPlace {
  return { due: expectedAt === null ? NO_DATE_MS : Date.parse(expectedAt), sku, id };
}

/** The order of the list. Text is compared as the database compares it: by its bytes. */
export function comparePlaces(one: ReplenishmentPlace, other: ReplenishmentPlace): number {
  return one.due - other.due || compareBytes(one.sku, other.sku) || compareBytes(one.id, other.id);
}

function compareBytes(one: string, other: string): number {
  if (one === other) return 0;
  const [left, right] = [one, other].map((text) => new TextEncoder().encode(text));
  for (let at = 0; left !== undefined && right !== undefined; at += 1) {
    const [here, there] = [left[at] ?? -1, right[at] ?? -1];
    if (here !== there) return here - there;
  }
  return 0;
}
