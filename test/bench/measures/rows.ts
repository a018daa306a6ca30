import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Order, Reservation } from "../../../sdk/index.ts";
import { askJson } from "../sides/http.ts";
import { type OnhandSide, startOnhand } from "../sides/onhand.ts";
import { alteredOnhandScript } from "../sides/scripts.ts";
import type { RowCounts } from "../workers/answers.ts";
import { type Bench, withServers } from "./bench.ts";

/** What a hold and the order from it may write together. */
export const HOLD_AND_ORDER_ROWS_BAR = 8;

const STEPS = 100;
/** So many that each of the 64 slots has its tables and its alarm, as they have in use. */
const WARM_UP_STEPS = 500;
const WARM_UP_AT_ONCE = 10;
/** Two announcements and what the queue waits for between them. */
const ANNOUNCED_WITHIN_MS = 4_000;

/** Rows that one step writes in all objects together, mean of a hundred. Bookkeeping for many steps is not in them. */
export interface StepRows {
  readonly step: "hold" | "order" | "plan" | "ship" | "refusal" | "release";
  readonly rows: number;
  readonly byTable: Readonly<Record<string, number>>;
  /** Alarms set; each is billed as a row. One serves all steps of its object for a while. */
  readonly alarms: number;
}

/** How many rows are written. */
export interface RowsResult {
  readonly steps: readonly StepRows[];
  readonly holdAndOrder: number;
  /** What all steps cost besides: rows in which objects note how far they are, alarms. */
  readonly besides: { readonly rows: number; readonly alarms: number; readonly steps: number };
}

/** Asks the real objects, over HTTP, one request after the other: nothing is gathered, which is the dearest way. */
export async function measureRows(bench: Bench): Promise<RowsResult> {
  bench.onProgress("rows: starting");
  const script = await alteredOnhandScript(bench.place, bench.onhand, "workers/rows-worker.ts");
  return withServers(bench, [() => startOnhand(bench.place, script)], async ([side]) => {
    if (side === undefined) throw new Error("there is no server");
    const shop = new Shop(side);
    await side.stock(["ROWS"], 1_000_000);
    await side.stock(["ROWS-SOLD-OUT"], 0);
    bench.onProgress("rows: warming up");
    const warmUp = async (): Promise<void> => {
      for (let step = 0; step < WARM_UP_STEPS / WARM_UP_AT_ONCE; step += 1) await shop.order(await shop.hold());
    };
    await Promise.all(Array.from({ length: WARM_UP_AT_ONCE }, warmUp));
    await sleep(ANNOUNCED_WITHIN_MS);

    const held: string[] = [];
    const released: string[] = [];
    for (let step = 0; step < STEPS; step += 1) released.push(await shop.hold());
    const steps: StepRows[] = [];
    const begun = await shop.counts();
    const count = async (step: StepRows["step"], run: (index: number) => Promise<unknown>): Promise<void> => {
      bench.onProgress(`rows: ${step}`);
      const before = await shop.counts();
      for (let index = 0; index < STEPS; index += 1) await run(index);
      const after = await shop.counts();
      steps.push(stepRows(step, before, after));
    };
    await count("hold", async () => held.push(await shop.hold()));
    const orders: string[] = [];
    await count("order", async (index) => orders.push(await shop.order(held[index] ?? "")));
    await count("plan", (index) => shop.plan(orders[index] ?? ""));
    await count("ship", (index) => shop.ship(orders[index] ?? ""));
    await count("refusal", () => shop.refused());
    await count("release", (index) => shop.release(released[index] ?? ""));
    bench.onProgress("rows: what follows by itself");
    await sleep(ANNOUNCED_WITHIN_MS);
    const ended = await shop.counts();
    const rowsOf = (name: StepRows["step"]): number => steps.find(({ step }) => step === name)?.rows ?? Number.NaN;
    return {
      steps,
      holdAndOrder: rowsOf("hold") + rowsOf("order"),
      besides: {
        rows: bookkeeping(ended) - bookkeeping(begun),
        alarms: ended.alarms - begun.alarms,
        steps: STEPS * steps.length,
      },
    };
  });
}

/**
 * Tables in which objects note for many steps at once how far they are, whenever that comes: a SKU what the projection
 * has acknowledged, a slot below which turn all is done.
 */
const BOOKKEEPING: ReadonlySet<string> = new Set(["sku", "slot"]);

function stepRows(step: StepRows["step"], before: RowCounts, after: RowCounts): StepRows {
  const byTable: Record<string, number> = {};
  let rows = 0;
  for (const [table, count] of Object.entries(after.tables)) {
    const each = (count - (before.tables[table] ?? 0)) / STEPS;
    if (each === 0) continue;
    byTable[table] = each;
    if (!BOOKKEEPING.has(table)) rows += each;
  }
  return { step, rows, byTable, alarms: (after.alarms - before.alarms) / STEPS };
}

function bookkeeping({ tables }: RowCounts): number {
  return [...BOOKKEEPING].reduce((sum, table) => sum + (tables[table] ?? 0), 0);
}

/** The shop's server, one request at a time. */
class Shop {
  readonly #side: OnhandSide;

  constructor(side: OnhandSide) {
    this.#side = side;
  }

  counts(): Promise<RowCounts> {
    return askJson<RowCounts>(`${this.#side.worker.origin}/bench/rows`);
  }

  async hold(): Promise<string> {
    const { id } = await this.#post<Reservation>("/v1/reservations", { lines: [{ sku: "ROWS", quantity: 1 }] });
    return id;
  }

  async order(reservation: string): Promise<string> {
    const { id } = await this.#post<Order>("/v1/orders", { id: randomUUID(), reservation });
    return id;
  }

  plan(order: string): Promise<unknown> {
    return this.#post(`/v1/orders/${order}/shipments`, { id: "S-1", lines: [{ line: 0, quantity: 1 }] });
  }

  ship(order: string): Promise<unknown> {
    return this.#post(`/v1/orders/${order}/shipments/S-1/ship`, {});
  }

  release(reservation: string): Promise<unknown> {
    return this.#post(`/v1/reservations/${reservation}/release`, undefined);
  }

  async refused(): Promise<void> {
    const response = await this.#send("/v1/reservations", { lines: [{ sku: "ROWS-SOLD-OUT", quantity: 1 }] });
    const text = await response.text();
    if (response.status !== 409 || !text.includes("insufficient_stock")) throw new Error(`not refused: ${text}`);
  }

  async #post<Value>(path: string, body: unknown): Promise<Value> {
    const response = await this.#send(path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
    // What the contract says of the route; a wrong one shows in the counts.
    return JSON.parse(text) as Value;
  }

  #send(path: string, body: unknown): Promise<Response> {
    return fetch(`${this.#side.worker.origin}${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${this.#side.shopKey}`,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
