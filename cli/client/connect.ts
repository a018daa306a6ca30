import { type Admin, type ClientOptions, createAdmin } from "../../sdk/index.ts";
import { ANSWER_TIMEOUT_MS, RETRIES, RETRY_AFTER_MS_MAX } from "./bounds.ts";

/** A client of one server with one key, with the patience of a long run. Asks nothing yet. */
export function connect(url: URL, key: string, world: Pick<ClientOptions, "environment"> = {}): Admin {
  return createAdmin({
    baseUrl: url,
    key,
    retries: RETRIES,
    timeoutMs: ANSWER_TIMEOUT_MS,
    retryAfterMsMax: RETRY_AFTER_MS_MAX,
    ...world,
  });
}
