import type { LineProblem, ProblemCode } from "../../sdk/index.ts";
import type { SkuRefusal } from "../objects/sku-callable.ts";
import { ProblemError } from "./problem.ts";

/** Fields of a request that a refusal may be about, as JSON pointers below the request or row. Default: all of it. */
export interface RefusedFields {
  /** Units, by whatever name. */
  quantity?: string;
  /** The warehouse that goods come to. */
  warehouse?: string;
}

/** A SKU object's refusal of a stock write or a change of settings, as a problem. */
export function skuProblem(refusal: SkuRefusal, sku: string, fields: RefusedFields = {}): ProblemError {
  const { code, detail, ...rest } = skuLineProblem(refusal, sku, "", fields);
  // One SKU's own route: its code is one of the problem codes.
  const problemCode = code as ProblemCode;
  const names = rest.pointer === "" && rest.shipments === undefined ? [] : [{ code, detail, ...rest }];
  return new ProblemError(problemCode, detail, names);
}

/** The same for one row of a bulk request, which `row` points to; the request itself with an empty pointer. */
export function skuLineProblem(
  refusal: SkuRefusal,
  sku: string,
  row: string,
  { quantity = "", warehouse = "" }: RefusedFields = {},
): LineProblem {
  const code: ProblemCode = refusal.reason;
  /** What is named by the path of a request of its own is a field of a row. */
  const named = (field: string): string => (row === "" ? "" : `${row}${field}`);
  switch (refusal.reason) {
    case "sku_not_found":
      return { pointer: named("/sku"), code, detail: `There is no SKU ${sku}.`, sku };
    case "precondition_failed":
      return { pointer: "", code, detail: `It is at revision ${refusal.revision} now.`, sku };
    case "idempotency_mismatch":
      return { pointer: "", code, detail: "The same key came with another body.", sku };
    case "stale_write": {
      const { current } = refusal;
      return { pointer: `${row}/expected`, code, detail: `On hand is ${current} now.`, sku, current };
    }
    case "on_hand_below_zero": {
      const current = refusal.onHand;
      return { pointer: row + quantity, code, detail: `On hand is ${current} and cannot go below 0.`, sku, current };
    }
    case "on_hand_below_planned": {
      const { onHand: current, planned, shipments } = refusal;
      const detail = `On hand is ${current}, and shipments that have not left need ${planned} of it.`;
      return { pointer: row + quantity, code, detail, sku, current, shipments };
    }
    case "figure_out_of_range":
      return { pointer: row + quantity, code, detail: "A figure is at most 1,000,000,000.", sku };
    case "too_many_warehouses":
      return { pointer: row + warehouse, code, detail: `A SKU can have stock at ${refusal.bound} warehouses.`, sku };
    case "warehouse_closed":
      return { pointer: row + warehouse, code, detail: `Nothing comes to ${refusal.warehouse} any more.`, sku };
    case "warehouse_not_found":
      return { pointer: row + warehouse, code, detail: `There is no warehouse ${refusal.warehouse}.`, sku };
    case "replenishment_not_found":
      return { pointer: named("/id"), code, detail: "There is no such replenishment.", sku };
    case "replenishment_closed":
      return { pointer: named("/id"), code, detail: "Nothing more is expected of it.", sku };
    case "replenishment_received": {
      const { received: current, field } = refusal;
      const detail = field === "quantity" ? `${current} came already.` : `${current} came already, and not there.`;
      return { pointer: `${row}/${field}`, code, detail, sku, current };
    }
    case "too_many_replenishments":
      return { pointer: row, code, detail: `A SKU can have ${refusal.bound} open replenishments.`, sku };
  }
}
