import type { AbortedError } from "./aborted-error.ts";
import type { AuthenticationError } from "./authentication-error.ts";
import type { ConflictError } from "./conflict-error.ts";
import type { InsufficientStockError } from "./insufficient-stock-error.ts";
import type { InvalidQuantityError } from "./invalid-quantity-error.ts";
import type { NetworkError } from "./network-error.ts";
import type { NotConfiguredError } from "./not-configured-error.ts";
import type { NotFoundError } from "./not-found-error.ts";
import type { NotPurchasableError } from "./not-purchasable-error.ts";
import type { PermissionError } from "./permission-error.ts";
import type { RateLimitedError } from "./rate-limited-error.ts";
import type { ReservationEndedError } from "./reservation-ended-error.ts";
import type { ServerError } from "./server-error.ts";
import type { StaleWriteError } from "./stale-write-error.ts";
import type { TimeoutError } from "./timeout-error.ts";
import type { UnexpectedAnswerError } from "./unexpected-answer-error.ts";
import type { ValidationError } from "./validation-error.ts";

/** Every error of the client: a `switch` on `name` knows which one it is. */
export type AnyOnhandError =
  | AbortedError
  | AuthenticationError
  | ConflictError
  | InsufficientStockError
  | InvalidQuantityError
  | NetworkError
  | NotConfiguredError
  | NotFoundError
  | NotPurchasableError
  | PermissionError
  | RateLimitedError
  | ReservationEndedError
  | ServerError
  | StaleWriteError
  | TimeoutError
  | UnexpectedAnswerError
  | ValidationError;
