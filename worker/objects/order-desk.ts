import type { Order } from "../../sdk/index.ts";
import { ORDER_LENGTH_MAX, PLACE_TRIES_MAX } from "../core/bounds.ts";
import { orderFrom } from "../core/order.ts";
import { abandonAttempt } from "../core/order-attempts.ts";
import { isClaimed, type OrderDecision, type OrderRecord } from "../core/order-record.ts";
import { cancelLines, releaseReturns, returnLines, shipShipment, unplanShipment } from "../core/order-steps.ts";
import { orderView, ownClaims } from "../core/order-view.ts";
import type { SkuClaim } from "../core/record.ts";
import { shippedEvents } from "../core/slot-events.ts";
import type { Holding } from "./holding.ts";
import { OrderTrials } from "./order-trials.ts";
import type { StoreSettings } from "./sku-callable.ts";
import type { Alteration, AlterOrderCall, CallKey, PlaceOrderCall, SlotCallable, SlotResult } from "./slot-callable.ts";
import { type Loaded, refused, type SlotContext } from "./slot-context.ts";
import { slotOfReservation } from "./slot-number.ts";

/** Whether a reservation was given to the order that was written to be placed from it. */
type Settled = { settled: true } | { settled: false; result: SlotResult<never> };

type Found =
  | { state: "there"; loaded: Loaded<OrderRecord> }
  | { state: "none" }
  | { state: "unknown"; result: SlotResult<never> };

/** What can be decided in one turn, and is then driven. */
type Driven = Extract<Alteration, { kind: "cancel" | "unplan" | "ship" | "return" }>;

/**
 * The orders of one slot. An order from a reservation goes over two slots (DESIGN section 7.6): it is written here that
 * it is being placed, then the reservation's slot gives the reservation to it. That write is the commit point.
 */
export class OrderDesk {
  readonly #slot: SlotContext;
  readonly #trials: OrderTrials;
  /** Orders that were written and of which it is not known whether their reservation was given to them. */
  readonly #unsettled: Set<string>;
  /** One call after the other for each order; the chain is dropped when it is done. */
  readonly #queues = new Map<string, Promise<unknown>>();

  /** `unsettled`: ids of the orders whose turn may not be done. */
  constructor(slot: SlotContext, holding: Holding, unsettled: Iterable<string>) {
    this.#slot = slot;
    this.#trials = new OrderTrials(slot, holding);
    this.#unsettled = new Set(unsettled);
  }

  place(call: PlaceOrderCall): Promise<SlotResult<Order>> {
    return this.#inTurn(call.id, async () => {
      const found = await this.#settled(call.id);
      if (found.state === "unknown") return found.result;
      if (found.state === "there") return answerAgain(found.loaded.record, call) ?? refused({ reason: "order_exists" });
      const { from } = call;
      this.#learn(from);
      return "reservation" in from ? this.#placeFrom(from.reservation, call) : this.#trials.place(call, from);
    });
  }

  read(id: string): Promise<SlotResult<Order>> {
    return this.#inTurn(id, async () => {
      const found = await this.#settled(id);
      if (found.state === "unknown") return found.result;
      if (found.state === "none") return refused({ reason: "order_not_found" });
      const { record } = found.loaded;
      const claims = await this.#covered(record);
      return claims === null
        ? refused({ reason: "unavailable" })
        : { accepted: true, value: orderView(record, claims) };
    });
  }

  alter(call: AlterOrderCall): Promise<SlotResult<Order>> {
    return this.#inTurn(call.id, async () => {
      const found = await this.#settled(call.id);
      if (found.state === "unknown") return found.result;
      if (found.state === "none") return refused({ reason: "order_not_found" });
      const { record } = found.loaded;
      const again = answerAgain(record, call) ?? storedAgain(this.#slot.store.orderAnswer(call.key), call);
      if (again !== null) return again;
      if (JSON.stringify(record).length > ORDER_LENGTH_MAX) {
        return refused({ reason: "order_changes", bound: ORDER_LENGTH_MAX });
      }
      const { what } = call;
      this.#learn("store" in what ? what : {});
      switch (what.kind) {
        case "report":
          return this.#trials.report(record, what, call);
        case "change":
          return this.#trials.change(record, what, call);
        case "plan":
          return this.#trials.plan(record, what, call);
        default:
          return this.#decide(record, judge(record, what, call, Date.now()), call);
      }
    });
  }

  /** Goes on with what a crash or a lost answer left open. */
  resume(id: string): Promise<void> {
    return this.#inTurn(id, async () => {
      const found = await this.#settled(id);
      if (found.state === "there") await this.#drive(id);
    });
  }

  /** A call that brings facts of the store along. */
  #learn({ store }: { store?: StoreSettings }): void {
    if (store !== undefined) this.#slot.learn(store);
  }

  async #decide(before: OrderRecord, decision: OrderDecision, call: AlterOrderCall): Promise<SlotResult<Order>> {
    if (!decision.accepted) return decision;
    // What changes nothing is answered with the order as it is.
    if (decision.order === before) return { accepted: true, value: orderView(before) };
    const now = Date.now();
    const events = this.#slot.wants("shipment.shipped") ? shippedEvents(before, decision.order, now) : [];
    const order = this.#trials.write(decision.order, call, events);
    await this.#drive(call.id);
    return { accepted: true, value: order };
  }

  async #placeFrom(reservation: string, call: PlaceOrderCall): Promise<SlotResult<Order>> {
    const slot = this.#slotOf(reservation);
    if (slot === null) return refused({ reason: "reservation_not_found" });
    for (let tries = 0; tries < PLACE_TRIES_MAX; tries += 1) {
      const offer = await answered(slot.offer(reservation));
      if (!offer.accepted) return offer;
      const now = Date.now();
      const order = orderFrom(offer.value.record, offer.value.mark, call, now);
      this.#unsettled.add(call.id);
      this.#slot.saveOrder(order, now);
      const settled = await this.#settle(order.id);
      if (settled.settled) {
        await this.#slot.driveOrder(call.id);
        return { accepted: true, value: orderView(order) };
      }
      const { result } = settled;
      // The reservation was changed between reading and giving: read it again.
      if (result.accepted || result.refusal.reason !== "revision_mismatch") return result;
    }
    return refused({ reason: "unavailable" });
  }

  /** The order, once it is certain that it is one. An attempt that a crash cut off is given up before anyone sees it. */
  async #settled(id: string): Promise<Found> {
    if (this.#unsettled.has(id)) {
      const settled = await this.#settle(id);
      if (settled.settled) await this.#slot.driveOrder(id);
      else if (isUnavailable(settled.result)) return { state: "unknown", result: settled.result };
    }
    const loaded = this.#slot.order(id);
    if (loaded?.record.state === "placed" && loaded.record.trying !== null) {
      this.#slot.saveOrder(abandonAttempt(loaded.record), Date.now());
      await this.#slot.driveOrder(id);
      return this.#settled(id);
    }
    return loaded === null ? { state: "none" } : { state: "there", loaded };
  }

  /** Asks for the reservation once more: the answer is the same however often. A refused order is not one. */
  async #settle(id: string): Promise<Settled> {
    const order = this.#slot.order(id)?.record;
    if (order !== undefined && (!isClaimed(order) || order.isGiven)) {
      this.#unsettled.delete(id);
      return { settled: true };
    }
    const slot = order === undefined ? null : this.#slotOf(order.reservation);
    if (order === undefined || slot === null) {
      this.#unsettled.delete(id);
      return { settled: false, result: refused({ reason: "order_not_found" }) };
    }
    const given = await answered(slot.give(order.reservation, id, order.mark, this.#slot.store.wanted));
    if (given.accepted) {
      this.#unsettled.delete(id);
      return { settled: true };
    }
    if (isUnavailable(given)) return { settled: false, result: given };
    this.#slot.removeOrder(id);
    this.#unsettled.delete(id);
    return { settled: false, result: given };
  }

  /** Drives what is pending. Once a return has got through everywhere, its claims are released. */
  async #drive(id: string): Promise<void> {
    if (!(await this.#slot.driveOrder(id))) return;
    const order = this.#slot.order(id)?.record;
    if (order === undefined || !isClaimed(order)) return;
    const claims = releaseReturns(order.claims);
    if (claims === null) return;
    this.#slot.saveOrder({ ...order, claims }, Date.now());
    await this.#slot.driveOrder(id);
  }

  /** The order's claims with the units for which goods are missing now; `null` where a SKU does not answer. */
  async #covered(order: OrderRecord): Promise<SkuClaim[] | null> {
    if (order.state !== "placed") return ownClaims(order);
    let isComplete = true;
    const claims = await Promise.all(
      ownClaims(order).map(async (claim): Promise<SkuClaim> => {
        if (!claim.tracked || claim.units === 0) return claim;
        const steps = [...claim.pending, { kind: "coverage" } as const];
        const answer = await this.#slot.calls.send(claim.sku, { claim: order.reservation, steps });
        if (answer.outcome === "done") {
          return { ...claim, backordered: answer.backordered, shipsFrom: answer.shipsFrom };
        }
        isComplete = false;
        return claim;
      }),
    );
    return isComplete ? claims : null;
  }

  #slotOf(reservation: string): SlotCallable | null {
    const slot = slotOfReservation(reservation);
    return slot === null ? null : this.#slot.slotAt(slot);
  }

  #inTurn<Value>(id: string, run: () => Promise<Value>): Promise<Value> {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const result = before.then(run, run);
    const settled = result
      .catch(() => undefined)
      .then(() => {
        if (this.#queues.get(id) === settled) this.#queues.delete(id);
      });
    this.#queues.set(id, settled);
    return result;
  }
}

function judge(order: OrderRecord, what: Driven, { actor, note }: AlterOrderCall, nowMs: number): OrderDecision {
  const by = { actor, note };
  switch (what.kind) {
    case "cancel":
      return cancelLines(order, what.lines, by, nowMs);
    case "unplan":
      return unplanShipment(order, what.shipment, by);
    case "ship":
      return shipShipment(order, what.shipment, by, nowMs);
    case "return":
      return returnLines(order, what, by, nowMs);
  }
}

/** A call to another slot that broke has no outcome. */
async function answered<Value>(call: Promise<SlotResult<Value>>): Promise<SlotResult<Value>> {
  try {
    return await call;
  } catch (error) {
    console.error("A slot did not answer", error);
    return refused({ reason: "unavailable" });
  }
}

function isUnavailable(result: SlotResult<unknown>): boolean {
  return !result.accepted && result.refusal.reason === "unavailable";
}

function answerAgain(order: OrderRecord, call: CallKey): SlotResult<Order> | null {
  return order.answer?.key === call.key ? storedAgain(order.answer, call) : null;
}

function storedAgain(stored: { body: string; answer: Order } | null, call: CallKey): SlotResult<Order> | null {
  if (stored === null) return null;
  if (stored.body !== call.body) return refused({ reason: "idempotency_mismatch" });
  return { accepted: true, value: stored.answer };
}
