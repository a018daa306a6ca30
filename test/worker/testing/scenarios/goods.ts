import type { Policy } from "../../../../sdk/contract/policy.ts";
import type { Side } from "../side.ts";

/** Makes a SKU with so many units at `main`. */
export async function stocked(side: Side, sku: string, onHand: number, policy: Partial<Policy> = {}): Promise<void> {
  await side.ask("admin", "PUT", `/v1/admin/skus/${sku}`, { body: { policy } });
  if (onHand === 0) return;
  await side.ask("admin", "POST", `/v1/admin/skus/${sku}/adjust`, { body: { delta: onHand, reason: "received" } });
}

/** Holds units of a SKU as a shopper, and gives the reservation's id. */
export async function held(side: Side, sku: string, quantity: number): Promise<string> {
  const body = { lines: [{ sku, quantity }] };
  return (await side.ask<{ id: string }>("shopper", "POST", "/v1/reservations", { body })).body.id;
}
