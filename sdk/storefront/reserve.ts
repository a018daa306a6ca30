import type { Line, Reservation, ReservationRequest } from "../contract/index.ts";
import type { CallOptions, WriteOptions } from "../transport/options.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post, read } from "../transport/verbs.ts";
import { CartReservation } from "./cart-reservation.ts";

/** Units set aside for a cart (DESIGN section 6). */
export interface Reserving {
  /**
   * Sets units aside until `expiresAt`: all lines or, without `partial`, none. Refuses with an `InsufficientStockError`,
   * `NotPurchasableError` or `InvalidQuantityError`, whose `lines` name every bad line; such a refusal is not final, and
   * may be tried again.
   */
  reserve(lines: Line[], options?: Omit<ReservationRequest, "lines"> & WriteOptions): Promise<CartReservation>;
  /** The reservation of an id that was kept, also after its end. Throws a `NotFoundError` for one that there is not. */
  restore(id: string, options?: CallOptions): Promise<CartReservation>;
}

/** The calls, over a transport. */
export function createReserving(transport: Transport): Reserving {
  return {
    reserve: async (lines, { signal, idempotencyKey, ...request } = {}) =>
      CartReservation.of(transport, () =>
        post<Reservation>(transport, "v1/reservations", { lines, ...request }, { signal, idempotencyKey }),
      ),
    restore: async (id, options) =>
      CartReservation.of(transport, () => read<Reservation>(transport, path("v1/reservations", id), options)),
  };
}
