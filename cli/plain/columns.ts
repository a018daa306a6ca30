import { POLICY_CELLS } from "./policy-cells.ts";

/** What a row of the plain format speaks of; an empty cell is `stock`. */
export const ROW_KINDS = ["stock", "replenishment", "product", "combination", "component"] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** The columns of a preorder: one key of the policy, in three cells. */
export const PREORDER_COLUMNS = ["preorder_available_at", "preorder_limit", "preorder_channel_limits"] as const;

/** Every column of settings. */
export const SETTING_COLUMNS: readonly string[] = [...Object.keys(POLICY_CELLS), ...PREORDER_COLUMNS];

/** The columns that each kind of row may fill, beside `kind`. Anything else in it would be lost without a word. */
export const COLUMNS_OF_KIND: Readonly<Record<RowKind, readonly string[]>> = {
  stock: ["sku", "warehouse", "on_hand", "expected", ...SETTING_COLUMNS],
  replenishment: ["sku", "warehouse", "replenishment", "quantity", "received", "expected_at", "document", "note"],
  // A product has no stock keys: the server says so of a column that is filled all the same.
  product: [
    ...["product", "title", "url", "inventory_method", "sku", "attributes", "only_existing_combinations"],
    ...SETTING_COLUMNS,
  ],
  combination: ["product", "selection", "sku", "allow_out_of_stock"],
  component: ["product", "sku", "quantity"],
};

/** Figures that follow from claims and expected goods: told by an export that is asked for them, never read. */
export const FIGURE_COLUMNS = ["held", "allocated", "planned", "incoming"] as const;

/** The header of an export, without the figures that are only told. */
export const EXPORT_COLUMNS: readonly string[] = [
  ...["kind", "sku", "warehouse", "on_hand"],
  ...SETTING_COLUMNS,
  ...["replenishment", "quantity", "received", "expected_at", "document", "note"],
  ...["product", "title", "url", "inventory_method", "attributes", "only_existing_combinations"],
  ...["selection", "allow_out_of_stock"],
];
