import type { Reservation, ReservationChange, ReservationExtension, ReservationRequest } from "../contract/index.ts";
import type { CallOptions, WriteOptions } from "../transport/options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post, read } from "../transport/verbs.ts";

/**
 * Units set aside for a cart (DESIGN section 6), as plain answers: for a server, which keeps nothing but ids between two
 * requests. A page reserves with `reserve`.
 */
export interface ReservationCalls {
  /**
   * Holds all lines or none, until `expiresAt`. Refuses with an `InsufficientStockError`, `NotPurchasableError` or
   * `InvalidQuantityError`, whose `lines` name every bad line; such a refusal is not final, and may be tried again.
   */
  create(request: ReservationRequest, options?: WriteOptions): Promise<Reservation>;
  /** The reservation as it is, also after its end. Throws a `NotFoundError` for one that there is not. */
  get(id: string, options?: CallOptions): Promise<Reservation>;
  /** Changes the lines as a whole. A `StaleWriteError` says that it is at another revision by now. */
  change(id: string, change: ReservationChange, options?: WriteOptions): Promise<Reservation>;
  /** Keeps it longer, counted from now; never makes it shorter. A `ReservationEndedError` says that it is too late. */
  extend(id: string, extension?: ReservationExtension, options?: WriteOptions): Promise<Reservation>;
  /** Gives everything back now. A `ReservationEndedError` says that it ended before, and how. */
  release(id: string, options?: WriteOptions): Promise<Reservation>;
}

/** The calls, over a transport. */
export function createReservations(transport: Transport): ReservationCalls {
  const at = (...parts: string[]) => path("v1/reservations", ...parts);
  return {
    create: async (request, options) => post(transport, at(), request, options),
    get: async (id, options) => read(transport, at(id), options),
    change: async (id, change, options) => post(transport, at(id, "change"), change, options),
    extend: async (id, extension = {}, options) => post(transport, at(id, "extend"), extension, options),
    release: async (id, options) => post(transport, at(id, "release"), undefined, options),
  };
}
