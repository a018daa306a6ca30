import type { PublishableKey, Transport } from "../sdk/index.ts";
import { createTransport } from "../sdk/transport/transport.ts";
import type { Asked } from "./asked.ts";

/**
 * The way to the server that an element names. Throws a `TypeError` for an endpoint or a key that can never work, and for a
 * secret key: whatever a page is given, everybody has.
 */
export function transportOf({ endpoint, key }: Pick<Asked, "endpoint" | "key">): Transport {
  // Of any form: a page may say anything, and what is no key is told by the transport or by the server.
  return createTransport({ baseUrl: endpoint, key: key as PublishableKey | undefined });
}
