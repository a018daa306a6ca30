import type { ExportedSku, Level, Product, Replenishment } from "../../sdk/index.ts";
import { anyTextCell, textCell } from "../csv/text-cell.ts";
import { EXPORT_COLUMNS, FIGURE_COLUMNS, PREORDER_COLUMNS, type RowKind } from "../plain/columns.ts";
import { POLICY_CELLS } from "../plain/policy-cells.ts";
import { writePreorder } from "../plain/preorder-cells.ts";

/** The cells of one row by column; what is not named is empty. */
type Cells = Readonly<Record<string, string>>;

/** The header; `withFigures` adds the columns that are only told. */
export function plainHeader(withFigures: boolean): string[] {
  return withFigures ? [...EXPORT_COLUMNS, ...FIGURE_COLUMNS] : [...EXPORT_COLUMNS];
}

/** A row's cells in the order of the header. */
export function plainCells(header: readonly string[], kind: RowKind, cells: Cells): string[] {
  const all: Cells = { ...cells, kind };
  return header.map((column) => all[column] ?? "");
}

/** Settings that are set here, each in its column; a key that is inherited leaves it empty. */
function settingCells(policy: ExportedSku["policy"]): Cells {
  const [availableAt, limit, channelLimits] = PREORDER_COLUMNS;
  const [at, units, byChannel] = writePreorder(policy);
  const settings = Object.entries(POLICY_CELLS).map(([column, { write }]) => [column, write(policy)] as const);
  return { ...Object.fromEntries(settings), [availableAt]: at, [limit]: units, [channelLimits]: byChannel };
}

function levelCells({ warehouse, onHand, held, allocated, planned, incoming }: Level): Cells {
  return {
    warehouse: textCell(warehouse),
    on_hand: String(onHand),
    held: String(held),
    allocated: String(allocated),
    planned: String(planned),
    incoming: String(incoming),
  };
}

function replenishmentCells({ sku, id, warehouse, quantity, received, ...rest }: Replenishment): Cells {
  return {
    sku: textCell(sku),
    warehouse: textCell(warehouse),
    replenishment: textCell(id),
    quantity: String(quantity),
    received: String(received),
    expected_at: rest.expectedAt ?? "",
    document: rest.document === null ? "" : textCell(rest.document),
    note: rest.note === null ? "" : anyTextCell(rest.note),
  };
}

/** One SKU: a row for each warehouse, its settings on the first one; then a row for each replenishment. */
export function* skuRows({ sku, policy, levels, replenishments }: ExportedSku): Generator<[RowKind, Cells]> {
  const [first, ...others] = levels;
  const named = { sku: textCell(sku) };
  yield ["stock", { ...named, ...(first === undefined ? {} : levelCells(first)), ...settingCells(policy) }];
  for (const level of others) yield ["stock", { ...named, ...levelCells(level) }];
  for (const replenishment of replenishments) yield ["replenishment", replenishmentCells(replenishment)];
}

/** One product: a row for its definition, then one for each combination or component. */
export function* productRows(product: Product): Generator<[RowKind, Cells]> {
  const named = { product: textCell(product.id) };
  yield [
    "product",
    {
      ...named,
      ...settingCells(product.policy),
      title: textCell(product.title),
      url: product.url === null ? "" : textCell(product.url),
      inventory_method: product.inventoryMethod,
      sku: product.sku === null ? "" : textCell(product.sku),
      attributes: product.inventoryMethod === "combinations" ? JSON.stringify(product.attributes) : "",
      only_existing_combinations: String(product.onlyExistingCombinations),
    },
  ];
  for (const { selection, sku, allowOutOfStock } of product.combinations) {
    yield [
      "combination",
      {
        ...named,
        selection: JSON.stringify(selection),
        sku: sku === null ? "" : textCell(sku),
        allow_out_of_stock: allowOutOfStock === null ? "" : String(allowOutOfStock),
      },
    ];
  }
  for (const { sku, quantity } of product.components) {
    yield ["component", { ...named, sku: textCell(sku), quantity: String(quantity) }];
  }
}
