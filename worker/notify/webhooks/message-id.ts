import { base64Url, sha256 } from "../../objects/slot-number.ts";

/**
 * The `webhook-id` header of an event, or of a ping by the id of its delivery: `msg_` and a hash, as an event's id may hold a
 * SKU in any script and a header may not. Derived and nowhere kept: whoever sends the event, and whenever, gives it the same.
 */
export async function messageIdOf(subject: string): Promise<string> {
  return `msg_${base64Url(await sha256(subject)).slice(0, 32)}`;
}
