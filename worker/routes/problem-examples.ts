import type { ProblemCode } from "../../sdk/index.ts";
import {
  BODY_BYTES_MAX,
  CHANNELS_MAX,
  ESTIMATES_MAX,
  KEYS_MAX,
  OPEN_HOLDS_PER_CLIENT_MAX,
  REPLENISHMENTS_PER_SKU_MAX,
  RESERVATION_CHANGES_MAX,
  WAREHOUSES_MAX,
  WAREHOUSES_PER_SKU_MAX,
  WEBHOOKS_MAX,
} from "../core/bounds.ts";
import type { Refusal } from "../core/refusal.ts";
import { channelProblem, movedOn, unknownChannel, unknownWarehouse, warehouseProblem } from "./network-refusals.ts";
import { orderProblem } from "./order-refusals.ts";
import { ProblemError } from "./problem.ts";
import { slotProblem } from "./refusals.ts";
import { skuProblem } from "./sku-refusals.ts";

const SKU = "MUG-BLUE";

/**
 * What every code looks like in an answer, for the API document: made by the functions that make the answers themselves,
 * so that its words are theirs. A code that some routes answer with another status than its own has an example of that too.
 */
export const PROBLEM_EXAMPLES = {
  invalid_request: ProblemError.field("limit", "must be a whole number"),
  "invalid_request as 415": new ProblemError(
    "invalid_request",
    "Content-Type: must be application/json",
    [{ pointer: "Content-Type", code: "invalid_request", detail: "must be application/json" }],
    415,
  ),
  body_too_large: new ProblemError("body_too_large", `A body has at most ${BODY_BYTES_MAX} bytes.`),
  idempotency_key_missing: new ProblemError(
    "idempotency_key_missing",
    "Send an Idempotency-Key header, a random one for each new request.",
  ),
  idempotency_mismatch: slotProblem({ reason: "idempotency_mismatch" }, true),
  unauthenticated: new ProblemError("unauthenticated", "The key is not known."),
  forbidden: new ProblemError("forbidden", "This needs a key with the scope admin."),
  admin_key_not_configured: new ProblemError(
    "admin_key_not_configured",
    "Set the secret ADMIN_KEY; until then nothing can be administered.",
  ),
  not_found: new ProblemError("not_found", "There is no key key_1fQ2x0y3Zb5Kc7Ld9Me1Nf."),
  "not_found as 409": new ProblemError("not_found", "The key that this request made was removed.", [], 409),
  sku_not_found: new ProblemError("sku_not_found", `There is no SKU ${SKU}.`),
  "sku_not_found as 422": ofLine({ reason: "sku_not_found" }),
  product_not_found: new ProblemError("product_not_found", "There is no product mug."),
  "product_not_found as 422": new ProblemError(
    "product_not_found",
    "Nothing was held.",
    [{ pointer: "/lines/0/product", code: "product_not_found", detail: "There is no product mug." }],
    422,
  ),
  estimate_not_found: new ProblemError("estimate_not_found", "There is no estimate two-weeks."),
  "estimate_not_found as 422": new ProblemError(
    "estimate_not_found",
    "There is no estimate two-weeks.",
    [
      {
        pointer: "/policy/availabilityEstimate",
        code: "estimate_not_found",
        detail: "There is no estimate two-weeks.",
      },
    ],
    422,
  ),
  too_many_estimates: new ProblemError("too_many_estimates", `There are ${ESTIMATES_MAX} estimates already.`),
  warehouse_not_found: skuProblem({ reason: "warehouse_not_found", warehouse: "north" }, SKU, {
    warehouse: "/warehouse",
  }),
  "warehouse_not_found as 404": unknownWarehouse("north"),
  channel_not_found: ProblemError.field("channel", "There is no channel marketplace.", "channel_not_found"),
  "channel_not_found as 404": unknownChannel("marketplace"),
  channel_without_warehouse: ProblemError.field("/channel", "marketplace sells nothing.", "channel_without_warehouse"),
  reservation_not_found: slotProblem({ reason: "reservation_not_found" }, true),
  order_not_found: orderProblem({ reason: "order_not_found" }),
  shipment_not_found: orderProblem({ reason: "shipment_not_found" }),
  replenishment_not_found: skuProblem({ reason: "replenishment_not_found" }, SKU),
  insufficient_stock: ofLine({ reason: "insufficient_stock", requested: 3, available: 2, offer: 2, shown: true }),
  not_purchasable: ofLine({ reason: "not_purchasable", message: "no_longer_available" }),
  invalid_quantity: ofLine({ reason: "invalid_quantity", cart: { rule: "multiple", bound: 6 } }),
  reservation_expired: slotProblem({ reason: "reservation_expired" }, true),
  reservation_released: slotProblem({ reason: "reservation_released" }, true),
  reservation_ordered: slotProblem({ reason: "reservation_ordered", order: "2026-000117" }, true),
  revision_mismatch: slotProblem({ reason: "revision_mismatch", revision: 2 }, true),
  change_in_progress: slotProblem({ reason: "change_in_progress" }, true),
  too_many_changes: slotProblem({ reason: "too_many_changes", bound: RESERVATION_CHANGES_MAX }, true),
  too_many_open_holds: ofLine({ reason: "too_many_open_holds", bound: OPEN_HOLDS_PER_CLIENT_MAX, firstEndsAt: 0 }),
  order_exists: orderProblem({ reason: "order_exists" }),
  order_not_allocated: orderProblem({ reason: "order_not_allocated" }),
  order_cancelled: orderProblem({ reason: "order_cancelled" }),
  order_shipped: orderProblem({ reason: "order_shipped" }),
  exceeds_line: orderProblem({ reason: "exceeds_line", at: 0, quantity: 3, most: 2 }),
  shipment_exists: orderProblem({ reason: "shipment_exists" }),
  shipment_planned: orderProblem({
    reason: "shipment_planned",
    shipments: [{ order: "2026-000117", shipment: "S-1", units: 2 }],
  }),
  shipment_shipped: orderProblem({ reason: "shipment_shipped" }),
  return_exists: orderProblem({ reason: "return_exists" }),
  insufficient_on_hand: ofLine({ reason: "insufficient_on_hand", requested: 3, available: 1 }),
  replenishment_closed: skuProblem({ reason: "replenishment_closed" }, SKU),
  replenishment_received: skuProblem({ reason: "replenishment_received", received: 25, field: "quantity" }, SKU),
  too_many_replenishments: skuProblem({ reason: "too_many_replenishments", bound: REPLENISHMENTS_PER_SKU_MAX }, SKU),
  warehouse_closed: warehouseProblem({ reason: "closing", moveTo: "main" }, "north", "code"),
  warehouse_not_empty: warehouseProblem(
    {
      reason: "not_empty",
      obstacles: [{ sku: SKU, onHand: 10, claimed: 2, uncovered: 0, planned: 0, incoming: 0 }],
    },
    "north",
    "code",
  ),
  last_warehouse: warehouseProblem({ reason: "last", channels: ["web"] }, "main", "code"),
  too_many_warehouses_in_all: warehouseProblem({ reason: "full", bound: WAREHOUSES_MAX }, "north", "code"),
  too_many_channels: channelProblem({ reason: "full", bound: CHANNELS_MAX }),
  too_many_keys: new ProblemError("too_many_keys", `There are ${KEYS_MAX} keys already.`),
  stale_write: skuProblem({ reason: "stale_write", current: 8 }, SKU),
  on_hand_below_zero: skuProblem({ reason: "on_hand_below_zero", onHand: 8 }, SKU, { quantity: "/delta" }),
  on_hand_below_planned: skuProblem(
    {
      reason: "on_hand_below_planned",
      onHand: 8,
      planned: 2,
      shipments: [{ order: "2026-000117", shipment: "S-1", units: 2 }],
    },
    SKU,
    { quantity: "/delta" },
  ),
  figure_out_of_range: skuProblem({ reason: "figure_out_of_range" }, SKU, { quantity: "/delta" }),
  too_many_warehouses: skuProblem({ reason: "too_many_warehouses", bound: WAREHOUSES_PER_SKU_MAX }, SKU, {
    warehouse: "/warehouse",
  }),
  precondition_failed: movedOn(4),
  mail_not_configured: new ProblemError(
    "mail_not_configured",
    "This installation has no way to send mail: /health says what is missing.",
  ),
  not_subscribable: new ProblemError("not_subscribable", "It can be bought now."),
  too_many_subscriptions: new ProblemError("too_many_subscriptions", "The address has 200 open subscriptions."),
  subscription_not_found: new ProblemError("subscription_not_found", "There is no subscription with this id."),
  webhook_not_found: new ProblemError("webhook_not_found", "There is no webhook endpoint erp."),
  webhook_disabled: new ProblemError("webhook_disabled", "The endpoint erp is disabled. Enable it first."),
  too_many_webhooks: new ProblemError("too_many_webhooks", `There are ${WEBHOOKS_MAX} of them already.`),
  delivery_not_found: new ProblemError("delivery_not_found", "There is no delivery with this id."),
  dead_letter_not_found: new ProblemError("dead_letter_not_found", "There is no dead letter with this id."),
  rate_limited: new ProblemError("rate_limited", "Try again in a minute."),
  unavailable: slotProblem({ reason: "unavailable" }, true),
  internal: new ProblemError("internal", "It is not your fault. The request id finds it in the log."),
} satisfies Record<ProblemCode, ProblemError> & Partial<Record<`${ProblemCode} as ${number}`, ProblemError>>;

/** A code with its own status, or as the one that is named. */
export type DocumentedProblem = keyof typeof PROBLEM_EXAMPLES;

/** The first line of a cart or an order is refused. */
function ofLine(refusal: Refusal): ProblemError {
  return slotProblem({ reason: "lines", lines: [{ line: 0, sku: SKU, refusal }] }, true);
}
