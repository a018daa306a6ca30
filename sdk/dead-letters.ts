import type { DeadLetter, DeadLetterFilter, Page } from "./contract/index.ts";
import type { PageOptions, WriteOptions } from "./options.ts";
import { path } from "./path.ts";
import type { Transport } from "./transport.ts";
import { post, readPage } from "./verbs.ts";

/** What was given up after its last try. Needs a key with the scope `admin`. */
export interface DeadLetterCalls {
  /** Newest first. */
  list(filter?: DeadLetterFilter, options?: PageOptions): Promise<Page<DeadLetter>>;
  /** Sends it again, with all of its tries. */
  replay(id: string, options?: WriteOptions): Promise<DeadLetter>;
}

/** The calls, over a transport. */
export function createDeadLetters(transport: Transport): DeadLetterCalls {
  const at = (...parts: string[]) => path("v1/admin/dead-letters", ...parts);
  return {
    list: async (filter = {}, options) => readPage(transport, at(), options, { ...filter }),
    replay: async (id, options) => post(transport, at(id, "replay"), undefined, options),
  };
}
