import type { Movement } from "../../sdk/index.ts";
import {
  ANNOUNCE_AFTER_MS,
  ANNOUNCE_AGAIN_MS,
  ANNOUNCE_HOLDS_AFTER_MS,
  LEDGER_LINES_PER_MESSAGE_MAX,
} from "../core/bounds.ts";
import type { Figures } from "../core/figures.ts";
import type { LedgerLine } from "../core/ledger.ts";
import type { Env } from "../env.ts";
import type { SkuMessage } from "./outbox-message.ts";
import type { SkuStore } from "./sku-store.ts";

/** A queue takes 128 KB a message; lines are added until this many characters of JSON. */
const MESSAGE_LENGTH_MAX = 60_000;

/**
 * Tells the projection what a SKU has become: figures as they are, ledger lines that it has not acknowledged. The ledger
 * is the outbox: nothing is written twice, and what was not acknowledged is sent again. Costs one timer while something
 * is to be told, and one alarm while lines are unacknowledged; both end with the acknowledgement.
 */
export class Announcer {
  readonly #env: Env;
  readonly #storage: DurableObjectStorage;
  readonly #store: SkuStore;
  readonly #sku: string;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** When the timer fires. */
  #dueAt = 0;
  #alarmAt: number | null = null;
  #sentUpTo = 0;
  #sentAt = 0;

  constructor(env: Env, storage: DurableObjectStorage, store: SkuStore, sku: string) {
    this.#env = env;
    this.#storage = storage;
    this.#store = store;
    this.#sku = sku;
  }

  /** When the object wakes, before its first call. */
  async restore(): Promise<void> {
    this.#alarmAt = await this.#storage.getAlarm();
  }

  /** Inside the transaction that wrote ledger lines: they will be sent even if this object dies now. */
  arm(nowMs: number): void {
    if (this.#alarmAt !== null) return;
    this.#alarmAt = nowMs + ANNOUNCE_AGAIN_MS;
    // Not waited for: answers wait until it is durable, and when it cannot be written the runtime resets the object.
    this.#storage.setAlarm(this.#alarmAt).catch(() => undefined);
  }

  /** One transaction; the alarm that was armed in it is forgotten with it when it is undone. */
  transact<Value>(body: () => Value): Value {
    const alarmAt = this.#alarmAt;
    try {
      return this.#storage.transactionSync(body);
    } catch (error) {
      this.#alarmAt = alarmAt;
      throw error;
    }
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
      if (this.#unacknowledged() > 0) this.arm(nowMs);
    }
  }

  /** The projection has the lines up to a number. Tells the next ones, if there are more. */
  acknowledged(): void {
    if (this.#unacknowledged() > 0) this.soon();
  }

  /** Forgets what was sent, so that everything unacknowledged goes out again. */
  startOver(): void {
    this.#sentUpTo = 0;
    this.#sentAt = 0;
  }

  /** Sends what is still unacknowledged, in case the alarm was lost. */
  async wake(nowMs: number): Promise<void> {
    if (this.#unacknowledged() > 0) await this.announce(nowMs);
  }

  async announce(nowMs: number): Promise<void> {
    if (!this.#store.exists) return;
    const { acknowledged, createdAt } = this.#store.facts();
    const isWaiting = nowMs - this.#sentAt < ANNOUNCE_AGAIN_MS;
    const from = isWaiting ? Math.max(acknowledged, this.#sentUpTo) : acknowledged;
    const lines = this.#fitting(this.#store.linesAfter(from, LEDGER_LINES_PER_MESSAGE_MAX));
    const levels = this.#store.levels();
    let changes = 0;
    for (const level of levels.values()) changes += level.changes;
    const message: SkuMessage = {
      kind: "sku",
      sku: this.#sku,
      createdAt,
      changes,
      levels: [...levels].map(([warehouse, level]) => ({ warehouse, ...withoutChanges(level) })),
      lines: lines.map((line) => movementOf(this.#sku, line)),
      at: nowMs,
    };
    await this.#env.OUTBOX.send(message);
    this.#sentUpTo = lines.at(-1)?.sequence ?? from;
    this.#sentAt = nowMs;
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
    let length = 0;
    const fitting = lines.filter((line) => {
      length += JSON.stringify(line).length;
      return length <= MESSAGE_LENGTH_MAX;
    });
    return fitting;
  }

  #unacknowledged(): number {
    if (!this.#store.exists) return 0;
    const { acknowledged, checkpoint } = this.#store.facts();
    return this.#store.lastSequence(checkpoint) - acknowledged;
  }
}

/** A ledger line as it is told. */
export function movementOf(sku: string, { at, ...line }: LedgerLine): Movement {
  return { ...line, sku, at: new Date(at).toISOString() };
}

function withoutChanges({ onHand, held, allocated, planned, incoming }: Figures): Figures {
  return { onHand, held, allocated, planned, incoming };
}
