import { ConflictError } from "./conflict-error.ts";
import type { ErrorClasses } from "./error-of-answer.ts";
import { InsufficientStockError } from "./insufficient-stock-error.ts";
import { InvalidQuantityError } from "./invalid-quantity-error.ts";
import { NotConfiguredError } from "./not-configured-error.ts";
import { NotPurchasableError } from "./not-purchasable-error.ts";
import { ReservationEndedError } from "./reservation-ended-error.ts";
import { StaleWriteError } from "./stale-write-error.ts";
import { ValidationError } from "./validation-error.ts";

/** What only a shopper's writes are refused with: who reads alone does without these classes. */
export const SHOPPER_REFUSALS: ErrorClasses = {
  insufficient_stock: InsufficientStockError,
  not_purchasable: NotPurchasableError,
  channel_without_warehouse: NotPurchasableError,
  invalid_quantity: InvalidQuantityError,
  reservation_expired: ReservationEndedError,
  reservation_released: ReservationEndedError,
  reservation_ordered: ReservationEndedError,
  revision_mismatch: StaleWriteError,
  mail_not_configured: NotConfiguredError,
  409: ConflictError,
  413: ValidationError,
};
