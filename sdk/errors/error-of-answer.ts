import type { LineProblem, Problem, ProblemCode } from "../contract/index.ts";
import type { AnyOnhandError } from "./any-onhand-error.ts";
import { AuthenticationError } from "./authentication-error.ts";
import { ConflictError } from "./conflict-error.ts";
import { InsufficientStockError } from "./insufficient-stock-error.ts";
import { InvalidQuantityError } from "./invalid-quantity-error.ts";
import { NotFoundError } from "./not-found-error.ts";
import { NotPurchasableError } from "./not-purchasable-error.ts";
import type { ErrorFacts } from "./onhand-error.ts";
import { PermissionError } from "./permission-error.ts";
import { RateLimitedError } from "./rate-limited-error.ts";
import { ReservationEndedError } from "./reservation-ended-error.ts";
import { ServerError } from "./server-error.ts";
import { StaleWriteError } from "./stale-write-error.ts";
import { TimeoutError } from "./timeout-error.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";
import { ValidationError } from "./validation-error.ts";

type ErrorClass = new (facts: ErrorFacts) => AnyOnhandError;

/** What each code means to a caller. A code of the contract that is missing here does not compile. */
const CLASS_OF_CODE: Record<ProblemCode, ErrorClass> = {
  invalid_request: ValidationError,
  body_too_large: ValidationError,
  idempotency_key_missing: ValidationError,
  idempotency_mismatch: ConflictError,
  unauthenticated: AuthenticationError,
  forbidden: PermissionError,
  admin_key_not_configured: ServerError,
  not_found: NotFoundError,
  sku_not_found: NotFoundError,
  product_not_found: NotFoundError,
  estimate_not_found: NotFoundError,
  warehouse_not_found: NotFoundError,
  channel_not_found: NotFoundError,
  channel_without_warehouse: NotPurchasableError,
  reservation_not_found: NotFoundError,
  order_not_found: NotFoundError,
  shipment_not_found: NotFoundError,
  replenishment_not_found: NotFoundError,
  insufficient_stock: InsufficientStockError,
  not_purchasable: NotPurchasableError,
  invalid_quantity: InvalidQuantityError,
  reservation_expired: ReservationEndedError,
  reservation_released: ReservationEndedError,
  reservation_ordered: ReservationEndedError,
  revision_mismatch: StaleWriteError,
  change_in_progress: ConflictError,
  too_many_changes: ConflictError,
  too_many_open_holds: RateLimitedError,
  order_exists: ConflictError,
  order_not_allocated: ConflictError,
  order_cancelled: ConflictError,
  order_shipped: ConflictError,
  exceeds_line: ConflictError,
  shipment_exists: ConflictError,
  shipment_planned: ConflictError,
  shipment_shipped: ConflictError,
  return_exists: ConflictError,
  insufficient_on_hand: InsufficientStockError,
  replenishment_closed: ConflictError,
  replenishment_received: ConflictError,
  too_many_replenishments: ConflictError,
  warehouse_closed: ConflictError,
  warehouse_not_empty: ConflictError,
  last_warehouse: ConflictError,
  too_many_warehouses_in_all: ConflictError,
  too_many_channels: ConflictError,
  stale_write: StaleWriteError,
  on_hand_below_zero: ConflictError,
  on_hand_below_planned: ConflictError,
  figure_out_of_range: ValidationError,
  too_many_warehouses: ConflictError,
  precondition_failed: StaleWriteError,
  rate_limited: RateLimitedError,
  mail_not_configured: ServerError,
  not_subscribable: ConflictError,
  too_many_subscriptions: ConflictError,
  subscription_not_found: NotFoundError,
  webhook_not_found: NotFoundError,
  webhook_disabled: ConflictError,
  too_many_webhooks: ConflictError,
  delivery_not_found: NotFoundError,
  dead_letter_not_found: NotFoundError,
  unavailable: ServerError,
  internal: ServerError,
};

/** Where a code says more than its status of whether the same call may go well later. */
const RETRYABLE_OF_CODE: Partial<Record<ProblemCode, boolean>> = {
  // Nobody sets the server up between two attempts.
  admin_key_not_configured: false,
  mail_not_configured: false,
  // Until some of them end, after minutes.
  too_many_open_holds: false,
  // For as long as another request takes.
  change_in_progress: true,
};

/** An answer that is no success, as far as it was understood. */
export interface RefusedAnswer {
  status: number;
  /** The body read as JSON; anything. */
  body: unknown;
  requestId: string | null;
  retryAfterMs: number | null;
  idempotencyKey: string | undefined;
}

/** The error that an answer stands for. */
export function errorOfAnswer(answer: RefusedAnswer): AnyOnhandError {
  const { status, body, ...rest } = answer;
  const problem = problemOf(body);
  const facts: ErrorFacts = {
    ...rest,
    status,
    problem,
    requestId: problem?.requestId ?? rest.requestId,
    code: problem?.code ?? "unexpected_answer",
    message: problem === null ? `The server answers with status ${status} and without a reason.` : wordsOf(problem),
    retryable: status === 408 || status === 429 || status >= 500,
  };
  if (problem === null || !Object.hasOwn(CLASS_OF_CODE, problem.code)) return new (classOfStatus(status))(facts);
  return new CLASS_OF_CODE[problem.code]({
    ...facts,
    retryable: RETRYABLE_OF_CODE[problem.code] ?? facts.retryable,
  });
}

/** For a code of a newer server, and for whoever else stands before it: a proxy, a network's log-in page. */
function classOfStatus(status: number): ErrorClass {
  if (status === 400 || status === 413 || status === 415 || status === 422) return ValidationError;
  if (status === 401) return AuthenticationError;
  if (status === 403) return PermissionError;
  if (status === 404) return NotFoundError;
  if (status === 408) return TimeoutError;
  if (status === 409) return ConflictError;
  if (status === 412) return StaleWriteError;
  if (status === 429) return RateLimitedError;
  return status >= 500 ? ServerError : UnexpectedAnswerError;
}

/** The detail of this one code repeats the address, and an address may have a reservation's id in it. */
function wordsOf(problem: Problem): string {
  return problem.code === "not_found" ? `${problem.title}.` : `${problem.title}: ${problem.detail}`;
}

/** Only what calls itself a problem of Onhand is believed: its words go into messages. */
function problemOf(body: unknown): Problem | null {
  if (typeof body !== "object" || body === null) return null;
  const read: Partial<Record<keyof Problem, unknown>> = body;
  const { type, title, status, detail, code, requestId, errors } = read;
  if (typeof code !== "string" || type !== `urn:onhand:problem:${code}`) return null;
  if (typeof title !== "string" || typeof detail !== "string" || typeof status !== "number") return null;
  if (typeof requestId !== "string" || (errors !== undefined && !isLineProblems(errors))) return null;
  // Checked above, but for codes that this version of the contract does not know yet.
  return body as Problem;
}

function isLineProblems(value: unknown): value is LineProblem[] {
  return Array.isArray(value) && value.every((each) => typeof each?.pointer === "string");
}
