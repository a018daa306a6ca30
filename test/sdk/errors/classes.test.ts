import { describe, expect, test } from "vitest";
import {
  type AnyOnhandError,
  createStorefront,
  InsufficientStockError,
  OnhandError,
  type ProblemCode,
  RefusedLinesError,
} from "../../../sdk/index.ts";
import { adminOver, BASE } from "../clients.ts";
import { errorNamed, errorOf } from "../failures.ts";
import { type Answering, answering, line, refusing } from "../line.ts";

// What class an answer is, by hand for every code. That the server answers with these codes and statuses is shown where the
// real one is asked.

const ADMIN_ONLY = "admin";

/** Status and class of every code. A code that is added to the contract does not compile until it has its class. */
const CLASSES: Record<
  ProblemCode,
  readonly [status: number, name: AnyOnhandError["name"], caller?: typeof ADMIN_ONLY]
> = {
  invalid_request: [400, "ValidationError"],
  body_too_large: [413, "ValidationError"],
  idempotency_key_missing: [400, "ValidationError"],
  idempotency_mismatch: [409, "ConflictError"],
  unauthenticated: [401, "AuthenticationError"],
  forbidden: [403, "PermissionError"],
  admin_key_not_configured: [503, "NotConfiguredError", ADMIN_ONLY],
  not_found: [404, "NotFoundError"],
  sku_not_found: [404, "NotFoundError"],
  product_not_found: [404, "NotFoundError"],
  estimate_not_found: [404, "NotFoundError"],
  too_many_estimates: [409, "ConflictError"],
  warehouse_not_found: [422, "ValidationError"],
  channel_not_found: [422, "ValidationError"],
  channel_without_warehouse: [409, "NotPurchasableError"],
  reservation_not_found: [404, "NotFoundError"],
  order_not_found: [404, "NotFoundError"],
  shipment_not_found: [404, "NotFoundError"],
  replenishment_not_found: [404, "NotFoundError"],
  insufficient_stock: [409, "InsufficientStockError"],
  not_purchasable: [409, "NotPurchasableError"],
  invalid_quantity: [422, "InvalidQuantityError"],
  reservation_expired: [409, "ReservationEndedError"],
  reservation_released: [409, "ReservationEndedError"],
  reservation_ordered: [409, "ReservationEndedError"],
  revision_mismatch: [409, "StaleWriteError"],
  change_in_progress: [409, "ConflictError"],
  too_many_changes: [409, "ConflictError"],
  too_many_open_holds: [429, "RateLimitedError"],
  order_exists: [409, "ConflictError"],
  order_not_allocated: [409, "ConflictError"],
  order_cancelled: [409, "ConflictError"],
  order_shipped: [409, "ConflictError"],
  exceeds_line: [409, "ConflictError"],
  shipment_exists: [409, "ConflictError"],
  shipment_planned: [409, "ConflictError"],
  shipment_shipped: [409, "ConflictError"],
  return_exists: [409, "ConflictError"],
  insufficient_on_hand: [409, "InsufficientStockError", ADMIN_ONLY],
  replenishment_closed: [409, "ConflictError"],
  replenishment_received: [409, "ConflictError"],
  too_many_replenishments: [409, "ConflictError"],
  warehouse_closed: [409, "ConflictError"],
  warehouse_not_empty: [409, "ConflictError"],
  last_warehouse: [409, "ConflictError"],
  too_many_warehouses_in_all: [409, "ConflictError"],
  too_many_channels: [409, "ConflictError"],
  too_many_keys: [409, "ConflictError"],
  stale_write: [409, "StaleWriteError", ADMIN_ONLY],
  on_hand_below_zero: [409, "ConflictError"],
  on_hand_below_planned: [409, "ConflictError"],
  figure_out_of_range: [422, "ValidationError"],
  too_many_warehouses: [409, "ConflictError"],
  precondition_failed: [412, "StaleWriteError", ADMIN_ONLY],
  rate_limited: [429, "RateLimitedError"],
  mail_not_configured: [503, "NotConfiguredError"],
  not_subscribable: [409, "ConflictError"],
  too_many_subscriptions: [409, "ConflictError"],
  subscription_not_found: [404, "NotFoundError"],
  webhook_not_found: [404, "NotFoundError"],
  webhook_disabled: [409, "ConflictError"],
  too_many_webhooks: [409, "ConflictError"],
  delivery_not_found: [404, "NotFoundError"],
  dead_letter_not_found: [404, "NotFoundError"],
  unavailable: [503, "ServerError"],
  internal: [500, "ServerError"],
};

const LINES = [{ sku: "MUG", quantity: 2 }];

/** What each kind of client throws of an answer to a write. */
const adminsError = (answer: Answering): Promise<AnyOnhandError> =>
  errorOf(adminOver(line([answer]), { retries: 0 }).reservations.create({ lines: LINES }));
const shoppersError = (answer: Answering): Promise<AnyOnhandError> => {
  const { fetch } = line([answer]);
  return errorOf(createStorefront({ baseUrl: BASE, fetch, retries: 0 }).reservations.create({ lines: LINES }));
};

// Object.entries forgets which texts the keys are.
const codes = Object.entries(CLASSES) as [ProblemCode, (typeof CLASSES)[ProblemCode]][];

describe.each(codes)("%s", (code, [status, name, caller]) => {
  const errors = [{ pointer: "/lines/0/quantity", line: 0, code, detail: "too much", requested: 2, available: 1 }];
  const retryable = name === "RateLimitedError" || name === "ServerError";

  test(`is a ${name}, with all that the server told`, async () => {
    const error = await adminsError(refusing(code, status, { errors }));
    expect(error).toBeInstanceOf(OnhandError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(error).toMatchObject({
      code,
      status,
      retryable,
      message: "Title: detail",
      requestId: "r-1",
      problem: { code, status, title: "Title", detail: "detail", requestId: "r-1", errors },
      retryAfterMs: null,
      attempts: 1,
      idempotencyKey: expect.stringMatching(/^\d+-\d+-\d+$/),
    });
    expect(error.cause).toBeUndefined();
    expect(String(error)).toBe(`${name}: Title: detail`);
  });

  if (caller === ADMIN_ONLY) return;
  test(`is a ${name} for a shop page as well`, async () => {
    expect(await shoppersError(refusing(code, status, { errors }))).toMatchObject({ name, code, status, retryable });
  });
});

describe("the lines of a refusal", () => {
  const errors = [
    { pointer: "/lines/0/quantity", line: 0, code: "insufficient_stock", detail: "…", sku: "MUG", requested: 2 },
    { pointer: "/lines/2/quantity", line: 2, code: "insufficient_stock", detail: "…", requested: 9, available: 1 },
  ];

  test.each([
    ["insufficient_stock", 409, "InsufficientStockError"],
    ["not_purchasable", 409, "NotPurchasableError"],
    ["invalid_quantity", 422, "InvalidQuantityError"],
  ] as const)("%s are what the server tells of each", async (code, status, name) => {
    const error = await adminsError(refusing(code, status, { errors }));
    expect(error).toMatchObject({ name, lines: errors });
    expect(error).toBeInstanceOf(RefusedLinesError);
  });

  test("are none where it tells of none", async () => {
    const nowhere = await adminsError(refusing("channel_without_warehouse", 409));
    expect(nowhere).toMatchObject({ name: "NotPurchasableError", lines: [] });
  });
});

describe("a code of a newer server", () => {
  test.each([
    [400, "ValidationError"],
    [401, "AuthenticationError"],
    [403, "PermissionError"],
    [404, "NotFoundError"],
    [408, "TimeoutError"],
    [409, "ConflictError"],
    [412, "StaleWriteError"],
    [413, "ValidationError"],
    [415, "ValidationError"],
    [418, "UnexpectedAnswerError"],
    [422, "ValidationError"],
    [429, "RateLimitedError"],
    [500, "ServerError"],
    [507, "ServerError"],
  ] as const)("with %i is a %s, and keeps code and words", async (status, name) => {
    const error = await adminsError(refusing("moon_in_the_way", status, { detail: "Wait for the tide." }));
    expect(error).toMatchObject({ name, code: "moon_in_the_way", status, message: "Title: Wait for the tide." });
    expect(error.problem).toMatchObject({ code: "moon_in_the_way", detail: "Wait for the tide." });
  });
});

test("a server's word when to come again makes any refusal one that may go well later", async () => {
  const error = await adminsError(refusing("change_in_progress", 409, {}, { "retry-after": "1" }));
  expect(error).toMatchObject({ name: "ConflictError", retryable: true, retryAfterMs: 1_000 });
  const mail = await adminsError(refusing("mail_not_configured", 503, {}, { "retry-after": "1" }));
  expect(mail).toMatchObject({ name: "NotConfiguredError", retryable: false, retryAfterMs: 1_000 });
});

test("what only a write of a shopper is refused with is a ConflictError or less where it is none", async () => {
  // Who reads alone does without the classes: no server answers so.
  const { availability } = createStorefront({
    baseUrl: BASE,
    fetch: line([], refusing("insufficient_stock", 409)).fetch,
  });
  const error = await errorOf(availability.get("A"));
  expect(error).not.toBeInstanceOf(InsufficientStockError);
  expect(error).toMatchObject({ name: "UnexpectedAnswerError", code: "insufficient_stock", status: 409 });
});

test("an answer without words tells its status", async () => {
  const error = await errorNamed(adminOver(line([answering(403)])).skus.get("A"), "PermissionError");
  expect(error).toMatchObject({ code: "unexpected_answer", message: "Status: 403", problem: null, requestId: null });
});
