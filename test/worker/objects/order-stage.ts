import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Order, OrderLine } from "../../../sdk/index.ts";
import type { Claim } from "../../../worker/core/claim.ts";
import type { Step } from "../../../worker/core/step.ts";
import type { StepsCall } from "../../../worker/objects/sku-callable.ts";
import type {
  Alteration,
  AlterOrderCall,
  OrderFromLines,
  PlaceOrderCall,
  SlotResult,
} from "../../../worker/objects/slot-callable.ts";
import { sha256, slotOfHash } from "../../../worker/objects/slot-number.ts";
import { CHANNEL, fresh, freshKey, lines, reserveCall, STORE, slot, steadily } from "./stage.ts";

/** The slot that an order of this id lives in. */
export async function slotOfOrder(id: string): Promise<number> {
  return slotOfHash(await sha256(id));
}

/** An order id that lives in another slot than the given one. */
export async function orderIdElsewhere(other: number): Promise<string> {
  for (;;) {
    const id = fresh("order");
    if ((await slotOfOrder(id)) !== other) return id;
  }
}

export function placeCall(id: string, from: PlaceOrderCall["from"]): PlaceOrderCall {
  return { key: freshKey(), body: "b", id, actor: "test", from };
}

/** An order from lines; `PaymentSettled` claims its units at once. */
export function fromLines(
  wanted: ReturnType<typeof lines>,
  reported: string | null = "PaymentSettled",
  more: Partial<OrderFromLines> = {},
): OrderFromLines {
  return { lines: wanted, channel: CHANNEL, store: STORE, reported, terms: {}, allowsShortfall: false, ...more };
}

export function alteration(id: string, what: Alteration, key = freshKey()): AlterOrderCall {
  return { key, body: JSON.stringify(what), id, actor: "test", note: null, what };
}

/** Alters an order in its slot. */
export async function alter(call: AlterOrderCall): Promise<SlotResult<Order>> {
  return await slot(await slotOfOrder(call.id)).alterOrder(call);
}

/** Alters an order, which has to be accepted. */
export async function altered(id: string, what: Alteration): Promise<Order> {
  return order(await alter(alteration(id, what)));
}

/** An order of units of these SKUs, placed from a reservation that is held in a slot. */
export async function placed(heldIn: number, ...wanted: [sku: string, quantity: number][]): Promise<Order> {
  const held = await slot(heldIn).reserve(reserveCall(lines(...wanted)));
  if (!held.accepted) throw new Error(`Not held: ${JSON.stringify(held.refusal)}`);
  const id = await orderIdElsewhere(heldIn);
  return order(await slot(await slotOfOrder(id)).placeOrder(placeCall(id, { reservation: held.value.id })));
}

/** The order as its slot says it is. */
export async function orderNow(id: string): Promise<Order> {
  const number = await slotOfOrder(id);
  return order(await steadily(() => slot(number).order(id)));
}

/** Units that a line has in each state; what is zero is left out. */
export function unitsOfLine(from: Order, index = 0): Partial<OrderLine> {
  const { ordered, allocated, planned, shipped, cancelled, returned, shortfall } = from.lines[index] ?? {};
  const all = Object.entries({ ordered, allocated, planned, shipped, cancelled, returned, shortfall });
  return Object.fromEntries(all.filter(([, units]) => units !== 0));
}

export function order(result: SlotResult<Order>): Order {
  if (!result.accepted) throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** The claim of a SKU as it is stored. */
export async function claimOf(name: string, id: string): Promise<Claim | null> {
  return (await claimsOf(name)).find((claim) => claim.id === id) ?? null;
}

/** Every claim of a SKU, ended ones included. */
export function claimsOf(name: string): Promise<Claim[]> {
  return runInDurableObject(env.SKU.getByName(name), (_, state) =>
    state.storage.sql
      .exec<{ doc: string }>("SELECT doc FROM claim")
      .toArray()
      // Written by the SKU itself.
      .map(({ doc }) => JSON.parse(doc) as Claim),
  );
}

/** Kinds, changes and warehouses of a SKU's ledger lines, oldest first. */
export function historyOf(name: string): Promise<string[]> {
  return runInDurableObject(env.SKU.getByName(name), (_, state) =>
    state.storage.sql
      .exec<{ line: string }>(
        "SELECT doc ->> '$.kind' || ' ' || (doc ->> '$.change') || ' ' || (doc ->> '$.warehouse') AS line FROM ledger ORDER BY sequence",
      )
      .toArray()
      .map(({ line }) => line),
  );
}

/** Whether a call has a step of this kind. */
export function hasStep(call: StepsCall, kind: Step["kind"]): boolean {
  return call.claims.some(({ steps }) => steps.some((step) => step.kind === kind));
}
