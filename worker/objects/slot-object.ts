import { DurableObject } from "cloudflare:workers";
import type { Order, Reservation } from "../../sdk/index.ts";
import { DRIVE_WATCHDOG_MS, ENDED_PER_ALARM_MAX, FORGET_EVERY_MS, RECORD_KEPT_MS } from "../core/bounds.ts";
import { mayHoldAnew } from "../core/order.ts";
import { isClaimed } from "../core/order-record.ts";
import type { HoldFate } from "../core/record.ts";
import { DEFAULT_RULES, type StockRules } from "../core/rules.ts";
import type { WantedEvents } from "../core/slot-events.ts";
import type { Env } from "../env.ts";
import { Agenda } from "./agenda.ts";
import { Driver, type OpenWork } from "./driver.ts";
import { Forgetting } from "./forgetting.ts";
import { Holding } from "./holding.ts";
import { OrderDesk } from "./order-desk.ts";
import type { EventsMessage } from "./outbox-message.ts";
import { ReservationDesk } from "./reservation-desk.ts";
import type { StoreSettings } from "./sku-callable.ts";
import { SkuCalls } from "./sku-calls.ts";
import type {
  AlterOrderCall,
  ChangeCall,
  ClaimStanding,
  ExtendCall,
  Offer,
  PlaceOrderCall,
  ReleaseCall,
  ReserveCall,
  SlotCallable,
  SlotResult,
} from "./slot-callable.ts";
import { SlotContext } from "./slot-context.ts";
import { SlotStore } from "./slot-store.ts";
import { skuStub, slotStub } from "./stubs.ts";

/**
 * One of the coordinator objects that keep reservations and orders (DESIGN section 7.2). The slot decides, the SKU
 * counts. Thin: it wires its desks to storage, alarm and the other objects. Its name is `slot-` and its number.
 */
export class SlotObject extends DurableObject<Env> implements SlotCallable {
  readonly #store: SlotStore;
  readonly #driver: Driver;
  readonly #agenda = new Agenda();
  readonly #reservations: ReservationDesk;
  readonly #orders: OrderDesk;
  readonly #slot: SlotContext;
  readonly #forgetting: Forgetting;
  #alarmAt: number | null = null;
  #forgottenAt = 0;
  #settledBelow: number;

  /** `rules`: those of the deployment, which a subclass hands on; the runtime gives none. */
  constructor(ctx: DurableObjectState, env: Env, rules: StockRules = DEFAULT_RULES) {
    super(ctx, env);
    const slot = Number((ctx.id.name ?? "").replace("slot-", ""));
    const calls = new SkuCalls(slot, (sku) => skuStub(env, sku));
    this.#store = new SlotStore(ctx.storage.sql);
    this.#driver = new Driver(calls);
    this.#settledBelow = this.#store.settledBelow();
    const unsettled = this.#restore();
    this.#slot = new SlotContext({
      slot,
      store: this.#store,
      driver: this.#driver,
      agenda: this.#agenda,
      calls,
      rules,
      slotAt: (other) => (other === slot ? this : slotStub(env, other)),
      armBy: (timeMs) => this.#armBy(timeMs),
      tell: async (events) => {
        const message: EventsMessage = { kind: "events", events };
        await env.OUTBOX.send(message);
      },
    });
    this.#forgetting = new Forgetting(this.#store, this.#slot.slotAt);
    const holding = new Holding(this.#slot);
    this.#reservations = new ReservationDesk(this.#slot, holding);
    this.#orders = new OrderDesk(this.#slot, holding, unsettled);
    void ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = await ctx.storage.getAlarm();
    });
  }

  reserve(call: ReserveCall): Promise<SlotResult<Reservation>> {
    return this.#reservations.reserve(call);
  }

  async reservation(id: string): Promise<Reservation | null> {
    return this.#reservations.read(id);
  }

  change(call: ChangeCall): Promise<SlotResult<Reservation>> {
    return this.#reservations.change(call);
  }

  extend(call: ExtendCall): Promise<SlotResult<Reservation>> {
    return this.#reservations.extend(call);
  }

  release(call: ReleaseCall): Promise<SlotResult<Reservation>> {
    return this.#reservations.release(call);
  }

  placeOrder(call: PlaceOrderCall): Promise<SlotResult<Order>> {
    return this.#orders.place(call);
  }

  order(id: string): Promise<SlotResult<Order>> {
    return this.#orders.read(id);
  }

  alterOrder(call: AlterOrderCall): Promise<SlotResult<Order>> {
    return this.#orders.alter(call);
  }

  async offer(reservation: string): Promise<SlotResult<Offer>> {
    return this.#reservations.offer(reservation);
  }

  async give(reservation: string, order: string, mark: number, wanted: WantedEvents): Promise<SlotResult<null>> {
    return this.#reservations.give(reservation, order, mark, wanted);
  }

  async fates(ids: string[]): Promise<HoldFate[]> {
    return this.#reservations.fates(ids);
  }

  async standings(sku: string, claims: { id: string; order: string | null }[]): Promise<(ClaimStanding | null)[]> {
    return claims.map(({ id, order }) => this.#standing(sku, id, order));
  }

  async areSettled(orders: string[]): Promise<boolean[]> {
    const unsure = orders.filter((order) => !this.#isSettled(order));
    await Promise.allSettled(unsure.map((order) => this.#orders.resume(order)));
    if (unsure.length > 0) this.#saveSettledBelow();
    return orders.map((order) => this.#isSettled(order));
  }

  async wake(store: StoreSettings | null): Promise<void> {
    if (!this.#store.exists) return;
    if (store !== null) this.#slot.learn(store);
    await this.#work();
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    await this.#work();
  }

  /** Ends what is due and drives on what is open. Throws nothing: an alarm that fails too often is never run again. */
  async #work(): Promise<void> {
    const now = Date.now();
    try {
      this.#reservations.expireDue(this.#agenda.due(now, ENDED_PER_ALARM_MAX), now);
      await Promise.allSettled(this.#driver.openWork().map((work) => this.#resume(work)));
      await this.#slot.tellEvents();
      this.#saveSettledBelow();
      await this.#forget(now);
    } catch (error) {
      console.error("A slot's alarm failed", error);
    }
    this.#rearm();
  }

  #resume(work: OpenWork): Promise<void> {
    return work.kind === "order" ? this.#orders.resume(work.id) : this.#reservations.resume(work.id);
  }

  async #forget(now: number): Promise<void> {
    if (now - this.#forgottenAt < FORGET_EVERY_MS) return;
    const before = now - RECORD_KEPT_MS;
    if (!(await this.#forgetting.run(before, this.#settledBelow))) this.#forgottenAt = now;
  }

  #isSettled(order: string): boolean {
    const found = this.#store.order(order);
    if (found === null) return true;
    if (mayHoldAnew(found.record)) return false;
    if (found.turn < this.#settledBelow || !isClaimed(found.record)) return true;
    return found.record.isGiven && !this.#driver.isOpen({ kind: "order", id: order });
  }

  #saveSettledBelow(): void {
    const settledBelow = this.#driver.settledBelow();
    if (settledBelow === this.#settledBelow) return;
    this.#store.saveSettledBelow(settledBelow);
    this.#settledBelow = settledBelow;
  }

  /** The next thing to do: an expiry, open work, events that nobody took, or the mark below which all is done. */
  #rearm(): void {
    const now = Date.now();
    const untoldAt = this.#store.events(1).length > 0 ? now + DRIVE_WATCHDOG_MS : null;
    const times = [this.#agenda.next(), this.#driver.retryAt(now), untoldAt].filter((time) => time !== null);
    if (times.length > 0) this.#armBy(Math.max(now + 1, Math.min(...times)));
  }

  #armBy(timeMs: number): void {
    if (!Number.isFinite(timeMs) || (this.#alarmAt !== null && this.#alarmAt <= timeMs)) return;
    this.#alarmAt = timeMs;
    // Not waited for: answers wait until it is durable, and when it cannot be written the runtime resets the object.
    this.ctx.storage.setAlarm(timeMs).catch(() => undefined);
  }

  #restore(): string[] {
    const reservations = this.#store.reservationHeads();
    const orders = this.#store.orderHeads();
    for (const { id, state, expiresAt } of reservations) {
      if (state === "held") this.#agenda.note({ id, state, expiresAt });
    }
    const open = [
      ...reservations.map(({ id, turn }) => ({ turn, work: { kind: "reservation", id } as const })),
      ...orders.map(({ id, turn }) => ({ turn, work: { kind: "order", id } as const })),
    ].filter(({ turn }) => turn >= this.#settledBelow);
    this.#driver.restore(this.#settledBelow, open);
    return open.flatMap(({ work }) => (work.kind === "order" ? [work.id] : []));
  }

  #standing(sku: string, id: string, order: string | null): ClaimStanding | null {
    const record = order === null ? this.#slot.reservation(id)?.record : this.#slot.order(order)?.record;
    if (record?.state !== "held" && record?.state !== "ordered" && record?.state !== "placed") return null;
    const claim = record.claims.find((each) => each.sku === sku && each.claim === undefined);
    if (claim === undefined) return null;
    const isTried =
      (record.state === "held" && record.changing !== null) || (record.state === "placed" && record.trying !== null);
    return { phase: order === null ? "held" : "allocated", units: claim.units, isTried };
  }
}
