import type { SubscriptionAnswer, WriteOptions } from "../sdk/index.ts";
import { createSubscriptions } from "../sdk/storefront/subscriptions.ts";
import type { Asked } from "./asked.ts";
import { transportOf } from "./transport-of.ts";

/**
 * Asks the server of an element for a mail to `email`, in the language of `locale`, once what the element asks about can be
 * bought again. Rejects with an `OnhandError`.
 */
export async function subscribe(
  asked: Asked,
  email: string,
  locale: string,
  options: WriteOptions,
): Promise<SubscriptionAnswer> {
  const { channel, ...about } = asked.question;
  const item = "sku" in about ? { sku: about.sku } : { product: about.product, selection: about.selection ?? {} };
  const request = { ...item, email, locale, ...(channel === undefined ? {} : { channel }) };
  return createSubscriptions(transportOf(asked)).create(request, options);
}
