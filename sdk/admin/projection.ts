import type { WriteOptions } from "../transport/options.ts";
import type { Transport } from "../transport/transport.ts";
import { post } from "../transport/verbs.ts";

/** What lists and histories are read from. Needs a key with the scope `admin`. */
export interface ProjectionCalls {
  /** Has every SKU send its figures and movements again. It goes on by itself; lists stay readable meanwhile. */
  rebuild(options?: WriteOptions): Promise<{ started: boolean }>;
}

/** The calls, over a transport. */
export function createProjection(transport: Transport): ProjectionCalls {
  return { rebuild: async (options) => post(transport, "v1/admin/projection/rebuild", undefined, options) };
}
