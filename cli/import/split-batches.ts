import { BATCH_ASSUMED_SKUS_MAX, BATCH_BYTES_MAX, BATCH_ROWS_MAX } from "./bounds.ts";

/** What one item takes of a request. */
export interface Weight {
  bytes: number;
  /** SKUs that have to be named for it, in a dry run. */
  assumed: number;
}

/** The items in order, in batches that the server takes; those that are too heavy for any are named apart. */
export interface Batches<Item> {
  batches: Item[][];
  tooHeavy: { item: Item; weight: Weight }[];
}

const NOTHING: Weight = { bytes: 0, assumed: 0 };

function fits(weight: Weight, rows: number): boolean {
  return rows <= BATCH_ROWS_MAX && weight.bytes <= BATCH_BYTES_MAX && weight.assumed <= BATCH_ASSUMED_SKUS_MAX;
}

/** Splits by rows, bytes and assumed SKUs, whichever bound comes first. */
export function splitBatches<Item>(items: Iterable<Item>, weigh: (item: Item) => Weight): Batches<Item> {
  const result: Batches<Item> = { batches: [], tooHeavy: [] };
  let batch: Item[] = [];
  let sum = NOTHING;
  for (const item of items) {
    const weight = weigh(item);
    if (!fits(weight, 1)) {
      result.tooHeavy.push({ item, weight });
      continue;
    }
    const next = { bytes: sum.bytes + weight.bytes, assumed: sum.assumed + weight.assumed };
    if (fits(next, batch.length + 1)) {
      batch.push(item);
      sum = next;
    } else {
      result.batches.push(batch);
      batch = [item];
      sum = weight;
    }
  }
  if (batch.length > 0) result.batches.push(batch);
  return result;
}

/** Bytes of a value as JSON, with the comma behind it. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1;
}
