import type { OnhandError } from "../sdk/index.ts";
import type { SubscribeRefusal } from "./texts/subscribe-texts.ts";

const REFUSAL_OF_CODE: ReadonlyMap<unknown, SubscribeRefusal> = new Map([
  ["rate_limited", "rateLimited"],
  ["not_subscribable", "over"],
  ["network", "offline"],
  ["timeout", "offline"],
]);

/** What to say of an error by which a wish to be told was not taken; of anything that is no `OnhandError`, that it failed. */
export function subscribeRefusalOf({ code, problem }: Partial<OnhandError>): SubscribeRefusal {
  // A browser takes for an address what it takes; the server has the last word.
  if (problem?.errors?.some(({ pointer }) => pointer === "/email")) return "address";
  return REFUSAL_OF_CODE.get(code) ?? "failed";
}
