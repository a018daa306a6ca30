import type { Movement } from "../../sdk/index.ts";
import {
  ANNOUNCE_AFTER_MS,
  ANNOUNCE_AGAIN_MS,
  ANNOUNCE_HOLDS_AFTER_MS,
  EVENTS_PER_MESSAGE_MAX,
  LEDGER_LINES_PER_MESSAGE_MAX,
} from "../core/bounds.ts";
import type { Figures } from "../core/figures.ts";
import type { LedgerLine } from "../core/ledger.ts";
import { isActingActivity } from "../core/rules.ts";
import type { Env } from "../env.ts";
import type { Coverings } from "./coverings.ts";
import type { Crossings } from "./crossings.ts";
import type { NumberedEvent } from "./event-rows.ts";
import type { AnnouncedEvent, SkuMessage, Standings } from "./outbox-message.ts";
import { replenishmentNews } from "./replenishment-news.ts";
import type { StoreSettings } from "./sku-callable.ts";
import { revisionsOf, type SkuFacts, type SkuStore, type StoredLevel } from "./sku-store.ts";

/** A queue takes 128 KB a message; lines are added until they are this many bytes of JSON. */
const LINES_LENGTH_MAX = 60_000;

/** Events of one moment are in order by their ids. */
const EVENT_DIGITS = 9;

/**
 * Tells the projection what a SKU has become: figures as they are, ledger lines and events that it has not acknowledged.
 * The ledger is the outbox: nothing is written twice, and what was not acknowledged is sent again. Costs one timer while
 * something is to be told, and one alarm while something is unacknowledged; both end with the acknowledgement.
 */
export class Announcer {
  readonly #env: Env;
  readonly #storage: DurableObjectStorage;
  readonly #store: SkuStore;
  readonly #sku: string;
  readonly #crossings: Crossings;
  readonly #coverings: Coverings;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** When the timer fires. */
  #dueAt = 0;
  #alarmAt: number | null = null;
  #sentUpTo = 0;
  #eventsSentUpTo = 0;
  #sentAt = 0;
  /** When the transaction under way wrote something that may move a stock level. */
  #movedAt: number | null = null;

  constructor(parts: {
    env: Env;
    storage: DurableObjectStorage;
    store: SkuStore;
    sku: string;
    crossings: Crossings;
    coverings: Coverings;
  }) {
    this.#env = parts.env;
    this.#storage = parts.storage;
    this.#store = parts.store;
    this.#sku = parts.sku;
    this.#crossings = parts.crossings;
    this.#coverings = parts.coverings;
  }

  /** When the object wakes, before its first call. */
  async restore(): Promise<void> {
    this.#alarmAt = await this.#storage.getAlarm();
  }

  /**
   * Inside `transact`, by whoever wrote ledger lines, events or settings: they will be sent even if this object dies now, and
   * the crossings that they are belong to the same transaction.
   */
  arm(nowMs: number): void {
    this.#movedAt = nowMs;
    this.#setAlarm(nowMs);
  }

  /** One transaction; the alarm that was armed in it is forgotten with it when it is undone. */
  transact<Value>(body: () => Value): Value {
    const alarmAt = this.#alarmAt;
    this.#movedAt = null;
    try {
      return this.#storage.transactionSync(() => {
        const value = body();
        if (this.#movedAt !== null) {
          this.#crossings.observe(this.#movedAt);
          this.#coverings.observe(this.#movedAt);
        }
        return value;
      });
    } catch (error) {
      this.#alarmAt = alarmAt;
      throw error;
    } finally {
      this.#movedAt = null;
      this.#coverings.forget();
    }
  }

  /** Inside `transact`: keeps newer store settings, and tells what they change at once. Older ones change nothing. */
  learn(settings: StoreSettings, nowMs: number): SkuFacts {
    const { facts, isNewer } = this.#crossings.learn(settings, nowMs);
    if (isNewer && this.#unacknowledged() > 0) {
      this.#setAlarm(nowMs);
      this.soon();
    }
    return facts;
  }

  /** Ledger lines were written: tells them shortly, together with what comes meanwhile. */
  soon(): void {
    this.#tellAfter(ANNOUNCE_AFTER_MS);
  }

  /** Only carts came or went: told at leisure, as nothing but a list of figures waits for it. */
  inTime(): void {
    this.#tellAfter(ANNOUNCE_HOLDS_AFTER_MS);
  }

  /** Called by the alarm. Stays armed until every line is acknowledged. */
  async onAlarm(nowMs: number): Promise<void> {
    this.#alarmAt = null;
    try {
      await this.announce(nowMs);
    } finally {
      if (this.#unacknowledged() > 0) this.#setAlarm(nowMs);
    }
  }

  /** The projection has what it said. Tells the next lines and events, if there are more. */
  acknowledged(): void {
    if (this.#unacknowledged() > 0) this.soon();
  }

  /** Forgets what was sent, so that everything unacknowledged goes out again. */
  startOver(): void {
    this.#sentUpTo = 0;
    this.#eventsSentUpTo = 0;
    this.#sentAt = 0;
  }

  /** Sends what is still unacknowledged, in case the alarm was lost. */
  async wake(nowMs: number): Promise<void> {
    if (this.#unacknowledged() > 0) await this.announce(nowMs);
  }

  async announce(nowMs: number): Promise<void> {
    if (!this.#store.exists) return;
    const facts = this.#store.facts();
    const { acknowledged, checkpoint, createdAt } = facts;
    const isWaiting = nowMs - this.#sentAt < ANNOUNCE_AGAIN_MS;
    const from = isWaiting ? Math.max(acknowledged, this.#sentUpTo) : acknowledged;
    const lines = this.#fitting(this.#store.ledger.after(from, LEDGER_LINES_PER_MESSAGE_MAX));
    const events = this.#store.events.after(isWaiting ? this.#eventsSentUpTo : 0, EVENTS_PER_MESSAGE_MAX);
    const levels = this.#store.levels();
    let changes = 0;
    for (const level of levels.values()) changes += level.changes;
    // What was changed by lines that are folded by now comes along where everything is told anew.
    const newsAfter = from === checkpoint.sequence ? 0 : from;
    const news = replenishmentNews(this.#store.goods, this.#sku, newsAfter, lines.at(-1)?.sequence ?? from);
    // Nothing else moves a stock level: to say it again for carts would cost rows for nothing.
    const tellsStandings = lines.length > 0 || facts.revisionsTold < revisionsOf(facts);
    const message: SkuMessage = {
      kind: "sku",
      sku: this.#sku,
      createdAt,
      changes,
      levels: [...levels].map(([warehouse, level]) => ({ warehouse, ...withoutChanges(level) })),
      lines: lines.map((line) => movementOf(this.#sku, line)),
      linesGone: checkpoint.sequence,
      replenishments: news.pop() ?? [],
      standings: tellsStandings ? this.#standings(facts, levels, changes) : null,
      events: events.map((event) => eventOf(this.#sku, event)),
      at: nowMs,
    };
    // Those that do not fit in go before the lines, whose acknowledgement is theirs.
    for (const replenishments of news) {
      await this.#env.OUTBOX.send({ ...message, lines: [], events: [], standings: null, replenishments });
    }
    await this.#env.OUTBOX.send(message);
    this.#sentUpTo = lines.at(-1)?.sequence ?? from;
    this.#eventsSentUpTo = events.at(-1)?.sequence ?? (isWaiting ? this.#eventsSentUpTo : 0);
    this.#sentAt = nowMs;
  }

  #setAlarm(nowMs: number): void {
    if (this.#alarmAt !== null) return;
    this.#alarmAt = nowMs + ANNOUNCE_AGAIN_MS;
    // Not waited for: answers wait until it is durable, and when it cannot be written the runtime resets the object.
    this.#storage.setAlarm(this.#alarmAt).catch(() => undefined);
  }

  #standings(facts: SkuFacts, levels: ReadonlyMap<string, StoredLevel>, changes: number): Standings {
    const revisions = revisionsOf(facts);
    return { revisions, version: changes + revisions, low: this.#crossings.standings(facts, levels) };
  }

  #tellAfter(delayMs: number): void {
    const dueAt = Date.now() + delayMs;
    if (this.#timer !== null) {
      if (this.#dueAt <= dueAt) return;
      clearTimeout(this.#timer);
    }
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.announce(Date.now()).catch((error) => console.error("Could not announce", error));
    }, delayMs);
  }

  #fitting(lines: LedgerLine[]): LedgerLine[] {
    const bytes = new TextEncoder();
    let length = 0;
    const fitting = lines.filter((line) => {
      length += bytes.encode(JSON.stringify(line)).length;
      return length <= LINES_LENGTH_MAX;
    });
    return fitting;
  }

  /** Lines, events and changes of settings that the projection is still to be told of. */
  #unacknowledged(): number {
    if (!this.#store.exists) return 0;
    const facts = this.#store.facts();
    const lines = this.#store.ledger.last(facts.checkpoint) - facts.acknowledged;
    return lines + this.#store.events.after(0, 1).length + (revisionsOf(facts) - facts.revisionsTold);
  }
}

/** An event as it is told: the same each time, so that a repeat is known for one. */
function eventOf(sku: string, { sequence, at, ...event }: NumberedEvent): AnnouncedEvent {
  const id = `${sku}/${String(sequence).padStart(EVENT_DIGITS, "0")}`;
  const base = { id, sku, at: new Date(at).toISOString() };
  if (event.type === "order.covered") return { sequence, event: { ...base, ...event }, activity: null };
  const { activity, ...crossing } = event;
  return { sequence, event: { ...base, ...crossing }, activity: isActingActivity(activity) ? null : activity };
}

/** A ledger line as it is told. */
export function movementOf(sku: string, { at, ...line }: LedgerLine): Movement {
  return { ...line, sku, at: new Date(at).toISOString() };
}

function withoutChanges({ onHand, held, allocated, planned, incoming }: Figures): Figures {
  return { onHand, held, allocated, planned, incoming };
}
