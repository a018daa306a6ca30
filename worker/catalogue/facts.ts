import type { Product, Settings } from "../../sdk/index.ts";
import { FACTS_CACHED_MAX, FACTS_CACHED_MS } from "../core/bounds.ts";
import type { EstimateFacts } from "../core/estimate.ts";
import type { ChannelFacts } from "../core/limit.ts";
import { readEstimates } from "./estimates.ts";
import { readProduct } from "./products.ts";
import { readStoreFacts, type StoreFacts } from "./store-facts.ts";

interface Entry {
  value: unknown;
  readAt: number;
}

/**
 * Catalogue facts as a Worker remembers them: at most `FACTS_CACHED_MS` old, at most `FACTS_CACHED_MAX` of them, the
 * oldest dropped first. Values only, never promises: those of one request hang another.
 */
export class CatalogueFacts {
  readonly #db: D1Database;
  readonly #entries: Map<string, Entry>;
  readonly #now: () => number;

  constructor(db: D1Database, entries: Map<string, Entry>, now: () => number) {
    this.#db = db;
    this.#entries = entries;
    this.#now = now;
  }

  async settings(): Promise<Settings> {
    return (await this.#storeFacts()).settings;
  }

  /** What SKUs are told of settings, warehouses and channels. */
  async store(): Promise<StoreFacts["store"]> {
    return (await this.#storeFacts()).store;
  }

  /** A channel with the warehouses that it sells from, or `null`. */
  async channel(code: string): Promise<ChannelFacts | null> {
    const { channels } = await this.store();
    return channels.find((channel) => channel.code === code) ?? null;
  }

  product(id: string): Promise<Product | null> {
    return this.remember(`product/${id}`, () => readProduct(this.#db, id));
  }

  estimates(): Promise<EstimateFacts> {
    return this.remember("estimates", () => readEstimates(this.#db));
  }

  /** A fact by name, read again when it is too old. */
  async remember<Value>(name: string, read: () => Promise<Value>): Promise<Value> {
    const entry = this.#entries.get(name);
    // A name is only ever used for facts of one type.
    if (entry !== undefined && this.#now() - entry.readAt < FACTS_CACHED_MS) return entry.value as Value;
    const value = await read();
    this.#entries.delete(name);
    this.#entries.set(name, { value, readAt: this.#now() });
    const oldest = this.#entries.keys().next().value;
    if (this.#entries.size > FACTS_CACHED_MAX && oldest !== undefined) this.#entries.delete(oldest);
    return value;
  }

  /** What was written through this Worker is seen by it at once. */
  forget(name: string): void {
    this.#entries.delete(name);
  }

  /** The same for settings, warehouses and channels, which are read together. */
  forgetStore(): void {
    this.forget("store");
  }

  #storeFacts(): Promise<StoreFacts> {
    return this.remember("store", () => readStoreFacts(this.#db));
  }
}
