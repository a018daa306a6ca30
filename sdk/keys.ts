import type { Key, KeyRequest, NewKey, Page } from "./contract/index.ts";
import type { CallOptions, PageOptions, WriteOptions } from "./options.ts";
import { path } from "./path.ts";
import type { Transport } from "./transport.ts";
import { post, readPage, remove } from "./verbs.ts";

/** API keys. Needs a key with the scope `admin`. */
export interface KeyCalls {
  /** Makes a key. Its text is in this answer only. */
  create(request: KeyRequest, options?: WriteOptions): Promise<NewKey>;
  /** By id, without their texts. */
  list(options?: PageOptions): Promise<Page<Key>>;
  /** Within five seconds it opens nothing any more. */
  remove(id: string, options?: CallOptions): Promise<void>;
}

/** The calls, over a transport. */
export function createKeys(transport: Transport): KeyCalls {
  return {
    create: async (request, options) => post(transport, "v1/admin/keys", request, options),
    list: async (options) => readPage(transport, "v1/admin/keys", options),
    remove: async (id, options) => remove(transport, path("v1/admin/keys", id), options),
  };
}
