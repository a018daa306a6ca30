import { readAnyText, readText } from "../csv/text-cell.ts";
import { type Parsed, parseMoment, parseOnHand } from "./cell.ts";
import type { SourceRow } from "./column.ts";
import type { ReplenishmentStatement } from "./drafts.ts";
import { idFault } from "./id-text.ts";
import { type PlainColumns, plainCell } from "./plain-columns.ts";

/** A row of goods that are awaited. It states them as a whole: a cell that is empty is a value that is not known. */
export function readReplenishment(
  row: SourceRow,
  columns: PlainColumns,
  warehouse: string,
): Parsed<ReplenishmentStatement> {
  const cell = (name: string) => plainCell(row, columns, name);
  const textOf = (name: string) => readText(cell(name));
  const sku = textOf("sku");
  const skuFault = idFault(sku);
  if (skuFault !== null) return { ok: false, reason: { code: "sku_invalid", fault: skuFault } };
  const id = textOf("replenishment");
  const fault = idFault(id);
  if (fault !== null) return { ok: false, reason: { code: "replenishment_id_invalid", fault } };
  const quantity = parseOnHand("quantity", cell("quantity"));
  if (!quantity.ok) return quantity;
  const received = cell("received") === "" ? null : parseOnHand("received", cell("received"));
  if (received !== null && !received.ok) return received;
  const expectedAt = cell("expected_at") === "" ? null : parseMoment("expected_at", cell("expected_at"));
  if (expectedAt !== null && !expectedAt.ok) return expectedAt;
  return {
    ok: true,
    value: {
      line: row.line,
      sku,
      id,
      warehouse: textOf("warehouse") || warehouse,
      quantity: quantity.value,
      received: received?.value ?? null,
      expectedAt: expectedAt?.value ?? null,
      document: textOf("document") || null,
      note: readAnyText(cell("note")) || null,
    },
  };
}
