import type { Selection } from "./line.ts";

/** What somebody waits for: one SKU, or a product with the options that were chosen. */
export type SubscriptionItem = { sku: string } | { product: string; selection?: Selection };

/** A shopper wishes to be told when something can be bought again. */
export type SubscriptionRequest = SubscriptionItem & {
  /** Up to 254 characters (RFC 5321). */
  email: string;
  /** Code of a channel; default `web`. */
  channel?: string;
  /** BCP 47 tag of the language that the mails are in. Default: the shop's own (settings). */
  locale?: string;
};

/**
 * What a shop page is answered. The same whether or not the address is known: `confirmation` while mails have to be
 * confirmed (double opt-in), `subscribed` where the shop's settings do without.
 */
export interface SubscriptionAnswer {
  state: "confirmation" | "subscribed";
}

/**
 * `pending`: a mail was sent, and its link not followed yet. `active`: waits. `notified`: the mail was sent, which spends
 * it. `unsubscribed` and `lapsed`: no mail will come.
 */
export type SubscriptionState = "pending" | "active" | "notified" | "unsubscribed" | "lapsed";

/** A wish to be told, once, when something can be bought again. For secret keys only. */
export interface Subscription {
  id: string;
  state: SubscriptionState;
  email: string;
  channel: string;
  /** The language of its mails. */
  locale: string;
  /** `null` for a kit, which has components and no SKU of its own. */
  sku: string | null;
  product: string | null;
  selection: Selection | null;
  createdAt: string;
  /** When the link was followed; at once where it was made with a secret key or without double opt-in. */
  confirmedAt: string | null;
  /** When it lapses by itself. */
  lapsesAt: string;
  /** When it was notified, unsubscribed or lapsed. */
  endedAt: string | null;
}

/** What subscriptions are asked for by. All that are given must fit. */
export interface SubscriptionFilter {
  sku?: string;
  product?: string;
  channel?: string;
  state?: SubscriptionState;
}

/** Names one person. In a body, never in a path: paths end up in logs. */
export interface AddressRequest {
  email: string;
}

/** A mail that was sent, or is to be sent, to an address. */
export interface MailRecord {
  id: string;
  kind: string;
  subscription: string | null;
  state: "pending" | "sending" | "sent" | "dropped" | "dead";
  createdAt: string;
  sentAt: string | null;
}

/** Everything that is kept of one address (GDPR article 15). */
export interface AddressRecord {
  email: string;
  subscriptions: Subscription[];
  mails: MailRecord[];
}

/** What was erased of one address (GDPR article 17). */
export interface AddressErasure {
  subscriptions: number;
  mails: number;
}
