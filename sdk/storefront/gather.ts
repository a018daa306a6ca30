import { SKUS_LENGTH_MAX, SKUS_PER_REQUEST_MAX } from "../bounds.ts";
import type { Availability, AvailabilityList } from "../contract/index.ts";
import { parametersOf } from "../transport/path.ts";
import { within } from "../transport/within.ts";
import type { Perspective } from "./question.ts";

/** Reads the list that is at a path below the base. */
export type Load = (path: string, signal: AbortSignal) => Promise<AvailabilityList>;

/** Asks about one SKU; `undefined` where there is none. */
export type AskSku = (
  sku: string,
  perspective: Perspective,
  signal: AbortSignal | undefined,
) => Promise<Availability | undefined>;

/** One request that is being gathered or under way. */
interface Batch {
  eyes: string;
  /** As parameters of its query. */
  skus: Set<string>;
  /** Who still waits for it: without anybody it is ended. */
  waiting: number;
  controller: AbortController;
  answer: Promise<AvailabilityList>;
}

/**
 * Gathers what is asked in one turn, in the same eyes: equal SKUs are asked about once, up to 100 in a request. Each asker
 * waits for its own request, and may leave before the others. Keeps nothing beyond the turn.
 */
export function gather(load: Load): AskSku {
  /** Of this turn. */
  let batches: Batch[] = [];

  return async (sku, { channel, reservation }, signal) => {
    const eyes = parametersOf({ channel, reservation });
    const parameter = parametersOf({ sku });
    let batch = batches.find(
      (each) =>
        each.eyes === eyes &&
        (each.skus.has(parameter) ||
          (each.skus.size < SKUS_PER_REQUEST_MAX && `${[...each.skus]}`.length < SKUS_LENGTH_MAX)),
    );
    if (!batch) {
      const controller = new AbortController();
      const skus = new Set<string>();
      // Not before those who ask in the same turn have done so.
      const answer = Promise.resolve().then(() => {
        batches = [];
        return load(`v1/availability?${[...skus, eyes].filter(Boolean).join("&")}`, controller.signal);
      });
      // With whoever ended their call before it began, nobody hears of its end.
      answer.catch(() => {});
      batch = { eyes, skus, waiting: 0, controller, answer };
      batches.push(batch);
    }
    batch.skus.add(parameter);
    batch.waiting += 1;
    try {
      return (await within(signal, () => batch.answer)).items.find((view) => view.sku === sku);
    } finally {
      batch.waiting -= 1;
      if (!batch.waiting) batch.controller.abort();
    }
  };
}
