/** Something that was done, and that the person who made the file should know of. */
export type Warning =
  | { code: "columns_unused"; columns: string[] }
  | { code: "columns_ignored"; columns: string[] }
  | { code: "warehouse_made"; warehouse: string; name: string; dryRun: boolean }
  | { code: "no_stock_column"; column: string }
  | { code: "language_chosen"; column: string }
  | { code: "not_tracked"; lines: number[] }
  | { code: "shared_sku"; sku: string; lines: number[] }
  | { code: "slug_from_name"; product: string; line: number }
  | { code: "title_missing"; product: string; line: number }
  | { code: "product_incomplete"; product: string; lines: number[] }
  | { code: "product_left_out"; product: string; lines: number[] }
  | { code: "choices_kept"; product: string; line: number; choices: number };

/** The lines that the warning is about; none for one about the whole file. */
export function warningLines(warning: Warning): number[] {
  if ("lines" in warning) return warning.lines;
  return "line" in warning ? [warning.line] : [];
}

/** The warning as a sentence. */
export function describeWarning(warning: Warning): string {
  switch (warning.code) {
    case "columns_unused":
      return `columns that the import does not know: ${warning.columns.join(", ")}`;
    case "columns_ignored":
      return `columns that are only told by exports and never read: ${warning.columns.join(", ")}`;
    case "warehouse_made":
      return `the warehouse ${warning.warehouse} (${warning.name}) ${warning.dryRun ? "would be" : "was"} made`;
    case "no_stock_column":
      return `there is no column ${warning.column}: no figure on hand is set`;
    case "language_chosen":
      return `of several languages the column ${warning.column} is read`;
    case "not_tracked":
      return "these rows have no inventory tracker: their SKUs are not tracked and sell without limit";
    case "shared_sku":
      return `SKU ${warning.sku} stands on several rows that agree: it is one stock, counted once`;
    case "slug_from_name":
      return `product ${warning.product}: its slug was empty and is made from its name`;
    case "title_missing":
      return `product ${warning.product}: it has no title; its id is shown instead`;
    case "product_incomplete":
      return `product ${warning.product}: rows of it were refused; its other choices are imported`;
    case "product_left_out":
      return `product ${warning.product}: every row of it was refused; the product is left as it is`;
    case "choices_kept":
      return `product ${warning.product}: ${warning.choices} choices that the server has and the file does not give readably stay as they are`;
  }
}
