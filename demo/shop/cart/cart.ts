import {
  type CartReservation,
  isNotFoundError,
  isReservationEndedError,
  isStaleWriteError,
  type Storefront,
} from "../../../sdk/index.ts";
import { type CartLine, withMore, withQuantity } from "./cart-line.ts";
import { type CartMemory, readMemory, writeMemory } from "./cart-memory.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

/** The cart as it is now. */
export type CartState =
  /** The page has just been opened and asks whether the reservation is still there. */
  | { phase: "asking"; lost: readonly CartLine[] }
  | { phase: "empty"; lost: readonly CartLine[] }
  | { phase: "held"; lines: readonly CartLine[]; lost: readonly CartLine[]; held: CartReservation };

const TICK_MS = 1_000;
/** While a page that was just opened gets no answer. */
const ASK_AGAIN_MS = 2_000;

/** What became of something that the shopper did. */
export type Outcome = { done: true } | { done: false; refusal: Refusal };

/**
 * One shopper's cart: one reservation over all of its lines, changed as a whole. So what is in the cart is really set
 * aside, and nothing is for longer than the server says. Costs one timer while something is held.
 */
export class Cart {
  readonly #storefront: Storefront;
  readonly #holdSeconds: number;
  readonly #watchers = new Set<(state: CartState) => void>();
  #memory: CartMemory = readMemory();
  #state: CartState = { phase: "asking", lost: this.#memory.lost };
  /** Changes follow one another: each is made of the lines that the one before it left. */
  #last: Promise<unknown> = Promise.resolve();
  #stopTimer = (): void => {};
  #isEnding = false;

  constructor(storefront: Storefront, holdSeconds: number) {
    this.#storefront = storefront;
    this.#holdSeconds = holdSeconds;
  }

  get state(): CartState {
    return this.#state;
  }

  /** Calls back now, at every change, and every second while something is held. */
  watch(watcher: (state: CartState) => void): void {
    this.#watchers.add(watcher);
    watcher(this.#state);
  }

  /** Asks until there is an answer. */
  async open(): Promise<void> {
    while (!(await this.refresh()).done) await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }

  /** Asks what has become of the reservation: when the page is seen again, or its time should be up. */
  refresh(): Promise<Outcome> {
    return this.#inTurn([], async () => {
      const { reservation, lines } = this.#memory;
      const found = reservation === null ? null : await this.#restore(reservation);
      if (found === null) this.#forget(lines);
      else this.#take(found, lines);
    });
  }

  /** Puts something in. */
  add(more: CartLine): Promise<Outcome> {
    return this.#hold((lines) => withMore(lines, more));
  }

  /** Sets the quantity of a line; 0 takes it out. */
  setQuantity(key: string, quantity: number): Promise<Outcome> {
    return this.#hold((lines) => withQuantity(lines, key, quantity));
  }

  /** Puts in again what went back on the shelf, if it is still there. */
  async putBack(): Promise<Outcome> {
    const { lost } = this.#memory;
    const outcome = await this.#hold((lines) => lost.reduce(withMore, [...lines]));
    if (outcome.done) this.dismissLost();
    return outcome;
  }

  /** Does not speak of what went back any more. */
  dismissLost(): void {
    this.#memory = { ...this.#memory, lost: [] };
    this.#tell({ ...this.#state, lost: [] });
  }

  /** Holds everything for as long again, counted from now. */
  extend(): Promise<Outcome> {
    return this.#change((held) => held.extend(this.#holdSeconds));
  }

  /** Gives everything back now. */
  release(): Promise<Outcome> {
    return this.#change((held) => held.release());
  }

  /** Forgets a cart that has become an order. */
  clear(): void {
    this.#forget([]);
  }

  /** Holds other lines than before: a first reservation, a change of it, or its end when nothing is left. */
  #hold(next: (lines: readonly CartLine[]) => CartLine[]): Promise<Outcome> {
    const wanted = () => next(this.#state.phase === "held" ? this.#state.lines : []);
    return this.#inTurn(wanted, async (lines) => {
      const state = this.#state;
      const asked = lines.map(({ line }) => line);
      if (state.phase === "held") {
        this.#take(await (asked.length > 0 ? state.held.change(asked) : state.held.release()), lines);
      } else if (asked.length > 0) {
        this.#take(await this.#storefront.reserve(asked, { ttlSeconds: this.#holdSeconds }), lines);
      }
    });
  }

  #change(make: (held: CartReservation) => Promise<CartReservation>): Promise<Outcome> {
    const lines = () => (this.#state.phase === "held" ? [...this.#state.lines] : []);
    return this.#inTurn(lines, async (same) => {
      if (this.#state.phase === "held") this.#take(await make(this.#state.held), same);
    });
  }

  /** Runs a change when those before it are through, and says what came of it. */
  #inTurn(
    lines: CartLine[] | (() => CartLine[]),
    change: (lines: CartLine[]) => void | Promise<void>,
  ): Promise<Outcome> {
    const run = async (): Promise<Outcome> => {
      const asked = typeof lines === "function" ? lines() : lines;
      try {
        await change(asked);
        return { done: true };
      } catch (error) {
        const refusal = refusalOf(error, asked);
        // The reservation is not what this page believed: it is asked again before anybody looks.
        if (isReservationEndedError(error) || isStaleWriteError(error)) void this.refresh();
        return { done: false, refusal };
      }
    };
    const outcome = this.#last.then(run);
    this.#last = outcome.catch(() => {});
    return outcome;
  }

  /** The reservation; `null` when the server has forgotten it, days after its end. */
  async #restore(id: string): Promise<CartReservation | null> {
    try {
      return await this.#storefront.restore(id);
    } catch (error) {
      if (isNotFoundError(error)) return null;
      throw error;
    }
  }

  /** Believes what the server says of the reservation. */
  #take(reservation: CartReservation, lines: CartLine[]): void {
    if (reservation.state !== "held") {
      this.#forget(reservation.state === "expired" ? this.#memory.lines : []);
      return;
    }
    const { lost } = this.#memory;
    this.#memory = { reservation: reservation.id, lines, lost };
    this.#tell({ phase: "held", lines, lost, held: reservation });
  }

  #forget(lost: readonly CartLine[]): void {
    const all = lost.reduce(withMore, this.#memory.lost);
    this.#memory = { reservation: null, lines: [], lost: all };
    this.#tell({ phase: "empty", lost: all });
  }

  #tell(state: CartState): void {
    this.#state = state;
    writeMemory(this.#memory);
    this.#stopTimer();
    if (state.phase === "held") {
      const timer = setInterval(() => this.#tick(), TICK_MS);
      this.#stopTimer = () => clearInterval(timer);
    }
    for (const watcher of this.#watchers) watcher(state);
  }

  #tick(): void {
    const state = this.#state;
    if (state.phase !== "held") return;
    for (const watcher of this.#watchers) watcher(state);
    // What is shown as over is over when the server says so.
    if (this.#isEnding || state.held.remainingMs > 0) return;
    this.#isEnding = true;
    void this.refresh().finally(() => {
      this.#isEnding = false;
    });
  }
}
