import { createSubscriptions, createTransport, type SubscriptionAnswer, type WriteOptions } from "../sdk/index.ts";
import type { Asked } from "./asked.ts";

/**
 * Asks the server of an element for a mail to `email`, in the language of `locale`, once what the element asks about can be
 * bought again. Rejects with an `OnhandError`.
 */
export async function subscribe(
  { endpoint, key, question }: Asked,
  email: string,
  locale: string,
  options: WriteOptions,
): Promise<SubscriptionAnswer> {
  const { channel, ...about } = question;
  const item = "sku" in about ? { sku: about.sku } : { product: about.product, selection: about.selection ?? {} };
  const request = { ...item, email, locale, ...(channel === undefined ? {} : { channel }) };
  return createSubscriptions(createTransport({ baseUrl: endpoint, key })).create(request, options);
}
