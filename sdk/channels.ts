import type { Channel, ChannelRequest, Page } from "./contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions } from "./options.ts";
import { path } from "./path.ts";
import type { Transport } from "./transport.ts";
import { read, readPage, remove, state } from "./verbs.ts";

/** Where something is sold. Needs a key with the scope `stock`. */
export interface ChannelCalls {
  get(code: string, options?: CallOptions): Promise<Channel>;
  /** By code. */
  list(options?: PageOptions): Promise<Page<Channel>>;
  /** Writes the channel as a whole; makes it where there is none. Every SKU is told. */
  put(code: string, request: ChannelRequest, options?: RevisionOptions): Promise<Channel>;
  /** Removes it. What was claimed in it stays claimed. */
  remove(code: string, options?: RevisionOptions): Promise<void>;
}

/** The calls, over a transport. */
export function createChannels(transport: Transport): ChannelCalls {
  const at = (...parts: string[]) => path("v1/admin/channels", ...parts);
  return {
    get: async (code, options) => read(transport, at(code), options),
    list: async (options) => readPage(transport, at(), options),
    put: async (code, request, options) => state(transport, "PUT", at(code), request, options),
    remove: async (code, options) => remove(transport, at(code), options),
  };
}
