import type { RecordedEvent } from "../../sdk/index.ts";
import { DRIVE_WATCHDOG_MS, EVENTS_PER_MESSAGE_MAX } from "../core/bounds.ts";
import { isClaimed, type OrderRecord, type StoredOrderAnswer } from "../core/order-record.ts";
import type { SkuClaim, SlotRecord } from "../core/record.ts";
import type { StockRules } from "../core/rules.ts";
import { lengthOf, type SlotEventType, wantedOfSlots } from "../core/slot-events.ts";
import type { Agenda } from "./agenda.ts";
import type { Driver, OpenWork } from "./driver.ts";
import type { StoreSettings } from "./sku-callable.ts";
import type { SkuCalls } from "./sku-calls.ts";
import type { SlotCallable, SlotRefusal } from "./slot-callable.ts";
import type { SlotStore } from "./slot-store.ts";

/** Bytes of events in one message to a queue, which takes 128 KB. */
const EVENTS_LENGTH_MAX = 100_000;

/** A record as it stands, acknowledgements that came since it was written included. */
export interface Loaded<Kind> {
  record: Kind;
  /** Changes with every write: tells whether it was written since it was read. */
  mark: number;
}

/** What the desks of a slot share: rows, open work, calls to SKUs, and the way to other slots. */
export class SlotContext {
  readonly slot: number;
  readonly store: SlotStore;
  readonly driver: Driver;
  readonly agenda: Agenda;
  readonly calls: SkuCalls;
  readonly rules: StockRules;
  /** The slot of a number; itself for its own. */
  readonly slotAt: (slot: number) => SlotCallable;
  readonly #armBy: (timeMs: number) => void;
  readonly #tell: (events: RecordedEvent[]) => Promise<void>;
  #telling: Promise<void> | null = null;

  constructor(parts: {
    slot: number;
    store: SlotStore;
    driver: Driver;
    agenda: Agenda;
    calls: SkuCalls;
    rules: StockRules;
    slotAt: (slot: number) => SlotCallable;
    armBy: (timeMs: number) => void;
    tell: (events: RecordedEvent[]) => Promise<void>;
  }) {
    this.slot = parts.slot;
    this.store = parts.store;
    this.driver = parts.driver;
    this.agenda = parts.agenda;
    this.calls = parts.calls;
    this.rules = parts.rules;
    this.slotAt = parts.slotAt;
    this.#armBy = parts.armBy;
    this.#tell = parts.tell;
  }

  /** Takes over facts of the store, where they are newer: for the SKUs that are called, and which events are wanted. */
  learn(store: StoreSettings): void {
    this.calls.learn(store);
    this.store.learnWanted(wantedOfSlots(store));
  }

  /** Whether somebody is told of events of a kind: others are not worth a row. */
  wants(type: SlotEventType): boolean {
    return this.store.wanted.types.includes(type);
  }

  reservation(id: string): Loaded<SlotRecord> | null {
    const found = this.store.reservation(id);
    if (found === null) return null;
    const { record, turn } = found;
    if (record.state === "gone") return { record, mark: turn };
    const claims = this.driver.current({ kind: "reservation", id }, record.claims);
    return { record: { ...record, claims }, mark: turn };
  }

  /** Writes a hold that every SKU has said yes to: nothing is left to be driven. */
  saveFresh(record: SlotRecord): void {
    this.store.saveReservation(record, 0);
    this.agenda.note(record);
    if (record.state === "held") this.#armBy(record.expiresAt);
  }

  /**
   * Writes a decision about a reservation with what is to be told of it; what it leaves pending is driven from now on,
   * whatever happens.
   */
  saveReservation(record: SlotRecord, nowMs: number, events: readonly RecordedEvent[] = []): void {
    const work = { kind: "reservation", id: record.id } as const;
    const turn = this.driver.take(work);
    this.store.saveReservation(record, turn);
    this.agenda.note(record);
    if (this.hasWork(record)) this.#armBy(nowMs + DRIVE_WATCHDOG_MS);
    else this.driver.void(work);
    if (record.state === "held") this.#armBy(record.expiresAt);
    this.#saveEvents(events, nowMs);
  }

  order(id: string): Loaded<OrderRecord> | null {
    const found = this.store.order(id);
    if (found === null) return null;
    const { record, turn } = found;
    if (!isClaimed(record)) return { record, mark: turn };
    const claims = this.driver.current({ kind: "order", id }, record.claims);
    return { record: { ...record, claims }, mark: turn };
  }

  /** Writes a decision about an order, together with the answer to whoever asked for it and what is to be told of it. */
  saveOrder(
    record: OrderRecord,
    nowMs: number,
    besides: { answer?: StoredOrderAnswer; events?: readonly RecordedEvent[] } = {},
  ): void {
    this.store.saveOrder(record, this.driver.take({ kind: "order", id: record.id }));
    if (besides.answer !== undefined) this.store.saveOrderAnswer(besides.answer, nowMs);
    this.#armBy(nowMs + DRIVE_WATCHDOG_MS);
    this.#saveEvents(besides.events ?? [], nowMs);
  }

  /**
   * Tells what was recorded and nobody was told of yet: all of it, for all who ask meanwhile. Throws nothing: the alarm tells
   * again what was not taken.
   */
  tellEvents(): Promise<void> {
    this.#telling ??= this.#tellAll();
    return this.#telling;
  }

  async #tellAll(): Promise<void> {
    try {
      // What is recorded in the same turn goes together.
      await Promise.resolve();
      for (;;) {
        const events = fitting(this.store.events(EVENTS_PER_MESSAGE_MAX));
        if (events.length === 0) return;
        await this.#tell(events);
        this.store.forgetEvents(events.map((event) => event.id));
      }
    } catch (error) {
      console.error("Could not tell of events", error);
    } finally {
      this.#telling = null;
    }
  }

  #saveEvents(events: readonly RecordedEvent[], nowMs: number): void {
    if (events.length === 0) return;
    for (const event of events) this.store.saveEvent(event);
    this.#armBy(nowMs + DRIVE_WATCHDOG_MS);
    void this.tellEvents();
  }

  removeOrder(id: string): void {
    this.store.removeOrder(id);
    this.driver.void({ kind: "order", id });
  }

  /** Drives a reservation's pending steps once. What is not answered is driven again by the alarm. */
  async driveReservation(id: string): Promise<void> {
    const work = { kind: "reservation", id } as const;
    const loaded = this.reservation(id);
    if (loaded === null || !this.hasWork(loaded.record)) this.driver.void(work);
    else if (loaded.record.state === "gone") return;
    // A change that is being tried is written again when it is decided; until then its turn stays open.
    else if (loaded.record.state === "held" && loaded.record.changing !== null) return;
    else await this.#drive(work, id, loaded.record.claims);
  }

  /** Likewise; says whether every SKU has said yes. */
  async driveOrder(id: string): Promise<boolean> {
    const order = this.order(id)?.record;
    if (order === undefined) return true;
    if (isClaimed(order)) return this.#drive({ kind: "order", id }, order.reservation, order.claims);
    this.driver.void({ kind: "order", id });
    return true;
  }

  /** Whether the slot has something to do for a record. What was given to an order is driven by the order's slot. */
  hasWork(record: SlotRecord): boolean {
    if (record.state === "gone" || record.state === "ordered") return false;
    if (record.state === "held" && record.changing !== null) return true;
    return record.claims.some((claim) => claim.pending.length > 0);
  }

  async #drive(work: OpenWork, claimId: string, claims: readonly SkuClaim[]): Promise<boolean> {
    const isDone = await this.driver.drive(work, claimId, claims);
    const retryAt = isDone ? null : this.driver.retryAt(Date.now());
    if (retryAt !== null) this.#armBy(retryAt);
    return isDone;
  }
}

/** As many events as go into one message; each by itself does. */
function fitting(events: readonly RecordedEvent[]): RecordedEvent[] {
  let length = 0;
  return events.filter((event) => {
    length += lengthOf(event);
    return length <= EVENTS_LENGTH_MAX;
  });
}

/** A refused call. */
export function refused<Refusal extends SlotRefusal>(refusal: Refusal): { accepted: false; refusal: Refusal } {
  return { accepted: false, refusal };
}

/** An answer with the server's time, by which a shopper's page counts down. */
export function stamped<Answer>(answer: Answer): Answer & { asOf: string } {
  return { ...answer, asOf: new Date(Date.now()).toISOString() };
}
