import { isNamed, OnhandError } from "./onhand-error.ts";

/** The reservation holds nothing any more, and cannot be changed, extended, released or ordered; `code` says how it ended. */
export class ReservationEndedError extends OnhandError {
  override readonly name = "ReservationEndedError";
  declare readonly code: "reservation_expired" | "reservation_released" | "reservation_ordered";
}

/** Whether a value is a `ReservationEndedError`, of whichever copy of the package. */
export function isReservationEndedError(value: unknown): value is ReservationEndedError {
  return isNamed(value, "ReservationEndedError");
}
