import type { LineProblem } from "../../sdk/index.ts";
import { ID_LENGTH_MAX } from "./bounds.ts";

/** What is wrong with the text of a SKU or a product id. */
export type IdFault = "empty" | "too_long" | "not_printable" | "dots";

/** Why a row, or what it stands for, was not taken: one code per cause. */
export type RefusalReason =
  | { code: "cell_count"; cells: number; expected: number }
  | { code: "sku_invalid"; fault: IdFault }
  | { code: "product_id_invalid"; fault: IdFault }
  | { code: "product_id_taken"; lines: number[] }
  | { code: "product_unknown" }
  | { code: "not_whole"; column: string; text: string }
  | { code: "out_of_range"; column: string; text: string }
  | { code: "below_zero"; column: string; text: string }
  | { code: "not_understood"; column: string; text: string; expected: string }
  | { code: "expected_without_on_hand" }
  | { code: "preorder_incomplete" }
  | { code: "option_names_twice"; names: string[] }
  | { code: "option_count"; names: number; values: number }
  | { code: "option_value_missing"; option: string }
  | { code: "option_name_missing"; value: string }
  | { code: "choice_twice"; lines: number[] }
  | { code: "options_missing"; lines: number[] }
  | { code: "contradiction"; what: string; lines: number[] }
  | { code: "too_large" }
  | { code: "too_many_new_skus" }
  | { code: "sku_refused"; sku: string }
  | { code: "cell_misplaced"; column: string; kind: string }
  | { code: "product_twice"; lines: number[] }
  | { code: "product_rows_refused"; lines: number[] }
  | { code: "replenishment_id_invalid"; fault: IdFault }
  | { code: "replenishment_twice"; id: string; lines: number[] }
  | { code: "received_already"; units: number }
  | { code: "location_missing" }
  | { code: "location_unknown"; location: string }
  | { code: "location_ambiguous"; location: string; codes: string[] }
  | { code: "figure_twice"; location: string; lines: number[] }
  | { code: "options_differ" }
  | { code: "server"; problem: LineProblem };

/** One row that was not taken. */
export interface Refusal {
  line: number;
  /** As far as it could be read. */
  sku: string | null;
  product: string | null;
  reason: RefusalReason;
}

const FAULTS: Record<IdFault, string> = {
  empty: "is empty",
  too_long: `is longer than ${ID_LENGTH_MAX} characters`,
  not_printable: "has a character that cannot be printed",
  dots: 'must not be "." or ".."',
};

const LINES_NAMED_MAX = 20;

/** `lines 2, 5, 9`, and from the 21st on how many more. */
export function lineList(lines: readonly number[]): string {
  const more = lines.length - LINES_NAMED_MAX;
  const named = lines.slice(0, LINES_NAMED_MAX).join(", ");
  return `${lines.length === 1 ? "line" : "lines"} ${named}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The reason as a sentence for the person who made the file. */
export function describeRefusal(reason: RefusalReason): string {
  switch (reason.code) {
    case "cell_count":
      return `has ${reason.cells} cells where the header has ${reason.expected}`;
    case "sku_invalid":
      return `the SKU ${FAULTS[reason.fault]}`;
    case "product_id_invalid":
      return `the product's slug or handle ${FAULTS[reason.fault]}`;
    case "product_id_taken":
      return `two products have this slug (${lineList(reason.lines)}); neither is taken`;
    case "product_unknown":
      return "belongs to no product: the row that would name it is missing or refused";
    case "not_whole":
      return `${reason.column} "${reason.text}" is not a whole number written in digits`;
    case "out_of_range":
      return `${reason.column} "${reason.text}" is beyond 1,000,000,000`;
    case "below_zero":
      return `${reason.column} "${reason.text}" is below zero: units on hand cannot be negative`;
    case "not_understood":
      return `${reason.column} "${reason.text}" is not ${reason.expected}`;
    case "expected_without_on_hand":
      return "expected is given without on_hand";
    case "preorder_incomplete":
      return "preorder_available_at and preorder_limit go together; one of them is empty";
    case "option_names_twice":
      return `two options of the product have the same name (${reason.names.join(", ")})`;
    case "option_count":
      return `has ${reason.values} option values where the product has ${reason.names} options`;
    case "option_value_missing":
      return `has no value for the option "${reason.option}"`;
    case "option_name_missing":
      return `the value "${reason.value}" belongs to an option that has no name`;
    case "choice_twice":
      return `the same choice stands for different SKUs (${lineList(reason.lines)}); none is taken`;
    case "options_missing":
      return `several SKUs for a product without options (${lineList(reason.lines)}); none is taken`;
    case "contradiction":
      return `the rows of this SKU contradict each other in ${reason.what} (${lineList(reason.lines)}); none is taken`;
    case "too_large":
      return "is too large to be sent in one request";
    case "too_many_new_skus":
      return "has more new SKUs than a dry run can judge; import it to see";
    case "sku_refused":
      return `its SKU ${reason.sku} was refused`;
    case "cell_misplaced":
      return `${reason.column} says nothing in a row of the kind ${reason.kind}`;
    case "product_twice":
      return `several rows define this product (${lineList(reason.lines)}); none is taken`;
    case "product_rows_refused":
      return `other rows of this product were refused (${lineList(reason.lines)}); none is taken`;
    case "replenishment_id_invalid":
      return `the replenishment's id ${FAULTS[reason.fault]}`;
    case "replenishment_twice":
      return `the replenishment ${reason.id} of this SKU stands on several rows (${lineList(reason.lines)}); none is taken`;
    case "received_already":
      return `${reason.units} units of it came already, more than the file says`;
    case "location_missing":
      return "names no location";
    case "location_unknown":
      return `there is no warehouse with the name or code "${reason.location}"`;
    case "location_ambiguous":
      return `several warehouses have the name "${reason.location}" (${reason.codes.join(", ")}): write the code of one`;
    case "figure_twice":
      return `the SKU at "${reason.location}" stands on several rows (${lineList(reason.lines)}); none is taken`;
    case "options_differ":
      return "rows were refused and its options are not those that the server has: correct the rows first, so that no choice is lost";
    case "server":
      return `${reason.problem.detail} (${reason.problem.code})`;
  }
}
