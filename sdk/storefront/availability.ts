import type { Availability, AvailabilityList } from "../contract/index.ts";
import { NotFoundError } from "../errors/not-found-error.ts";
import type { CallOptions } from "../transport/options.ts";
import type { Transport } from "../transport/transport.ts";
import { gather } from "./gather.ts";
import type { Perspective } from "./question.ts";

/** What the shopper is told of SKUs (DESIGN section 5). */
export interface AvailabilityCalls {
  /**
   * One view. Asked for many times in one turn, it makes one request for up to 100 SKUs; equal SKUs share one answer. A
   * request that fails rejects all who wait for it. Throws a `NotFoundError` for a SKU that there is not.
   */
  get(sku: string, options?: CallOptions & Perspective): Promise<Availability>;
  /** Views of any number of SKUs, in the order asked, each once. SKUs that there are not stand in `unknown`. */
  list(skus: readonly string[], options?: CallOptions & Perspective): Promise<AvailabilityList>;
}

/** The calls, over a transport. */
export function createAvailability(transport: Transport): AvailabilityCalls {
  const ask = gather(async (path, signal) => (await transport.send<AvailabilityList>(path, { signal })).body);
  return {
    async get(sku, options = {}) {
      const view = await ask(sku, options, options.signal);
      if (view) return view;
      throw new NotFoundError({ message: "No such SKU", code: "sku_not_found" });
    },
    async list(skus, options = {}) {
      const asked = [...new Set(skus)];
      const views = await Promise.all(asked.map((sku) => ask(sku, options, options.signal)));
      return { items: views.flatMap((view) => view ?? []), unknown: asked.filter((_, at) => !views[at]) };
    },
  };
}
