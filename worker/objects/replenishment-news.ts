import type { Replenishment } from "../../sdk/index.ts";
import { replenishmentOf } from "../core/replenishment-view.ts";
import type { ReplenishmentRows } from "./replenishment-rows.ts";

/** A queue takes 128 KB a message: beside all else, replenishments are added until they are this many bytes of JSON. */
const NEWS_LENGTH_MAX = 30_000;

/** A replenishment as the projection is told of it, with the number of the ledger line by which it became so. */
export type ReplenishmentNews = Replenishment & { sequence: number };

/**
 * Replenishments that have become what they are by ledger lines after a number and up to another, in groups that fit into
 * a message. What changed again later is told with the later line.
 */
export function replenishmentNews(
  rows: Pick<ReplenishmentRows, "between">,
  sku: string,
  after: number,
  upTo: number,
): ReplenishmentNews[][] {
  const groups: ReplenishmentNews[][] = [];
  const bytes = new TextEncoder();
  let length = Number.POSITIVE_INFINITY;
  for (const goods of rows.between(after, upTo)) {
    const news = { ...replenishmentOf(sku, goods), sequence: goods.sequence };
    const own = bytes.encode(JSON.stringify(news)).length;
    const group = groups.at(-1);
    if (group !== undefined && length + own <= NEWS_LENGTH_MAX) {
      group.push(news);
      length += own;
    } else {
      groups.push([news]);
      length = own;
    }
  }
  return groups;
}
