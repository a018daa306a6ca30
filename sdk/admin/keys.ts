import type { Key, KeyRequest, NewKey } from "../contract/index.ts";
import type { CallOptions, PageOptions, WriteOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post } from "../transport/verbs.ts";
import { removeWhole } from "./state.ts";

/** API keys. Needs a key with the scope `admin`. */
export interface KeyCalls {
  /** Makes a key. Its text is in this answer only. */
  create(request: KeyRequest, options?: WriteOptions): Promise<NewKey>;
  /** By id, without their texts. */
  list(options?: PageOptions): Paged<Key>;
  /** Within five seconds it opens nothing any more. */
  remove(id: string, options?: CallOptions): Promise<void>;
}

/** The calls, over a transport. */
export function createKeys(transport: Transport): KeyCalls {
  return {
    create: async (request, options) => post(transport, "v1/admin/keys", request, options),
    list: (options) => paged(transport, () => "v1/admin/keys", options),
    remove: async (id, options) => removeWhole(transport, path("v1/admin/keys", id), options),
  };
}
