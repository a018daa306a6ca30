import type { Policy } from "../../sdk/index.ts";
import { type Parsed, parseMoment, parseOnHand, parseWhole } from "./cell.ts";
import { type Column, cellOf, columnKey, findColumn, type Header, type SourceRow } from "./column.ts";
import { emptyDrafts, type LevelStatement, type ReaderOptions, type RowReader, type Statement } from "./drafts.ts";
import { idFault } from "./id-text.ts";
import { POLICY_CELLS, type PolicyCell } from "./plain-columns.ts";
import type { RefusalReason } from "./refusal.ts";

/** The columns of the plain format that the file has. */
export interface PlainColumns {
  sku: Column;
  warehouse: Column | null;
  onHand: Column | null;
  expected: Column | null;
  preorderAvailableAt: Column | null;
  preorderLimit: Column | null;
  policy: { column: Column; read: PolicyCell }[];
}

const OWN = ["sku", "warehouse", "on_hand", "expected", "preorder_available_at", "preorder_limit"];
const KNOWN = new Set([...OWN, ...Object.keys(POLICY_CELLS)].map(columnKey));

/** Whether the column belongs to the format. */
export function isPlainColumn(key: string): boolean {
  return KNOWN.has(key);
}

/** The columns, or the names of the required ones that are missing: `sku`, and one that says something about it. */
export function matchPlain(header: Header): { columns: PlainColumns } | { missing: string[] } {
  const sku = findColumn(header, "sku");
  const onHand = findColumn(header, "on_hand");
  const policy = Object.entries(POLICY_CELLS).flatMap(([name, read]) => {
    const column = findColumn(header, name);
    return column === null ? [] : [{ column, read }];
  });
  const preorderAvailableAt = findColumn(header, "preorder_available_at");
  const preorderLimit = findColumn(header, "preorder_limit");
  const saysSomething =
    onHand !== null || policy.length > 0 || (preorderAvailableAt !== null && preorderLimit !== null);
  if (sku === null || !saysSomething) {
    return { missing: [...(sku ? [] : ["sku"]), ...(saysSomething ? [] : ["on_hand"])] };
  }
  return {
    columns: {
      sku,
      onHand,
      policy,
      preorderAvailableAt,
      preorderLimit,
      warehouse: findColumn(header, "warehouse"),
      expected: findColumn(header, "expected"),
    },
  };
}

function readLevel(row: SourceRow, columns: PlainColumns, warehouse: string): Parsed<LevelStatement | null> {
  const text = cellOf(row, columns.onHand);
  const believed = cellOf(row, columns.expected);
  if (columns.onHand === null || text === "") {
    return believed === "" ? { ok: true, value: null } : { ok: false, reason: { code: "expected_without_on_hand" } };
  }
  const onHand = parseOnHand(columns.onHand.name, text);
  if (!onHand.ok) return onHand;
  const level: LevelStatement = { warehouse: cellOf(row, columns.warehouse) || warehouse, onHand: onHand.value };
  if (columns.expected !== null && believed !== "") {
    const expected = parseOnHand(columns.expected.name, believed);
    if (!expected.ok) return expected;
    level.expected = expected.value;
  }
  return { ok: true, value: level };
}

function readPreorder(row: SourceRow, columns: PlainColumns): Parsed<Partial<Policy>> {
  const at = cellOf(row, columns.preorderAvailableAt);
  const most = cellOf(row, columns.preorderLimit);
  if (at === "" && most === "") return { ok: true, value: {} };
  if (columns.preorderAvailableAt === null || columns.preorderLimit === null || at === "" || most === "") {
    return { ok: false, reason: { code: "preorder_incomplete" } };
  }
  const availableAt = parseMoment(columns.preorderAvailableAt.name, at);
  if (!availableAt.ok) return availableAt;
  const limit = parseWhole(columns.preorderLimit.name, most);
  if (!limit.ok) return limit;
  return { ok: true, value: { preorder: { availableAt: availableAt.value, limit: limit.value } } };
}

function readPolicy(row: SourceRow, columns: PlainColumns): Parsed<Partial<Policy>> {
  const preorder = readPreorder(row, columns);
  if (!preorder.ok) return preorder;
  let policy = preorder.value;
  for (const { column, read } of columns.policy) {
    const text = cellOf(row, column);
    if (text === "") continue;
    const part = read(column.name, text);
    if (!part.ok) return part;
    policy = { ...policy, ...part.value };
  }
  return { ok: true, value: policy };
}

function readStatement(row: SourceRow, columns: PlainColumns, warehouse: string): Parsed<Statement> {
  const sku = cellOf(row, columns.sku);
  const fault = idFault(sku);
  if (fault !== null) return { ok: false, reason: { code: "sku_invalid", fault } };
  const level = readLevel(row, columns, warehouse);
  if (!level.ok) return level;
  const policy = readPolicy(row, columns);
  if (!policy.ok) return policy;
  return { ok: true, value: { line: row.line, sku, product: null, level: level.value, policy: policy.value } };
}

/** Reads the plain format: each row one SKU at one warehouse. An empty cell says nothing and changes nothing. */
export function createPlainReader(columns: PlainColumns, options: ReaderOptions): RowReader {
  const drafts = emptyDrafts();

  function refuse(row: SourceRow, reason: RefusalReason): void {
    const sku = cellOf(row, columns.sku);
    drafts.refusals.push({ line: row.line, sku: sku === "" ? null : sku, product: null, reason });
  }

  return {
    read(row) {
      const statement = readStatement(row, columns, options.warehouse);
      if (statement.ok) drafts.statements.push(statement.value);
      else refuse(row, statement.reason);
    },
    readBroken: refuse,
    finish: () => drafts,
  };
}
