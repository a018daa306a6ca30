import type { Admin, BulkReplenishmentRow } from "../../sdk/index.ts";
import { replenishmentId } from "./catalogue.ts";
import type { ReplenishmentStatement } from "./drafts.ts";
import type { Outcome, Outcomes } from "./outcome.ts";
import type { SendOptions } from "./send-options.ts";
import { askRows, refused, UNEXPLAINED } from "./send-rows.ts";
import { jsonBytes, splitBatches } from "./split-batches.ts";

type Row = Parameters<Admin["bulk"]["replenishments"]>[0]["rows"][number];

function rowOf({ sku, id, warehouse, quantity, expectedAt, document, note }: ReplenishmentStatement): Row {
  const row: Row = { sku, id, warehouse, quantity, expectedAt };
  if (document !== null) row.document = document;
  if (note !== null) row.note = note;
  return row;
}

/**
 * Brings replenishments to the state that the file gives, then books what came of them beyond what the server knows of.
 * What is booked raises on hand: counts of those SKUs are sent after it. `isNew`: of what a dry run has not made nothing
 * can be asked; it is taken.
 */
export async function sendReplenishments(
  server: Admin,
  statements: readonly ReplenishmentStatement[],
  isNew: (statement: ReplenishmentStatement) => boolean,
  options: SendOptions,
  outcomes: Outcomes,
): Promise<void> {
  const [assumed, known] = [true, false].map((wanted) => statements.filter((each) => isNew(each) === wanted));
  for (const each of assumed ?? []) {
    outcomes.replenishments.set(replenishmentId(each), { outcome: "created", changes: [] });
    options.onProgress?.(1);
  }
  for (const batch of splitBatches(known ?? [], (each) => ({ bytes: jsonBytes(rowOf(each)), assumed: 0 })).batches) {
    const due = await state(server, batch, options, outcomes);
    if (due.length > 0) await book(server, due, options, outcomes);
    options.onProgress?.(batch.length);
  }
}

/** What came beyond what the server knows of. */
interface Due {
  statement: ReplenishmentStatement;
  units: number;
}

/** States what shall be, and gives what is to be booked after it. */
async function state(
  server: Admin,
  batch: readonly ReplenishmentStatement[],
  { dryRun }: SendOptions,
  outcomes: Outcomes,
): Promise<Due[]> {
  const answered = await askRows(
    batch,
    async (statements) => (await server.bulk.replenishments({ rows: statements.map(rowOf), dryRun })).rows,
  );
  const due: Due[] = [];
  for (const [statement, said] of answered) {
    const { outcome, units } = said.ok ? judge(statement, said.answer) : { outcome: refused(said.problem), units: 0 };
    outcomes.replenishments.set(replenishmentId(statement), outcome);
    if (units > 0 && !dryRun) due.push({ statement, units });
  }
  return due;
}

/** What came of one row, and how many units it still has to be booked with. */
function judge(statement: ReplenishmentStatement, row: BulkReplenishmentRow): { outcome: Outcome; units: number } {
  if (row.outcome === "refused") return { outcome: refused(row.problem ?? UNEXPLAINED), units: 0 };
  const came = row.replenishment?.received ?? 0;
  const units = (statement.received ?? came) - came;
  if (units < 0)
    return { outcome: { outcome: "refused", reason: { code: "received_already", units: came } }, units: 0 };
  if (units === 0) return { outcome: { outcome: row.outcome, changes: [] }, units };
  return { outcome: { outcome: row.outcome === "created" ? "created" : "changed", changes: ["received"] }, units };
}

async function book(server: Admin, due: readonly Due[], { document }: SendOptions, outcomes: Outcomes): Promise<void> {
  const answered = await askRows(due, async (left) => {
    const rows = left.map(({ statement: { sku, id }, units }) => ({ sku, id, quantity: units, document }));
    return (await server.bulk.receipts({ rows })).rows;
  });
  for (const [{ statement }, said] of answered) {
    const problem = said.ok ? said.answer.problem : said.problem;
    if (problem !== undefined) outcomes.replenishments.set(replenishmentId(statement), refused(problem));
  }
}
