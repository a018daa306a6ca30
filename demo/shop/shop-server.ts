import { createTransport, freshIdempotencyKey, type Order, type StockWrite, type Transport } from "../../sdk/index.ts";
import type { Count, CounterView, Receipt } from "../contract/counter.ts";

/**
 * The shop's own server. It speaks in problems like Onhand, so Onhand's transport asks it, too: attempts after a lost
 * answer with one idempotency key, and errors by their meaning.
 */
export class ShopServer {
  readonly #transport: Transport;

  constructor(baseUrl: string) {
    this.#transport = createTransport({ baseUrl });
  }

  /** Pays a cart. The server names the order by the reservation, so to pay it twice is to pay it once. */
  async pay(reservation: string): Promise<Order> {
    return (await this.#post("demo/orders", { reservation })) as Order;
  }

  /** A SKU from behind the counter. */
  async look(sku: string, signal: AbortSignal): Promise<CounterView> {
    const answer = await this.#transport.send({ method: "GET", path: `demo/skus/${encodeURIComponent(sku)}`, signal });
    return answer.body as CounterView;
  }

  async receive(sku: string, receipt: Receipt): Promise<StockWrite> {
    return (await this.#post(`demo/skus/${encodeURIComponent(sku)}/receive`, receipt)) as StockWrite;
  }

  async count(sku: string, count: Count): Promise<StockWrite> {
    return (await this.#post(`demo/skus/${encodeURIComponent(sku)}/count`, count)) as StockWrite;
  }

  /** What the answers are is said by the server's routes, which this class is the only one to ask. */
  async #post(path: string, body: unknown): Promise<unknown> {
    return (await this.#transport.send({ method: "POST", path, body, idempotencyKey: freshIdempotencyKey() })).body;
  }
}
