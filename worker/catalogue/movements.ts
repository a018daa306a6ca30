import type { Movement, MovementFilter } from "../../sdk/index.ts";

/** Where a movement stands in the history over all SKUs. */
export type MovementPosition = Pick<Movement, "at" | "sku" | "sequence">;

interface MovementQuestion {
  filter: MovementFilter;
  /** The last one of the page before. */
  after: MovementPosition | null;
  limit: number;
  /** SKUs whose lines beyond the projection the caller has itself, so that there is no hole to wait for. */
  whole: readonly string[];
}

/** How a history is put in order: one SKU's by its own count, that of several by time. The newest comes first. */
export type MovementOrder = "sequence" | "time";

export function orderOf(filter: MovementFilter): MovementOrder {
  return filter.sku === undefined ? "time" : "sequence";
}

/**
 * Movements that the projection has, newest first. A line is given only when all lines of its SKU before it are there:
 * messages come in any order, and a reader shall never see what followed without what went before.
 */
export async function projectedMovements(db: D1Database, question: MovementQuestion): Promise<Movement[]> {
  const { filter, after, limit, whole } = question;
  const order = orderOf(filter);
  const conditions: [condition: string, ...values: (string | number)[]][] = [
    [
      `(sequence <= (SELECT lines_up_to FROM sku WHERE sku.sku = movement.sku)
        OR sku IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(whole),
    ],
  ];
  const equal = { sku: "sku", warehouse: "warehouse", order: '"order"', document: "document" } as const;
  const also = { actor: "actor", kind: "kind" } as const;
  for (const [key, column] of Object.entries({ ...equal, ...also })) {
    // The keys of the two objects above are keys of the filter.
    const value = filter[key as keyof typeof equal | keyof typeof also];
    if (value !== undefined) conditions.push([`${column} = ?`, value]);
  }
  if (filter.from !== undefined) conditions.push(["at >= ?", filter.from]);
  if (filter.to !== undefined) conditions.push(["at < ?", filter.to]);
  if (after !== null) {
    if (order === "sequence") conditions.push(["sequence < ?", after.sequence]);
    else conditions.push(["(at, sku, sequence) < (?, ?, ?)", after.at, after.sku, after.sequence]);
  }
  const sorted = order === "sequence" ? "sequence DESC" : "at DESC, sku DESC, sequence DESC";
  const rows = await db
    .prepare(
      `SELECT * FROM movement WHERE ${conditions.map(([condition]) => condition).join(" AND ")}
       ORDER BY ${sorted} LIMIT ?`,
    )
    .bind(...conditions.flatMap(([, ...values]) => values), limit)
    .all<Movement>();
  return rows.results;
}

/** Whether a movement is what a filter asks for. */
export function fitsFilter(movement: Movement, filter: MovementFilter): boolean {
  const { from, to, ...equal } = filter;
  const isEqual = Object.entries(equal).every(
    // Every other key of the filter is a key of a movement.
    ([key, value]) => value === undefined || movement[key as keyof typeof equal] === value,
  );
  return isEqual && (from === undefined || movement.at >= from) && (to === undefined || movement.at < to);
}

/** Whether one movement comes after another in an order: is older. */
export function isAfter(movement: MovementPosition, other: MovementPosition, order: MovementOrder): boolean {
  return compareMovements(movement, other, order) > 0;
}

/** Newest first, as the database does it. */
export function compareMovements(one: MovementPosition, other: MovementPosition, order: MovementOrder): number {
  if (order === "time") {
    if (one.at !== other.at) return one.at < other.at ? 1 : -1;
    const bySku = compareText(other.sku, one.sku);
    if (bySku !== 0) return bySku;
  }
  return other.sequence - one.sequence;
}

/** By code point, which is the order of UTF-8. Texts compared as they are go by UTF-16. */
function compareText(one: string, other: string): number {
  const [left, right] = [[...one], [...other]];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
