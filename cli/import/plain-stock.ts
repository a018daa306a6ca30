import type { Policy } from "../../sdk/index.ts";
import { readText } from "../csv/text-cell.ts";
import { PREORDER_COLUMNS } from "../plain/columns.ts";
import { POLICY_CELLS } from "../plain/policy-cells.ts";
import { readPreorder } from "../plain/preorder-cells.ts";
import { type Parsed, parseOnHand } from "./cell.ts";
import type { SourceRow } from "./column.ts";
import type { LevelStatement, Statement } from "./drafts.ts";
import { idFault } from "./id-text.ts";
import { type PlainColumns, plainCell } from "./plain-columns.ts";

function readLevel(row: SourceRow, columns: PlainColumns, warehouse: string): Parsed<LevelStatement | null> {
  const text = plainCell(row, columns, "on_hand");
  const believed = plainCell(row, columns, "expected");
  if (text === "") {
    return believed === "" ? { ok: true, value: null } : { ok: false, reason: { code: "expected_without_on_hand" } };
  }
  const onHand = parseOnHand(nameOf(columns, "on_hand"), text);
  if (!onHand.ok) return onHand;
  const level = { warehouse: readText(plainCell(row, columns, "warehouse")) || warehouse, onHand: onHand.value };
  if (believed === "") return { ok: true, value: level };
  const expected = parseOnHand(nameOf(columns, "expected"), believed);
  return expected.ok ? { ok: true, value: { ...level, expected: expected.value } } : expected;
}

/** The settings that the row's cells give. */
export function readSettings(row: SourceRow, columns: PlainColumns): Parsed<Partial<Policy>> {
  const [availableAt, limit, channelLimits] = PREORDER_COLUMNS;
  const preorder = readPreorder([
    plainCell(row, columns, availableAt),
    plainCell(row, columns, limit),
    plainCell(row, columns, channelLimits),
  ]);
  if (!preorder.ok) return preorder;
  let policy = preorder.value;
  for (const [name, { read }] of Object.entries(POLICY_CELLS)) {
    const text = plainCell(row, columns, name);
    if (text === "") continue;
    const part = read(nameOf(columns, name), text);
    if (!part.ok) return part;
    policy = { ...policy, ...part.value };
  }
  return { ok: true, value: policy };
}

/** A column's name as the file writes it. */
function nameOf(columns: PlainColumns, name: string): string {
  return columns.get(name)?.name ?? name;
}

/** A row of one SKU at one warehouse: its figure, and settings of the SKU. */
export function readStock(row: SourceRow, columns: PlainColumns, warehouse: string): Parsed<Statement> {
  const sku = readText(plainCell(row, columns, "sku"));
  const fault = idFault(sku);
  if (fault !== null) return { ok: false, reason: { code: "sku_invalid", fault } };
  const level = readLevel(row, columns, warehouse);
  if (!level.ok) return level;
  const policy = readSettings(row, columns);
  if (!policy.ok) return policy;
  return { ok: true, value: { line: row.line, sku, product: null, level: level.value, policy: policy.value } };
}
