import { z } from "@hono/zod-openapi";
import type { NoticeSettings, Settings, SettingsPatch } from "../../../sdk/index.ts";
import {
  ALLOWED_ORIGINS_MAX,
  OWNER_ADDRESSES_MAX,
  SETTLING_SECONDS_MAX,
  SHOP_NAME_LENGTH_MAX,
  SUBSCRIPTION_DAYS_MAX,
  SUBSCRIPTIONS_PER_ADDRESS_MAX,
  WAVE_FACTOR_MAX,
} from "../../core/bounds.ts";
import { optional } from "./optional.ts";
import { policyPatch, policySettings } from "./policy.ts";
import { email, locale, shopName } from "./text.ts";

const origin = z
  .string()
  .max(300)
  .refine(isOrigin, "must be an origin: scheme, host and port, without a path")
  .openapi({ example: "https://shop.example" });

const notices = z.strictObject({
  shopName: shopName.openapi({
    description: `How the shop calls itself in mails, at most ${SHOP_NAME_LENGTH_MAX} characters. Empty: by the host of its address.`,
  }),
  locale: locale.openapi({ description: "Language of mails to the owner, and to subscribers who named none." }),
  doubleOptIn: z
    .boolean()
    .openapi({ description: "A subscription is active only once the link in a mail was followed." }),
  subscriptionDays: z.int().min(1).max(SUBSCRIPTION_DAYS_MAX),
  subscriptionsPerAddressMax: z.int().min(1).max(SUBSCRIPTIONS_PER_ADDRESS_MAX),
  settlingSeconds: z
    .int()
    .min(0)
    .max(SETTLING_SECONDS_MAX)
    .openapi({ description: "How long something must have been for sale before anyone is told." }),
  waveFactor: z
    .int()
    .min(1)
    .max(WAVE_FACTOR_MAX)
    .openapi({ description: "Mails for each available unit in one wave. The next wave comes an hour later." }),
  ownerAddresses: z.array(email).max(OWNER_ADDRESSES_MAX),
  lowStockDigestHour: z
    .int()
    .min(0)
    .max(23)
    .nullable()
    .openapi({ description: "Hour (UTC) at which the low-stock report is mailed each day; null: it is not." }),
}) satisfies z.ZodType<NoticeSettings>;

/** Each of them by itself; what is not named stays. */
const noticesPatch = z.strictObject({
  shopName: optional(notices.shape.shopName),
  locale: optional(notices.shape.locale),
  doubleOptIn: optional(notices.shape.doubleOptIn),
  subscriptionDays: optional(notices.shape.subscriptionDays),
  subscriptionsPerAddressMax: optional(notices.shape.subscriptionsPerAddressMax),
  settlingSeconds: optional(notices.shape.settlingSeconds),
  waveFactor: optional(notices.shape.waveFactor),
  ownerAddresses: optional(notices.shape.ownerAddresses),
  lowStockDigestHour: optional(notices.shape.lowStockDigestHour),
}) satisfies z.ZodType<Partial<NoticeSettings>>;

export const settings = z
  .object({ revision: z.int(), policy: policySettings, allowedOrigins: z.array(z.string()), notices })
  .openapi("Settings", {
    example: {
      revision: 3,
      policy: { displayStockQuantity: true },
      allowedOrigins: ["https://shop.example"],
      notices: {
        shopName: "Loam",
        locale: "en",
        doubleOptIn: true,
        subscriptionDays: 90,
        subscriptionsPerAddressMax: 200,
        settlingSeconds: 60,
        waveFactor: 3,
        ownerAddresses: ["owner@shop.example"],
        lowStockDigestHour: 6,
      },
    },
  }) satisfies z.ZodType<Settings>;

export const settingsPatch = z
  .strictObject({
    policy: optional(policyPatch),
    allowedOrigins: optional(z.array(origin).max(ALLOWED_ORIGINS_MAX)),
    notices: optional(noticesPatch),
  })
  .openapi("SettingsPatch", {
    example: { allowedOrigins: ["https://shop.example"], policy: { set: { displayStockQuantity: true } } },
  }) satisfies z.ZodType<SettingsPatch>;

/** A URL may have a `*` in its host; here it would look like a pattern, and match nothing. */
function isOrigin(text: string): boolean {
  if (text.includes("*")) return false;
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
