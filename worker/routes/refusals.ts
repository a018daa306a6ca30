import type { LineProblem, ProblemCode } from "../../sdk/index.ts";
import type { RefusedLine } from "../core/line-refusals.ts";
import type { Refusal } from "../core/refusal.ts";
import type { SlotRefusal } from "../objects/slot-callable.ts";
import { notPurchasableDetail, quantityReason } from "./line-reasons.ts";
import { orderProblem } from "./order-refusals.ts";
import { ProblemError } from "./problem.ts";

/** Which code stands for a request whose lines are refused for several causes: the one a caller can do least about. */
const GRAVEST_FIRST: ProblemCode[] = [
  "sku_not_found",
  "channel_without_warehouse",
  "invalid_quantity",
  "not_purchasable",
  "too_many_open_holds",
  "insufficient_stock",
  "insufficient_on_hand",
];

/** What a line of a cart or an order that is claimed can be refused for, when there is such a SKU. */
export const LINE_PROBLEMS = [
  ...["channel_without_warehouse", "invalid_quantity", "not_purchasable"],
  ...["too_many_open_holds", "insufficient_stock"],
] as const satisfies Refusal["reason"][];

/** A slot's refusal as a problem. `secret`: the caller may see figures whatever policy says. */
export function slotProblem(refusal: SlotRefusal, secret: boolean): ProblemError {
  switch (refusal.reason) {
    case "lines":
      return linesProblem(refusal.lines, secret);
    case "idempotency_mismatch":
      return new ProblemError("idempotency_mismatch", "The same key came with another body.");
    case "unavailable":
      return new ProblemError("unavailable", "Nothing was decided. Try again with the same idempotency key.");
    case "reservation_not_found":
      return new ProblemError("reservation_not_found", "There is no reservation with this id.");
    case "reservation_expired":
      return new ProblemError("reservation_expired", "Its time was up and the units went back.");
    case "reservation_released":
      return new ProblemError("reservation_released", "It was released and the units went back.");
    case "reservation_ordered":
      return new ProblemError("reservation_ordered", "An order was placed from it.");
    case "revision_mismatch":
      return new ProblemError("revision_mismatch", `It is at revision ${refusal.revision} now. Read it and try again.`);
    case "change_in_progress":
      return new ProblemError("change_in_progress", "Another change is being made. Try again.");
    case "too_many_changes":
      return new ProblemError(
        "too_many_changes",
        `A reservation can be changed ${refusal.bound} times, less often when it is very large.`,
      );
    default:
      return orderProblem(refusal);
  }
}

function linesProblem(lines: readonly RefusedLine[], secret: boolean): ProblemError {
  const errors = lines.map((line) => lineProblem(line, secret));
  const code = GRAVEST_FIRST.find((each) => errors.some((error) => error.code === each)) ?? "insufficient_stock";
  const count = errors.length === 1 ? "1 line is" : `${errors.length} lines are`;
  // An unknown SKU in a path is not found; in a body it is a field that cannot be right.
  return new ProblemError(
    code,
    `${count} refused. Nothing was changed.`,
    errors,
    code === "sku_not_found" ? 422 : undefined,
    code === "too_many_open_holds" ? secondsUntilHoldsEnd(lines) : undefined,
  );
}

/** When each SKU that refuses for the number of its open holds has had the first of them run out. */
function secondsUntilHoldsEnd(lines: readonly RefusedLine[]): number {
  const ends = lines.map(({ refusal }) => (refusal.reason === "too_many_open_holds" ? refusal.firstEndsAt : 0));
  // One that is overdue ends with the next call of its slot.
  return Math.max(1, Math.ceil((Math.max(...ends) - Date.now()) / 1_000));
}

function lineProblem({ line, sku, refusal }: RefusedLine, secret: boolean): LineProblem {
  const pointer = `/lines/${line}`;
  const named = sku === null ? {} : { sku };
  const what = sku ?? "this line";
  switch (refusal.reason) {
    case "sku_not_found":
      return { pointer: `${pointer}/sku`, code: refusal.reason, detail: `There is no SKU ${what}.`, ...named };
    case "channel_without_warehouse":
      return { pointer: "/channel", code: refusal.reason, detail: "The channel has no warehouse.", ...named };
    case "invalid_quantity":
      return { pointer: `${pointer}/quantity`, code: refusal.reason, ...quantityReason(refusal.cart), ...named };
    case "not_purchasable": {
      const reason = refusal.message ?? "hidden";
      return { pointer, code: refusal.reason, detail: notPurchasableDetail(reason, sku), reason, ...named };
    }
    case "too_many_open_holds":
      return { pointer, code: refusal.reason, detail: `At most ${refusal.bound} open holds.`, ...named };
    case "insufficient_stock":
      return { pointer, code: refusal.reason, ...named, ...stockDetail(refusal, what, secret) };
    case "insufficient_on_hand": {
      const { requested, available } = refusal;
      const detail = `The shipment needs ${requested} of ${what}, and goods are there for ${available}.`;
      return { pointer: `${pointer}/quantity`, code: refusal.reason, ...named, detail, requested, available };
    }
  }
}

function stockDetail(
  refusal: Refusal & { reason: "insufficient_stock" },
  what: string,
  secret: boolean,
): { detail: string; requested: number; available?: number } {
  const { requested, available } = refusal;
  if (!secret && !refusal.shown) return { detail: `There is not enough of ${what}.`, requested };
  return { detail: `Asked for ${requested} of ${what}, ${available} can be had.`, requested, available };
}
