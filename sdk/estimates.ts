import type { EstimateRequest, NamedEstimate, Page } from "./contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions } from "./options.ts";
import { path } from "./path.ts";
import type { Transport } from "./transport.ts";
import { read, readPage, remove, state } from "./verbs.ts";

/** Named times until goods are there. Needs a key with the scope `stock`. */
export interface EstimateCalls {
  get(id: string, options?: CallOptions): Promise<NamedEstimate>;
  /** By priority, the lowest first, and then by id. */
  list(options?: PageOptions): Promise<Page<NamedEstimate>>;
  /** Writes the estimate as a whole; makes it where there is none. */
  put(id: string, request: EstimateRequest, options?: RevisionOptions): Promise<NamedEstimate>;
  /** Removes it. Settings that name it are from then on as if they named none. */
  remove(id: string, options?: RevisionOptions): Promise<void>;
}

/** The calls, over a transport. */
export function createEstimates(transport: Transport): EstimateCalls {
  const at = (...parts: string[]) => path("v1/admin/estimates", ...parts);
  return {
    get: async (id, options) => read(transport, at(id), options),
    list: async (options) => readPage(transport, at(), options),
    put: async (id, request, options) => state(transport, "PUT", at(id), request, options),
    remove: async (id, options) => remove(transport, at(id), options),
  };
}
