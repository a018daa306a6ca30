import type { EstimateRequest, NamedEstimate } from "../contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions } from "../transport/options.ts";
import type { Paged } from "../transport/paged.ts";
import type { Transport } from "../transport/transport.ts";
import { namedThings } from "./named-things.ts";

/** Named times until goods are there. Needs a key with the scope `stock`. */
export interface EstimateCalls {
  get(id: string, options?: CallOptions): Promise<NamedEstimate>;
  /** By priority, the lowest first, and then by id. */
  list(options?: PageOptions): Paged<NamedEstimate>;
  /** Writes the estimate as a whole; makes it where there is none. */
  put(id: string, request: EstimateRequest, options?: RevisionOptions): Promise<NamedEstimate>;
  /** Removes it. Settings that name it are from then on as if they named none. */
  remove(id: string, options?: RevisionOptions): Promise<void>;
}

/** The calls, over a transport. */
export function createEstimates(transport: Transport): EstimateCalls {
  return namedThings(transport, "v1/admin/estimates");
}
