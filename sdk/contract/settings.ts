import type { Policy, PolicyPatch } from "./policy.ts";

/** Settings of the whole store. */
export interface Settings {
  /** In the ETag, for `If-Match`. */
  revision: number;
  /** The store's own defaults; a key that is not here has the product's built-in default. */
  policy: Partial<Policy>;
  /** Origins whose pages may ask without a key: `https://shop.example`. */
  allowedOrigins: string[];
  notices: NoticeSettings;
}

/** Who is told what, and how. */
export interface NoticeSettings {
  /** How the shop calls itself in mails, up to 200 characters. Default: empty, and the host of its address is shown. */
  shopName: string;
  /** BCP 47 tag: the language of mails to the owner, and to subscribers who named none. Default `en`. */
  locale: string;
  /** A subscription is active only once the link in a mail was followed. Default true. */
  doubleOptIn: boolean;
  /** Days until a subscription lapses, 1 – 730, default 90. */
  subscriptionDays: number;
  /** Open subscriptions of one address, 1 – 1,000, default 200. */
  subscriptionsPerAddressMax: number;
  /** How long something must have been for sale before anyone is told, 0 – 3,600, default 60. */
  settlingSeconds: number;
  /** Mails for each available unit in one wave, 1 – 100, default 3. */
  waveFactor: number;
  /** Who is told of crossings and of endpoints that fail, at most 10. Default: nobody. */
  ownerAddresses: string[];
  /** The hour (UTC, 0 – 23) at which the low-stock report is mailed to them each day; `null` (default): it is not. */
  lowStockDigestHour: number | null;
}

/** Settings to be changed; what is left out stays as it is. */
export interface SettingsPatch {
  policy?: PolicyPatch;
  allowedOrigins?: string[];
  notices?: Partial<NoticeSettings>;
}
