import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Movement, MovementFilter } from "../../sdk/index.ts";
import {
  compareMovements,
  fitsFilter,
  isAfter,
  type MovementPosition,
  orderOf,
  projectedMovements,
} from "../catalogue/movements.ts";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import { sha256, slotOfHash } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";
import { answerWithCsv, csvOf, wantsCsv } from "./csv.ts";
import { cursorOf, partsOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { formatQuery, limitOf, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonOrCsvAnswer } from "./responses.ts";
import { movementPage, movementQuery } from "./schemas/movement.ts";
import { skuText } from "./schemas/text.ts";
import { askSku, askSlot } from "./stock-access.ts";

const ofAll = defineRoute({
  method: "get",
  path: "/v1/admin/movements",
  tags: ["Movements"],
  summary: "The history of all SKUs, newest first",
  description:
    "A movement is listed when all of its SKU before it are: seconds after it was made, and with `sku` or `order` at once.",
  request: { query: z.strictObject({ ...movementQuery, ...formatQuery }) },
  responses: { 200: jsonOrCsvAnswer(movementPage, "Without a hole.") },
  problems: ["sku_not_found"],
});

const ofSku = defineRoute({
  method: "get",
  path: "/v1/admin/skus/{sku}/movements",
  tags: ["SKUs"],
  summary: "The history of a SKU, newest first",
  request: { params: z.object({ sku: skuText }), query: z.strictObject(pageQuery) },
  responses: { 200: jsonAnswer(movementPage, "Without a hole.") },
  problems: ["sku_not_found"],
});

const COLUMNS = [
  ...["at", "sku", "sequence", "warehouse", "kind", "figure", "change", "after"],
  ...["reason", "note", "order", "document", "actor"],
] as const satisfies (keyof Movement)[];

/** A SKU has a few lines under way, seldom thousands. */
const RECENT_LINES_PER_CALL = 500;

/** What changed, by how much, who did it and why. */
export function movementRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(ofAll, async (context) => {
    const { cursor, limit, format, ...filter } = context.req.valid("query");
    const isCsv = wantsCsv(context, format);
    const { items, nextCursor } = await pageOf(context, filter, afterOf(cursor), limitOf(limit, isCsv));
    if (!isCsv) return context.json({ items, nextCursor }, 200);
    const rows = items.map((movement) => COLUMNS.map((column) => movement[column]));
    return answerWithCsv(context, "movements", csvOf(COLUMNS, rows), nextCursor);
  });

  app.openapi(ofSku, async (context) => {
    const { sku } = context.req.valid("param");
    const { cursor, limit } = context.req.valid("query");
    return context.json(await pageOf(context, { sku }, afterOf(cursor), limit ?? PAGE_SIZE_DEFAULT), 200);
  });
}

/**
 * The projection plus what the SKUs that are asked for have not had acknowledged. They are asked first: what they leave
 * out is in the projection by then.
 */
async function pageOf(
  context: Context<AppEnv>,
  filter: MovementFilter,
  after: MovementPosition | null,
  limit: number,
): Promise<{ items: Movement[]; nextCursor: string | null }> {
  const order = orderOf(filter);
  const whole = await skusAskedFor(context, filter);
  const isWanted = (movement: Movement): boolean =>
    fitsFilter(movement, filter) && (after === null || isAfter(movement, after, order));
  const recent = await Promise.all(whole.map((sku) => recentOf(context, sku, isWanted, limit + 1)));
  const projected = await projectedMovements(context.env.DB, { filter, after, limit: limit + 1, whole });
  const byNumber = new Map(
    [...projected, ...recent.flat()].map((each) => [JSON.stringify([each.sku, each.sequence]), each]),
  );
  const all = [...byNumber.values()].toSorted((one, other) => compareMovements(one, other, order));
  const items = all.slice(0, limit);
  const last = items.at(-1);
  const hasMore = all.length > limit && last !== undefined;
  return { items, nextCursor: hasMore ? cursorOf(JSON.stringify([last.at, last.sku, last.sequence])) : null };
}

/** The SKU that is asked for, or those of the order: a bounded number. */
async function skusAskedFor(context: Context<AppEnv>, { sku, order }: MovementFilter): Promise<string[]> {
  if (sku !== undefined) return [sku];
  if (order === undefined) return [];
  const found = await askSlot(context, slotOfHash(await sha256(order)), (slot) => slot.order(order));
  // An order that was forgotten has nothing under way any more.
  if (!found.accepted) return [];
  return [...new Set(found.value.lines.flatMap((line) => line.skus.map((each) => each.sku)))];
}

/** Wanted lines that a SKU has not had acknowledged, newest first. */
async function recentOf(
  context: Context<AppEnv>,
  sku: string,
  isWanted: (movement: Movement) => boolean,
  limit: number,
): Promise<Movement[]> {
  const wanted: Movement[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; wanted.length < limit; ) {
    const some = await askSku(context, sku, (stub) => stub.recentMovements(before, RECENT_LINES_PER_CALL));
    if (some === null) throw ProblemError.field("sku", `There is no SKU ${sku}.`, "sku_not_found");
    wanted.push(...some.filter(isWanted));
    const last = some.at(-1);
    if (last === undefined || some.length < RECENT_LINES_PER_CALL) break;
    before = last.sequence;
  }
  return wanted.slice(0, limit);
}

const position = z.tuple([z.string(), z.string(), z.int().min(1)]);

function afterOf(cursor: string | undefined): MovementPosition | null {
  const parts = partsOf(cursor, position);
  if (parts === null) return null;
  const [at, sku, sequence] = parts;
  return { at, sku, sequence };
}
