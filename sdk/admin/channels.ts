import type { Channel, ChannelRequest } from "../contract/index.ts";
import type { CallOptions, PageOptions, RevisionOptions } from "../transport/options.ts";
import type { Paged } from "../transport/paged.ts";
import type { Transport } from "../transport/transport.ts";
import { namedThings } from "./named-things.ts";

/** Where something is sold. Needs a key with the scope `stock`. */
export interface ChannelCalls {
  get(code: string, options?: CallOptions): Promise<Channel>;
  /** By code. */
  list(options?: PageOptions): Paged<Channel>;
  /** Writes the channel as a whole; makes it where there is none. Every SKU is told. */
  put(code: string, request: ChannelRequest, options?: RevisionOptions): Promise<Channel>;
  /** Removes it. What was claimed in it stays claimed. */
  remove(code: string, options?: RevisionOptions): Promise<void>;
}

/** The calls, over a transport. */
export function createChannels(transport: Transport): ChannelCalls {
  return namedThings(transport, "v1/admin/channels");
}
