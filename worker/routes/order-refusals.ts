import type { LineProblem } from "../../sdk/index.ts";
import type { OrderRefusal } from "../core/order-record.ts";
import { ProblemError } from "./problem.ts";

/** A refusal of a request on an order, as a problem. */
export function orderProblem(refusal: OrderRefusal): ProblemError {
  switch (refusal.reason) {
    case "order_not_found":
      return new ProblemError("order_not_found", "There is no order with this id.");
    case "order_exists":
      return new ProblemError("order_exists", "An order with this id was placed with another idempotency key.");
    case "order_not_allocated":
      return new ProblemError("order_not_allocated", "No state that was reported of it claims its units.");
    case "order_cancelled":
      return new ProblemError("order_cancelled", "It is cancelled.");
    case "order_shipped":
      return new ProblemError("order_shipped", "All of it is shipped or cancelled.");
    case "order_changes":
      return new ProblemError("too_many_changes", "So much was done on the order that it cannot be altered any more.");
    case "line_not_found":
      return ProblemError.field(`/lines/${refusal.at}/line`, "names no line of the order");
    case "exceeds_line":
      return exceedsLine(refusal);
    case "shipment_not_found":
      return new ProblemError("shipment_not_found", "The order has no shipment with this id.");
    case "shipment_exists":
      return named("shipment_exists", "/id", "The order has a shipment with this id.");
    case "shipment_planned":
      return isPlanned(refusal.shipments);
    case "shipment_shipped":
      return new ProblemError("shipment_shipped", "It has left. What comes back is a return.");
    case "return_exists":
      return named("return_exists", "/id", "The order has a return with this id.");
  }
}

function exceedsLine({ at, quantity, least, most }: OrderRefusal & { reason: "exceeds_line" }): ProblemError {
  const bound = most === undefined ? `at least ${least}` : `at most ${most}`;
  const detail = `${quantity} units: ${bound} ${most === undefined ? "have to be ordered" : "can be taken"}.`;
  return named("exceeds_line", `/lines/${at}/quantity`, detail, most === undefined ? {} : { available: most });
}

function isPlanned(shipments: NonNullable<LineProblem["shipments"]>): ProblemError {
  const ids = shipments.map(({ shipment }) => shipment).join(", ");
  const detail = `Unplan first what is on shipments: ${ids}.`;
  return new ProblemError("shipment_planned", detail, [{ pointer: "", code: "shipment_planned", detail, shipments }]);
}

function named(
  code: "exceeds_line" | "shipment_exists" | "return_exists",
  pointer: string,
  detail: string,
  more: Partial<LineProblem> = {},
): ProblemError {
  return new ProblemError(code, `${pointer}: ${detail}`, [{ pointer, code, detail, ...more }]);
}
