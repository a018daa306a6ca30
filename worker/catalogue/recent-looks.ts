import type { Availability } from "../../sdk/index.ts";
import { LOOKS_REMEMBERED_MAX, LOOKS_REMEMBERED_MS } from "../core/bounds.ts";
import type { ChannelFacts } from "../core/limit.ts";
import type { Look, LookQuestion, StoreSettings } from "../objects/sku-callable.ts";

type Entry =
  | { kind: "seen"; question: string; look: Look; askedAt: number }
  /** Changed through this Worker: what was asked by then may be older than the change. */
  | { kind: "changed"; at: number };

/**
 * What SKUs have said to this Worker in the last half second, so that a thousand pages that look at one SKU are not a
 * thousand calls to its object (DESIGN section 10: a view may be two seconds old and says how old it is; a decision
 * never comes from here). A change that is made through this Worker is seen by its next read. One answer a SKU,
 * `LOOKS_REMEMBERED_MAX` in all, the oldest dropped first. Values only: promises of one request hang another.
 */
export class RecentLooks {
  readonly #entries = new Map<string, Entry>();
  /** Kept as long as the look that they were made from. */
  readonly #views = new WeakMap<Look, Map<string, Availability>>();
  readonly #now: () => number;
  /** When everything was forgotten; what was asked by then may be older than the change. */
  #forgottenAt = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What the SKU says, `ask`ed when that is not known well enough. A missing SKU is always asked for. */
  async look(sku: string, question: LookQuestion, ask: () => Promise<Look | null>): Promise<Look | null> {
    // Only its owner asks with a reservation.
    if (question.reservation !== null) return ask();
    const text = textOf(question);
    const askedAt = this.#now();
    const known = this.#entries.get(sku);
    if (known?.kind === "seen" && known.question === text && isFresh(known.askedAt, askedAt)) return known.look;
    const look = await ask();
    if (look !== null) this.#see(sku, { kind: "seen", question: text, look, askedAt });
    return look;
  }

  /** The view of a look for one asker: made once, as it stays the same. `asker` names all else that it is made from. */
  viewOf(look: Look, asker: string, make: () => Availability): Availability {
    const made = this.#views.get(look) ?? new Map<string, Availability>();
    this.#views.set(look, made);
    const view = made.get(asker) ?? make();
    made.set(asker, view);
    return view;
  }

  /** After a change of these SKUs, or one that may have come through without an answer. */
  forget(skus: Iterable<string>): void {
    for (const sku of skus) this.#put(sku, { kind: "changed", at: this.#now() });
  }

  /** After a change of which it is not known what it changed. */
  forgetAll(): void {
    this.#entries.clear();
    this.#forgottenAt = this.#now();
  }

  #see(sku: string, entry: Entry & { kind: "seen" }): void {
    const before = this.#entries.get(sku);
    const changedAt = before?.kind === "changed" ? before.at : 0;
    if (Math.max(changedAt, this.#forgottenAt) >= entry.askedAt) return;
    this.#put(sku, entry);
  }

  #put(sku: string, entry: Entry): void {
    this.#entries.delete(sku);
    this.#entries.set(sku, entry);
    const oldest = this.#entries.keys().next().value;
    if (this.#entries.size > LOOKS_REMEMBERED_MAX && oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** A clock that was set back makes nothing fresh. */
function isFresh(askedAt: number, nowMs: number): boolean {
  const ageMs = nowMs - askedAt;
  return ageMs >= 0 && ageMs < LOOKS_REMEMBERED_MS;
}

/** Written once for all the SKUs that a request asks with the same channel and store. */
const places = new WeakMap<ChannelFacts, { store: StoreSettings; text: string }>();

function textOf({ channel, store, product, allowOutOfStock }: LookQuestion): string {
  let place = places.get(channel);
  if (place?.store !== store) {
    place = { store, text: JSON.stringify([channel.code, channel.warehouses, store.revision]) };
    places.set(channel, place);
  }
  // A list beginning with a text and a flag is none that begins with a code and warehouses.
  return product === null && allowOutOfStock === null
    ? place.text
    : JSON.stringify([place.text, allowOutOfStock, product]);
}
