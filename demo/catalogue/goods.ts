import { gone } from "./gone.ts";
import type { Good } from "./good.ts";
import { onTheShelf } from "./on-the-shelf.ts";
import { toCome } from "./to-come.ts";

/** The whole assortment in the order of the page. Between them the goods show every row of the availability table. */
export const GOODS: readonly Good[] = [...onTheShelf, ...toCome, ...gone];

/** The good with this id, if there is one. */
export function goodOf(id: string): Good | undefined {
  return GOODS.find((good) => good.id === id);
}
