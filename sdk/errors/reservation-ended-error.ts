import { type ErrorFacts, isNamed, OnhandError } from "./onhand-error.ts";

/** How a reservation ended. */
export type ReservationEnding = "expired" | "released" | "ordered";

/** The reservation holds nothing any more, and cannot be changed, extended, released or ordered. */
export class ReservationEndedError extends OnhandError {
  override readonly name = "ReservationEndedError";
  readonly ending: ReservationEnding;

  constructor(facts: ErrorFacts) {
    super(facts);
    this.ending = endingOf(facts.code);
  }
}

function endingOf(code: string): ReservationEnding {
  if (code === "reservation_ordered") return "ordered";
  return code === "reservation_released" ? "released" : "expired";
}

/** Whether a value is a `ReservationEndedError`, of whichever copy of the package. */
export function isReservationEndedError(value: unknown): value is ReservationEndedError {
  return isNamed(value, "ReservationEndedError");
}
