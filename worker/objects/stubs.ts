import type { Env } from "../env.ts";
import type { SkuCallable } from "./sku-callable.ts";
import type { SlotCallable } from "./slot-callable.ts";
import { SLOT_COUNT } from "./slot-number.ts";

/** The object of a SKU. Always fresh: a stub that has failed once keeps failing. */
export function skuStub(env: Pick<Env, "SKU">, sku: string): SkuCallable {
  // The runtime's stub type loses unions and read-only collections; what a SKU object offers is stated by its interface.
  return env.SKU.getByName(sku) as unknown as SkuCallable;
}

/** The object of a slot, 0 – 63. */
export function slotStub(env: Pick<Env, "SLOT">, slot: number): SlotCallable {
  if (!Number.isInteger(slot) || slot < 0 || slot >= SLOT_COUNT) throw new RangeError(`There is no slot ${slot}`);
  // As above.
  return env.SLOT.getByName(`slot-${slot}`) as unknown as SlotCallable;
}
