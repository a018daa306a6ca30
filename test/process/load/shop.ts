import { setTimeout as sleep } from "node:timers/promises";
import type {
  Audit,
  Level,
  Line,
  LineQuantity,
  Movement,
  Order,
  Page,
  Problem,
  ProblemCode,
  Reservation,
  ReservationRequest,
  Sku,
  SkuSummary,
  StockWrite,
} from "../../../sdk/index.ts";

/** An outcome. What was not answered, or answered with "try again", is none. */
export type Answer<Value> = { accepted: true; value: Value } | { accepted: false; code: ProblemCode; status: number };

/** A request that came to no outcome: the same one may be sent again. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

const ANSWER_AWAITED_MS = 20_000;
const TRIES_MAX = 300;
const PAUSE_MS = 150;

/** A shop's server that speaks to Onhand with a secret key. A method is one request, and throws {@link Unanswered}. */
export class Shop {
  readonly origin: string;
  readonly #key: string;
  /** Requests sent, and those of them that came to no outcome. */
  readonly counted = { requests: 0, unanswered: 0 };

  constructor(server: { origin: string; adminKey: string }) {
    this.origin = server.origin;
    this.#key = server.adminKey;
  }

  reserve(key: string, request: ReservationRequest): Promise<Answer<Reservation>> {
    return this.#post("/v1/reservations", key, request);
  }

  change(key: string, id: string, revision: number, lines: Line[]): Promise<Answer<Reservation>> {
    return this.#post(`/v1/reservations/${id}/change`, key, { revision, lines });
  }

  extend(key: string, id: string, ttlSeconds: number): Promise<Answer<Reservation>> {
    return this.#post(`/v1/reservations/${id}/extend`, key, { ttlSeconds });
  }

  release(key: string, id: string): Promise<Answer<Reservation>> {
    return this.#post(`/v1/reservations/${id}/release`, key, undefined);
  }

  place(key: string, id: string, reservation: string): Promise<Answer<Order>> {
    return this.#post("/v1/orders", key, { id, reservation });
  }

  /** Without lines: all of it. */
  cancel(key: string, id: string, lines?: LineQuantity[]): Promise<Answer<Order>> {
    return this.#post(`/v1/orders/${id}/cancel`, key, lines === undefined ? {} : { lines });
  }

  plan(key: string, id: string, shipment: string, lines: LineQuantity[]): Promise<Answer<Order>> {
    return this.#post(`/v1/orders/${id}/shipments`, key, { id: shipment, lines });
  }

  unplan(key: string, id: string, shipment: string): Promise<Answer<Order>> {
    return this.#post(`/v1/orders/${id}/shipments/${shipment}/unplan`, key, {});
  }

  ship(key: string, id: string, shipment: string): Promise<Answer<Order>> {
    return this.#post(`/v1/orders/${id}/shipments/${shipment}/ship`, key, {});
  }

  giveBack(key: string, id: string, returned: string, lines: LineQuantity[]): Promise<Answer<Order>> {
    return this.#post(`/v1/orders/${id}/returns`, key, { id: returned, lines });
  }

  receive(key: string, sku: string, units: number): Promise<Answer<StockWrite>> {
    return this.#post(`/v1/admin/skus/${sku}/adjust`, key, { delta: units, reason: "received" });
  }

  create(sku: string): Promise<Answer<Sku>> {
    return this.#send("PUT", `/v1/admin/skus/${sku}`, {}, {});
  }

  reservation(id: string): Promise<Answer<Reservation>> {
    return this.#send("GET", `/v1/reservations/${id}`);
  }

  order(id: string): Promise<Answer<Order>> {
    return this.#send("GET", `/v1/orders/${id}`);
  }

  sku(sku: string): Promise<Answer<Sku>> {
    return this.#send("GET", `/v1/admin/skus/${sku}`);
  }

  audit(sku: string): Promise<Answer<Audit>> {
    return this.#send("GET", `/v1/admin/skus/${sku}/audit`);
  }

  /** One page of a list. */
  skus(cursor: string | null): Promise<Answer<Page<SkuSummary>>> {
    return this.#send("GET", `/v1/admin/skus${query({ cursor })}`);
  }

  /** One page of a SKU's history, newest first. */
  movements(sku: string, cursor: string | null, limit: number): Promise<Answer<Page<Movement>>> {
    return this.#send("GET", `/v1/admin/skus/${sku}/movements${query({ cursor, limit: String(limit) })}`);
  }

  rebuildProjection(key: string): Promise<Answer<{ started: boolean }>> {
    return this.#post("/v1/admin/projection/rebuild", key, undefined);
  }

  /** A SKU with so many units on hand. */
  async stock(sku: string, units: number): Promise<void> {
    value(await this.create(sku));
    value(await this.receive(`stock ${sku}`.replaceAll(" ", "-"), sku, units));
  }

  /** The figures of a SKU over all warehouses, as the SKU itself has them. */
  async figures(sku: string): Promise<Pick<Level, "onHand" | "held" | "allocated" | "planned">> {
    const { levels } = value(await untilAnswered(() => this.sku(sku)));
    const sum = (of: (level: Level) => number): number => levels.reduce((before, level) => before + of(level), 0);
    return {
      onHand: sum((each) => each.onHand),
      held: sum((each) => each.held),
      allocated: sum((each) => each.allocated),
      planned: sum((each) => each.planned),
    };
  }

  #post<Value>(path: string, key: string, body: unknown): Promise<Answer<Value>> {
    return this.#send("POST", path, { "idempotency-key": key }, body);
  }

  async #send<Value>(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: unknown,
  ): Promise<Answer<Value>> {
    this.counted.requests += 1;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#key}`, "content-type": "application/json", ...headers },
        signal: AbortSignal.timeout(ANSWER_AWAITED_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await response.text();
    } catch (error) {
      this.counted.unanswered += 1;
      const cause = error instanceof Error ? error.cause : undefined;
      throw new Unanswered(`${method} ${path}: ${error} (${cause})`);
    }
    if (response.status >= 500 || response.headers.has("retry-after")) {
      this.counted.unanswered += 1;
      throw new Unanswered(`${method} ${path}: ${response.status} ${text}`);
    }
    // The contract's own types: what the server answers is what these tests are about.
    if (response.ok) return { accepted: true, value: JSON.parse(text) as Value };
    return { accepted: false, code: (JSON.parse(text) as Problem).code, status: response.status };
  }
}

/** Sends the same request until it comes to an outcome, as a shop's server does; gives up after some minutes. */
export async function untilAnswered<Value>(send: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Unanswered) || tries === TRIES_MAX) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

/** What was accepted; everything else fails the test. */
export function value<Value>(answer: Answer<Value>): Value {
  if (!answer.accepted) throw new Error(`refused: ${answer.code}`);
  return answer.value;
}

/** How an answer came out, in one word. */
export function outcomeOf(answer: Answer<unknown>): "accepted" | ProblemCode {
  return answer.accepted ? "accepted" : answer.code;
}

/** Runs so many at once and resolves when all are done, in the order of the items. */
export async function mapAtOnce<Item, Value>(
  items: readonly Item[],
  atOnce: number,
  run: (item: Item, index: number) => Promise<Value>,
): Promise<Value[]> {
  const results: Value[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await run(item, index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function query(parameters: Record<string, string | null>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
