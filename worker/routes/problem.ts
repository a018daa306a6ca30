import type { LineProblem, Problem, ProblemCode } from "../../sdk/index.ts";
import { dateHeader } from "./date-header.ts";

/** Status and title of every code. */
const PROBLEMS: Record<ProblemCode, { status: number; title: string }> = {
  invalid_request: { status: 400, title: "The request is not valid" },
  body_too_large: { status: 413, title: "The body is too large" },
  idempotency_key_missing: { status: 400, title: "The Idempotency-Key header is missing" },
  idempotency_mismatch: { status: 409, title: "The idempotency key was used for another request" },
  unauthenticated: { status: 401, title: "No valid key" },
  forbidden: { status: 403, title: "The key may not do this" },
  admin_key_not_configured: { status: 503, title: "No admin key is configured" },
  not_found: { status: 404, title: "There is nothing here" },
  sku_not_found: { status: 404, title: "There is no such SKU" },
  product_not_found: { status: 404, title: "There is no such product" },
  estimate_not_found: { status: 404, title: "There is no such estimate" },
  too_many_estimates: { status: 409, title: "There are too many estimates" },
  warehouse_not_found: { status: 422, title: "There is no such warehouse" },
  channel_not_found: { status: 422, title: "There is no such channel" },
  channel_without_warehouse: { status: 409, title: "The channel has no warehouse to sell from" },
  reservation_not_found: { status: 404, title: "There is no such reservation" },
  order_not_found: { status: 404, title: "There is no such order" },
  shipment_not_found: { status: 404, title: "The order has no such shipment" },
  replenishment_not_found: { status: 404, title: "There is no such replenishment" },
  insufficient_stock: { status: 409, title: "Not enough stock" },
  not_purchasable: { status: 409, title: "It cannot be bought now" },
  invalid_quantity: { status: 422, title: "The quantity cannot be bought" },
  reservation_expired: { status: 409, title: "The reservation has expired" },
  reservation_released: { status: 409, title: "The reservation was released" },
  reservation_ordered: { status: 409, title: "The reservation has become an order" },
  revision_mismatch: { status: 409, title: "The reservation was changed in the meantime" },
  change_in_progress: { status: 409, title: "The reservation is being changed" },
  too_many_changes: { status: 409, title: "The reservation was changed too often" },
  too_many_open_holds: { status: 429, title: "Too many open holds" },
  order_exists: { status: 409, title: "The order id is taken" },
  order_not_allocated: { status: 409, title: "Nothing is claimed for the order yet" },
  order_cancelled: { status: 409, title: "The order is cancelled" },
  order_shipped: { status: 409, title: "The order is shipped" },
  exceeds_line: { status: 409, title: "The line has not that many units left" },
  shipment_exists: { status: 409, title: "The order has a shipment with this id" },
  shipment_planned: { status: 409, title: "Units are on a shipment" },
  shipment_shipped: { status: 409, title: "The shipment has left" },
  return_exists: { status: 409, title: "The order has a return with this id" },
  insufficient_on_hand: { status: 409, title: "Not enough goods are there" },
  replenishment_closed: { status: 409, title: "The replenishment is closed" },
  replenishment_received: { status: 409, title: "Some of the replenishment came already" },
  too_many_replenishments: { status: 409, title: "The SKU has too many open replenishments" },
  warehouse_closed: { status: 409, title: "The warehouse is being closed" },
  warehouse_not_empty: { status: 409, title: "The warehouse is not empty" },
  last_warehouse: { status: 409, title: "It is the last active warehouse of a channel" },
  too_many_warehouses_in_all: { status: 409, title: "There are too many warehouses" },
  too_many_channels: { status: 409, title: "There are too many channels" },
  too_many_keys: { status: 409, title: "There are too many keys" },
  stale_write: { status: 409, title: "The figure is not the one that was expected" },
  on_hand_below_planned: { status: 409, title: "Shipments need the units" },
  on_hand_below_zero: { status: 409, title: "There is not that much on hand" },
  figure_out_of_range: { status: 422, title: "The figure would be out of range" },
  too_many_warehouses: { status: 409, title: "The SKU has stock at too many warehouses" },
  precondition_failed: { status: 412, title: "It was changed in the meantime" },
  mail_not_configured: { status: 503, title: "No mail can be sent" },
  not_subscribable: { status: 409, title: "There is nothing to wait for" },
  too_many_subscriptions: { status: 409, title: "The address has too many subscriptions" },
  subscription_not_found: { status: 404, title: "There is no such subscription" },
  webhook_not_found: { status: 404, title: "There is no such webhook endpoint" },
  webhook_disabled: { status: 409, title: "The webhook endpoint is disabled" },
  too_many_webhooks: { status: 409, title: "There are too many webhook endpoints" },
  delivery_not_found: { status: 404, title: "There is no such delivery" },
  dead_letter_not_found: { status: 404, title: "There is no such dead letter" },
  rate_limited: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "No answer can be given now" },
  internal: { status: 500, title: "Something went wrong" },
};

/**
 * How long to wait, in seconds, where it is the same whenever it is answered. The limits of rates are counted by the
 * minute and do not say when it ends. Nobody knows when an installation will be configured.
 */
const RETRY_AFTER_S: Partial<Record<ProblemCode, number>> = { rate_limited: 60, unavailable: 1, change_in_progress: 1 };

/** What a route throws to answer with a problem; turned into a response in one place. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly errors: LineProblem[];
  readonly status: number;
  /** Seconds after which the same request may go well, for `Retry-After`; absent where it cannot be said. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    errors: LineProblem[] = [],
    status = PROBLEMS[code].status,
    retryAfterSeconds = RETRY_AFTER_S[code],
  ) {
    super(detail);
    this.name = "ProblemError";
    this.code = code;
    this.errors = errors;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** One field is wrong. */
  static field(pointer: string, detail: string, code: ProblemCode = "invalid_request"): ProblemError {
    return new ProblemError(code, `${pointer}: ${detail}`, [{ pointer, code, detail }]);
  }
}

/** A problem as it is told (RFC 9457). */
export function problemBody(error: ProblemError, requestId: string): Problem {
  return {
    type: `urn:onhand:problem:${error.code}`,
    title: PROBLEMS[error.code].title,
    status: error.status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.errors.length === 0 ? {} : { errors: error.errors.map(withLine) }),
  };
}

/** What points into a line tells which, so that nobody has to read pointers. */
function withLine({ pointer, ...rest }: LineProblem): LineProblem {
  const line = /^\/lines\/(\d+)(?:\/|$)/.exec(pointer)?.[1];
  return { pointer, ...(line === undefined ? {} : { line: Number(line) }), ...rest };
}

/** The response to a problem. */
export function problemResponse(error: ProblemError, requestId: string): Response {
  const { retryAfterSeconds } = error;
  const headers = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
    ...dateHeader(),
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    ...(error.code === "unauthenticated" ? { "www-authenticate": 'Bearer realm="onhand"' } : {}),
  };
  return new Response(JSON.stringify(problemBody(error, requestId)), { status: error.status, headers });
}
