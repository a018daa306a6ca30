import type { CallOptions, PageOptions, RevisionOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { read } from "../transport/verbs.ts";
import { removeWhole, state } from "./state.ts";

/** What can be asked of all that the shop keeps under names of its own. */
interface NamedThings<Thing, Request> {
  get(name: string, options?: CallOptions): Promise<Thing>;
  list(options?: PageOptions): Paged<Thing>;
  put(name: string, request: Request, options?: RevisionOptions): Promise<Thing>;
  remove(name: string, options?: RevisionOptions): Promise<void>;
}

/** The calls for those below a path. */
export function namedThings<Thing, Request>(transport: Transport, base: string): NamedThings<Thing, Request> {
  return {
    get: async (name, options) => read(transport, path(base, name), options),
    list: (options) => paged(transport, () => base, options),
    put: async (name, request, options) => state(transport, "PUT", path(base, name), request, options),
    remove: async (name, options) => removeWhole(transport, path(base, name), options),
  };
}
