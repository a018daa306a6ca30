import type { ErrorClasses } from "./error-of-answer.ts";
import { InsufficientStockError } from "./insufficient-stock-error.ts";
import { NotConfiguredError } from "./not-configured-error.ts";
import { SHOPPER_REFUSALS } from "./shopper-refusals.ts";
import { StaleWriteError } from "./stale-write-error.ts";
import { ValidationError } from "./validation-error.ts";

/** What any call of a server may be refused with. */
export const ADMIN_REFUSALS: ErrorClasses = {
  ...SHOPPER_REFUSALS,
  insufficient_on_hand: InsufficientStockError,
  stale_write: StaleWriteError,
  admin_key_not_configured: NotConfiguredError,
  412: StaleWriteError,
  415: ValidationError,
};
