import { type Admin, type ClientOptions, createAdmin, type SecretKey } from "../../sdk/index.ts";
import { ANSWER_TIMEOUT_MS, REQUEST_DEADLINE_MS, RETRIES } from "./bounds.ts";

/** A client of one server with one key, with the patience of a long run. Asks nothing yet. */
export function connect(url: URL, key: SecretKey, world: Pick<ClientOptions, "environment"> = {}): Admin {
  return createAdmin({
    baseUrl: url,
    key,
    retries: RETRIES,
    timeoutMs: ANSWER_TIMEOUT_MS,
    deadlineMs: REQUEST_DEADLINE_MS,
    ...world,
  });
}
