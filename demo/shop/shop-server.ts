import { createTransport, type Order, post, read, type StockWrite, type Transport } from "../../sdk/index.ts";
import type { Count, CounterView, Receipt } from "../contract/counter.ts";

/**
 * The shop's own server. It speaks in problems like Onhand, so Onhand's transport asks it, too: attempts after a lost
 * answer with one idempotency key, and errors that tell their code.
 */
export class ShopServer {
  readonly #transport: Transport;

  constructor(baseUrl: string) {
    this.#transport = createTransport({ baseUrl });
  }

  /** Pays a cart. The server names the order by the reservation, so to pay it twice is to pay it once. */
  pay(reservation: string): Promise<Order> {
    return post(this.#transport, "demo/orders", { reservation });
  }

  /** A SKU from behind the counter. */
  look(sku: string, signal: AbortSignal): Promise<CounterView> {
    return read(this.#transport, `demo/skus/${encodeURIComponent(sku)}`, { signal });
  }

  receive(sku: string, receipt: Receipt): Promise<StockWrite> {
    return post(this.#transport, `demo/skus/${encodeURIComponent(sku)}/receive`, receipt);
  }

  count(sku: string, count: Count): Promise<StockWrite> {
    return post(this.#transport, `demo/skus/${encodeURIComponent(sku)}/count`, count);
  }
}
