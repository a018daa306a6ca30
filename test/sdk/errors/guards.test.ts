import * as copy from "onhand/second-copy";
import { describe, expect, expectTypeOf, test } from "vitest";
import * as own from "../../../sdk/index.ts";
import { adminOver, BASE } from "../clients.ts";
import { errorOf } from "../failures.ts";
import { answering, line } from "../line.ts";

const FACTS = { message: "m", code: "not_found" };

type Client = typeof own;

type Kind = readonly [new (facts: own.ErrorFacts) => own.AnyOnhandError, (value: unknown) => boolean];

/** Class and guard of every error, by its name. A class that is added does not compile until it is here. */
const kindsOf = (client: Client): Record<own.AnyOnhandError["name"], Kind> => ({
  AbortedError: [client.AbortedError, client.isAbortedError],
  AuthenticationError: [client.AuthenticationError, client.isAuthenticationError],
  ConflictError: [client.ConflictError, client.isConflictError],
  InsufficientStockError: [client.InsufficientStockError, client.isInsufficientStockError],
  InvalidQuantityError: [client.InvalidQuantityError, client.isInvalidQuantityError],
  NetworkError: [client.NetworkError, client.isNetworkError],
  NotConfiguredError: [client.NotConfiguredError, client.isNotConfiguredError],
  NotFoundError: [client.NotFoundError, client.isNotFoundError],
  NotPurchasableError: [client.NotPurchasableError, client.isNotPurchasableError],
  PermissionError: [client.PermissionError, client.isPermissionError],
  RateLimitedError: [client.RateLimitedError, client.isRateLimitedError],
  ReservationEndedError: [client.ReservationEndedError, client.isReservationEndedError],
  ServerError: [client.ServerError, client.isServerError],
  StaleWriteError: [client.StaleWriteError, client.isStaleWriteError],
  TimeoutError: [client.TimeoutError, client.isTimeoutError],
  UnexpectedAnswerError: [client.UnexpectedAnswerError, client.isUnexpectedAnswerError],
  ValidationError: [client.ValidationError, client.isValidationError],
});

const kinds = Object.entries(kindsOf(own));

test("the second copy of the package has classes of its own", () => {
  expect(copy.OnhandError).not.toBe(own.OnhandError);
  expect(new copy.NotFoundError(FACTS)).not.toBeInstanceOf(own.NotFoundError);
  expect(new copy.NotFoundError(FACTS)).not.toBeInstanceOf(own.OnhandError);
});

describe.each(kinds)("%s", (name, [OfThis, guard]) => {
  test("is an error with its name, known by its own guard and no other", () => {
    const error = new OfThis(FACTS);
    expect(error).toBeInstanceOf(own.OnhandError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(own.isOnhandError(error)).toBe(true);
    expect(kinds.filter(([, [, other]]) => other(error)).map(([known]) => known)).toEqual([name]);
    expect(guard(error)).toBe(true);
  });

  test("is known across two copies of the package, both ways", () => {
    const others = Object.entries(kindsOf(copy));
    const foreign = others.filter(([known]) => known === name).map(([, [Foreign]]) => new Foreign(FACTS))[0];
    expect(own.isOnhandError(foreign)).toBe(true);
    expect(kinds.filter(([, [, known]]) => known(foreign)).map(([known]) => known)).toEqual([name]);
    expect(copy.isOnhandError(new OfThis(FACTS))).toBe(true);
    expect(others.filter(([, [, known]]) => known(new OfThis(FACTS))).map(([known]) => known)).toEqual([name]);
  });
});

test("the guards know no other error, whatever its name", () => {
  const others = [
    null,
    undefined,
    1,
    "NotFoundError",
    {},
    Object.create(null),
    new Error("x"),
    Object.assign(new Error("x"), { name: "NotFoundError", code: "not_found" }),
    { name: "NotFoundError", code: "not_found" },
  ];
  for (const other of others) {
    expect(own.isOnhandError(other)).toBe(false);
    for (const [, [, guard]] of kinds) expect(guard(other)).toBe(false);
  }
});

test("an error that the other copy's client throws is known", async () => {
  const { fetch } = line([answering(404)]);
  const error = await copy
    .createStorefront({ baseUrl: BASE, fetch })
    .reservations.get("rsv_1")
    .catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(own.OnhandError);
  expect(own.isNotFoundError(error)).toBe(true);
});

test("a switch on the name knows which error it is, and what it has", async () => {
  const told = (error: own.AnyOnhandError): unknown => {
    switch (error.name) {
      case "InsufficientStockError":
        expectTypeOf(error).toEqualTypeOf<own.InsufficientStockError>();
        return error.lines;
      case "ReservationEndedError":
        expectTypeOf(error.code).toEqualTypeOf<
          "reservation_expired" | "reservation_released" | "reservation_ordered"
        >();
        return error.code;
      case "RateLimitedError":
        expectTypeOf(error.retryAfterMs).toEqualTypeOf<number | null>();
        return error.retryAfterMs;
      default:
        // @ts-expect-error: the others have no lines, or not all of them.
        return error.lines ?? error.name;
    }
  };
  const admin = adminOver(line([answering(403)]));
  expect(told(await errorOf(admin.skus.get("A")))).toBe("PermissionError");
});

test("a guard narrows what is caught", () => {
  const caught: unknown = new own.InsufficientStockError(FACTS);
  if (own.isInsufficientStockError(caught)) expectTypeOf(caught.lines).toEqualTypeOf<readonly own.LineProblem[]>();
  if (own.isOnhandError(caught)) expectTypeOf(caught).toEqualTypeOf<own.AnyOnhandError>();
  expectTypeOf<own.AnyOnhandError["code"]>().toExtend<string>();
  expectTypeOf<own.ProblemCode>().toExtend<own.AnyOnhandError["code"]>();
});
