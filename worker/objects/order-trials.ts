import type { Order, RecordedEvent } from "../../sdk/index.ts";
import { ORDER_HOLD_MS, PARTIAL_TRIES_MAX } from "../core/bounds.ts";
import { demandOf, type ResolvedLine, type Terms } from "../core/demand.ts";
import { judgeLines, type RefusedLine, refusedLines } from "../core/line-refusals.ts";
import { allocateOrder, givenRecord, pendingOrder, shortfallEvents, wantedLines } from "../core/order.ts";
import {
  abandonAttempt,
  beginAttempt,
  changedLines,
  changeShort,
  claimAt,
  judgeChange,
  judgeShipment,
  type OrderQuestions,
  placedOnly,
  questionsOfChange,
  questionsOfShipment,
  settleOrderChange,
  settleShipment,
} from "../core/order-attempts.ts";
import { openLines } from "../core/order-lines.ts";
import {
  isClaimed,
  type OrderLineRecord,
  type OrderRecord,
  type PendingOrder,
  type PlacedOrder,
} from "../core/order-record.ts";
import { settlePending } from "../core/order-steps.ts";
import { orderView } from "../core/order-view.ts";
import { linesWithin } from "../core/partial.ts";
import type { SkuClaim } from "../core/record.ts";
import type { Refusal } from "../core/refusal.ts";
import { allocatedEvents } from "../core/slot-events.ts";
import type { Done } from "../core/step.ts";
import type { Holding } from "./holding.ts";
import type {
  AllocationTerms,
  Alteration,
  AlterOrderCall,
  OrderFromLines,
  PlaceOrderCall,
  SlotRefusal,
  SlotResult,
} from "./slot-callable.ts";
import { refused, type SlotContext } from "./slot-context.ts";
import { base64Url, newReservationId, reservationIdPrefix, sha256 } from "./slot-number.ts";

type Of<Kind extends Alteration["kind"]> = Extract<Alteration, { kind: Kind }>;

/** What SKUs said to what was tried. */
interface Tried {
  answers: Map<string, Done>;
  refusals: Map<string, Refusal>;
  isComplete: boolean;
}

type Allocated = { accepted: true; order: PlacedOrder } | { accepted: false; refusal: SlotRefusal };

/**
 * What is tried at the SKUs before it can be decided (DESIGN section 7.4): claiming an order's units, changing its
 * quantities, planning a shipment. The caller lets one call after the other at an order.
 */
export class OrderTrials {
  readonly #slot: SlotContext;
  readonly #holding: Holding;

  constructor(slot: SlotContext, holding: Holding) {
    this.#slot = slot;
    this.#holding = holding;
  }

  /** Makes an order from lines; allocates it when the state that is reported with it says so. */
  async place(call: PlaceOrderCall, from: OrderFromLines): Promise<SlotResult<Order>> {
    const pending = pendingOrder(call, from, Date.now());
    const { reported } = from;
    if (reported === null || !this.#slot.rules.allocates({ from: null, to: reported })) {
      const refusal = await this.#refusalOfPending(call.id, from);
      if (refusal !== null) return refused(refusal);
      this.#slot.saveOrder(pending, pending.placedAt);
      await this.#slot.driveOrder(call.id);
      return { accepted: true, value: orderView(pending) };
    }
    // Nothing is written of an order that is refused: its id stays free.
    const allocated = await this.#allocate(pending, from, call.actor, (order) => {
      const view = orderView(order);
      const answered = { ...order, answer: { key: call.key, body: call.body, answer: view } };
      const events = [...shortfallEvents(order, null, order.allocatedAt), ...this.#allocated(order)];
      this.#slot.saveOrder(answered, order.allocatedAt, { events });
    });
    if (!allocated.accepted) return allocated;
    await this.#slot.driveOrder(call.id);
    return { accepted: true, value: orderView(allocated.order) };
  }

  /** Takes a report; allocates the order the first time that a state says so. A report that cannot be followed is none. */
  async report(order: OrderRecord, what: Of<"report">, call: AlterOrderCall): Promise<SlotResult<Order>> {
    const reported = { ...order, reported: what.state };
    const isDue = order.state === "pending" && this.#slot.rules.allocates({ from: order.reported, to: what.state });
    if (!isDue || reported.state !== "pending") return { accepted: true, value: this.write(reported, call) };
    let view: Order | null = null;
    const allocated = await this.#allocate(reported, what, call.actor, (placed) => {
      view = this.write(placed, call, this.#allocated(placed), null);
    });
    if (!allocated.accepted) return allocated;
    await this.#slot.driveOrder(call.id);
    return { accepted: true, value: view ?? orderView(allocated.order) };
  }

  /** Changes quantities: increases are tried at every SKU, then all of it is decided. */
  async change(order: OrderRecord, what: Of<"change">, call: AlterOrderCall): Promise<SlotResult<Order>> {
    if (order.state === "cancelled") return refused({ reason: "order_cancelled" });
    if (order.state === "shipped") return refused({ reason: "order_shipped" });
    const wrong = judgeChange(order, what.lines);
    if (wrong !== null) return refused(wrong);
    let lines = changedLines(order, what.lines);
    if (order.state === "pending") {
      return { accepted: true, value: this.write(settlePending({ ...order, lines }, Date.now()), call) };
    }
    const faults = this.#faults(order, lines, what.terms);
    if (faults.length > 0) return refused({ reason: "lines", lines: faults });
    let terms = what.terms;
    for (let tries = 0; tries < PARTIAL_TRIES_MAX; tries += 1) {
      const current = this.#placed(call.id);
      const questions = questionsOfChange(current, lines, terms, Date.now() + ORDER_HOLD_MS);
      const tried = await this.#try(current, questions, null);
      const now = Date.now();
      const latest = this.#placed(call.id);
      if (tried.isComplete && tried.refusals.size === 0) {
        const decided = settleOrderChange(latest, lines, tried.answers, { actor: call.actor, note: call.note }, now);
        const view = this.write(decided, call, [], current);
        await this.#slot.driveOrder(call.id);
        return { accepted: true, value: view };
      }
      await this.#abandon(latest);
      const refusal = this.#refusal(openLines({ ...current, lines }), tried);
      const fewer = what.allowsShortfall && tried.isComplete ? changeShort(current, lines, tried.refusals) : null;
      if (fewer === null || tries === PARTIAL_TRIES_MAX - 1) return refused(refusal);
      lines = fewer;
      terms = { ...terms, cartRulesJudged: true };
    }
    return refused({ reason: "unavailable" });
  }

  /** Plans a shipment: every SKU has to have its part of it. */
  async plan(order: OrderRecord, what: Of<"plan">, call: AlterOrderCall): Promise<SlotResult<Order>> {
    const found = placedOnly(order);
    if (!found.accepted) return found;
    const ask = { id: what.shipment, lines: what.lines, warehouse: what.warehouse };
    const wrong = judgeShipment(found.order, ask);
    if (wrong !== null) return refused(wrong);
    const questions = questionsOfShipment(found.order, ask, { actor: call.actor, note: call.note });
    const tried = await this.#try(found.order, questions, ask.id);
    const latest = this.#placed(call.id);
    if (tried.isComplete && tried.refusals.size === 0) {
      const view = this.write(settleShipment(latest, ask, tried.answers, Date.now()), call);
      await this.#slot.driveOrder(call.id);
      return { accepted: true, value: view };
    }
    await this.#abandon(latest);
    return refused(
      this.#refusal(
        what.lines.flatMap(({ line }) => order.lines[line] ?? []),
        tried,
      ),
    );
  }

  /**
   * Writes a decision with the answer to the call that it was made for, and with what is to be told of it. `before`: the
   * order from which on its shortfall is told as well; `null`: all of it is.
   */
  write(
    order: OrderRecord,
    call: AlterOrderCall,
    events: readonly RecordedEvent[] = [],
    before?: OrderRecord | null,
  ): Order {
    // Whoever alters an order has seen that its reservation was given to it.
    const known = isClaimed(order) ? { ...order, isGiven: true } : order;
    const next = { ...known, revision: order.revision + 1 };
    const answer = orderView(next);
    const stored = { key: call.key, body: call.body, answer };
    const now = Date.now();
    // By the revision that is written now: no event has the id of an earlier one.
    const shortfall = before === undefined ? [] : shortfallEvents(next, before, now);
    this.#slot.saveOrder(next, now, { answer: stored, events: [...shortfall, ...events] });
    return answer;
  }

  /** Why an order cannot be one, whatever becomes of stock until its units are claimed: no such SKU, the cart's rules. */
  async #refusalOfPending(id: string, { lines, channel }: OrderFromLines): Promise<SlotRefusal | null> {
    const faults = judgeLines(lines, [], Date.now(), this.#slot.rules, { evenIfNotPurchasable: true });
    const refusals = new Map<string, Refusal>();
    let isComplete = true;
    await Promise.all(
      [...demandOf(lines)].map(async ([sku, ask]) => {
        const step = { kind: "inquire", ask, scope: "cart", channel } as const;
        const answer = await this.#slot.calls.send(sku, { claim: id, steps: [step] });
        if (answer.outcome === "refused") refusals.set(sku, answer.refusal);
        else if (answer.outcome !== "done") isComplete = false;
      }),
    );
    const told = refusedLines(lines, refusals, faults);
    if (told.length > 0) return { reason: "lines", lines: told };
    return isComplete ? null : { reason: "unavailable" };
  }

  async #allocate(
    order: PendingOrder,
    { terms, allowsShortfall }: AllocationTerms,
    actor: string,
    write: (order: PlacedOrder) => void,
  ): Promise<Allocated> {
    const { channel } = order;
    const prefix = reservationIdPrefix(this.#slot.slot, base64Url(await sha256(order.id)));
    let lines = wantedLines(order);
    let first: SlotRefusal | null = null;
    for (let tries = 0; tries < PARTIAL_TRIES_MAX; tries += 1) {
      const id = newReservationId(prefix);
      const asked: ResolvedLine[] = lines;
      const accept = (claims: SkuClaim[]): PlacedOrder => {
        const placed = allocateOrder(order, id, { lines: asked, claims }, actor, Date.now());
        this.#slot.saveFresh(givenRecord(placed, asked));
        write(placed);
        return placed;
      };
      const expiresAt = Date.now() + ORDER_HOLD_MS;
      const attempt = { id, lines: asked, channel, client: null, expiresAt };
      const judged = tries === 0 ? terms : { ...terms, cartRulesJudged: true as const };
      const tried = await this.#holding.try({ ...attempt, terms: judged }, accept);
      if (tried.held) return { accepted: true, order: tried.value };
      first ??= tried.refusal;
      const fewer = allowsShortfall && tried.short !== null ? linesWithin(asked, tried.short) : null;
      if (fewer === null) break;
      lines = fewer;
    }
    return refused(first ?? { reason: "unavailable" });
  }

  /** What is told of an order whose units were just claimed. */
  #allocated({ id: order, channel, lines, allocatedAt }: PlacedOrder): RecordedEvent[] {
    if (!this.#slot.wants("order.allocated")) return [];
    const claimed = lines.map((line) => ({ ...line, quantity: line.quantity - line.cancelled - line.shortfall }));
    return allocatedEvents({ order, channel, lines: claimed }, allocatedAt);
  }

  /** Asks every SKU, once what is tried is written: a later attempt cannot use its numbers for something else. */
  async #try(order: PlacedOrder, questions: OrderQuestions, shipment: string | null): Promise<Tried> {
    const tried: Tried = { answers: new Map(), refusals: new Map(), isComplete: true };
    if (questions.steps.length === 0) return tried;
    this.#slot.saveOrder(beginAttempt(order, questions, shipment), Date.now());
    await Promise.all(
      questions.steps.map(async ({ sku, step }) => {
        const { pending } = claimAt(order, sku);
        const answer = await this.#slot.calls.send(sku, { claim: order.reservation, steps: [...pending, step] });
        if (answer.outcome === "done") tried.answers.set(sku, answer);
        else if (answer.outcome === "refused") tried.refusals.set(sku, answer.refusal);
        else tried.isComplete = false;
      }),
    );
    return tried;
  }

  async #abandon(order: PlacedOrder): Promise<void> {
    if (order.trying === null) return;
    this.#slot.saveOrder(abandonAttempt(order), Date.now());
    await this.#slot.driveOrder(order.id);
  }

  /** The order as it is: one call after the other comes at it, so it is still one that units are claimed for. */
  #placed(id: string): PlacedOrder {
    const order = this.#slot.order(id)?.record;
    if (order?.state !== "placed") throw new Error(`The order ${id} changed while it was altered`);
    return order;
  }

  #faults(order: PlacedOrder, lines: OrderLineRecord[], terms: Terms): RefusedLine[] {
    const [before, after] = [wantedLines(order), wantedLines({ ...order, lines })];
    return judgeLines(after, before, Date.now(), this.#slot.rules, terms);
  }

  #refusal(lines: readonly ResolvedLine[], { refusals, isComplete }: Tried): SlotRefusal {
    if (!isComplete) return { reason: "unavailable" };
    return { reason: "lines", lines: refusedLines(lines, refusals, []) };
  }
}
