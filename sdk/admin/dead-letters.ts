import type { DeadLetter, DeadLetterFilter } from "../contract/index.ts";
import type { PageOptions, WriteOptions } from "../transport/options.ts";
import { type Paged, paged } from "../transport/paged.ts";
import { path } from "../transport/path.ts";
import type { Transport } from "../transport/transport.ts";
import { post } from "../transport/verbs.ts";

/** What was given up after its last try. Needs a key with the scope `admin`. */
export interface DeadLetterCalls {
  /** Newest first. */
  list(filter?: DeadLetterFilter, options?: PageOptions): Paged<DeadLetter>;
  /** Sends it again, with all of its tries. */
  replay(id: string, options?: WriteOptions): Promise<DeadLetter>;
}

/** The calls, over a transport. */
export function createDeadLetters(transport: Transport): DeadLetterCalls {
  const at = (...parts: string[]) => path("v1/admin/dead-letters", ...parts);
  return {
    list: (filter = {}, options) => paged(transport, () => at(), options, { ...filter }),
    replay: async (id, options) => post(transport, at(id, "replay"), undefined, options),
  };
}
