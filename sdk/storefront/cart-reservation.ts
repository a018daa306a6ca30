import { EXPIRING_MS_DEFAULT } from "../bounds.ts";
import type { Line, Reservation, ReservationLine, ReservationState } from "../contract/index.ts";
import { ReservationEndedError } from "../errors/reservation-ended-error.ts";
import type { CallOptions, WriteOptions } from "../transport/options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post } from "../transport/verbs.ts";
import { within } from "../transport/within.ts";

/** Somebody wishes to know in time. */
interface Warning {
  beforeMs: number;
  start: () => () => void;
  stop: () => void;
}

/**
 * Units that are set aside for a cart, and what can be done with them. It is as the server last told it; what is asked of
 * it is done one after the other. Costs a timer for each `onExpiring`, until that is taken back or the reservation ends.
 */
export class CartReservation implements Reservation {
  /** Unguessable: who knows it may read, change and release it. Keep it to restore the reservation after a reload. */
  declare readonly id: string;
  declare readonly state: ReservationState;
  declare readonly channel: string;
  /** Counts the changes. */
  declare readonly revision: number;
  declare readonly lines: ReservationLine[];
  declare readonly createdAt: string;
  declare readonly expiresAt: string;
  /** The server's time of its last answer. */
  declare readonly asOf: string;
  /** The order it became, once `ordered`. */
  declare readonly order?: string;
  readonly #transport: Transport;
  /** By the clock here; 0: it holds nothing any more. */
  #endsAtMs = 0;
  #last: Promise<unknown> = Promise.resolve();
  readonly #warnings = new Set<Warning>();

  private constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The reservation that a first call tells of. */
  static of(transport: Transport, ask: () => Promise<Reservation>): Promise<CartReservation> {
    return new CartReservation(transport).#take(ask);
  }

  /**
   * Milliseconds until it expires; 0 once it has, or has ended otherwise. Counted from the server's own time, as the
   * shopper's clock may be wrong; rather a moment less than more.
   */
  get remainingMs(): number {
    return Math.max(0, this.#endsAtMs - this.#transport.environment.now());
  }

  /**
   * Changes all lines as a whole, or throws and leaves them as they are: an `InsufficientStockError`, `NotPurchasableError`
   * or `InvalidQuantityError` names every bad line, a `ReservationEndedError` says that it is too late.
   */
  change(lines: Line[], options?: WriteOptions): Promise<this> {
    return this.#take(() => this.#post("change", { revision: this.revision, lines }, options), options);
  }

  /**
   * Keeps it longer, counted from now, for 60 – 1,800 seconds (a secret key: 86,400), default 900. Never makes it shorter.
   * A `ReservationEndedError` says that it is too late.
   */
  extend(ttlSeconds?: number, options?: WriteOptions): Promise<this> {
    return this.#take(() => this.#post("extend", { ttlSeconds }, options), options);
  }

  /** Gives everything back now. A `ReservationEndedError` says that it ended before, and how. */
  release(options?: WriteOptions): Promise<this> {
    return this.#take(() => this.#post("release", undefined, options), options);
  }

  /**
   * Calls back when no more than `beforeMs` are left, default 60,000, and again when that is so after it was extended. 0: when
   * it expires. The function that it gives takes it back.
   */
  onExpiring(run: (reservation: this) => void, beforeMs: number = EXPIRING_MS_DEFAULT): () => void {
    const start = () => this.#transport.environment.after(this.remainingMs - beforeMs, () => run(this));
    const warning = { beforeMs, start, stop: start() };
    this.#warnings.add(warning);
    return () => {
      warning.stop();
      this.#warnings.delete(warning);
    };
  }

  #post(action: string, body?: object, options?: WriteOptions): Promise<Reservation> {
    return post(this.#transport, path("v1/reservations", this.id, action), body, options);
  }

  /** Becomes what it is told, once all that was asked before is done. */
  #take(ask: () => Promise<Reservation>, options?: CallOptions): Promise<this> {
    const taken = this.#last.then(async () => {
      const askedAtMs = this.#transport.environment.now();
      try {
        const { expiresAt, asOf } = Object.assign(this, await ask());
        this.#endsAtMs = askedAtMs + Date.parse(expiresAt) - Date.parse(asOf);
        return this;
      } catch (error) {
        // Its three codes are `reservation_` and a state.
        if (error instanceof ReservationEndedError)
          Object.assign(this, { state: error.code.slice("reservation_".length) });
        throw error;
      } finally {
        if (this.state !== "held") this.#endsAtMs = 0;
        for (const warning of this.#warnings) {
          const isAhead = this.remainingMs > warning.beforeMs;
          // One that has been given is given again only after more time was.
          if (isAhead || !this.#endsAtMs) warning.stop();
          if (isAhead) warning.stop = warning.start();
        }
      }
    });
    this.#last = taken.catch(() => {});
    return within(options?.signal, () => taken);
  }
}
