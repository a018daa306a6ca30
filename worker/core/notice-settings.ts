import type { NoticeSettings } from "../../sdk/index.ts";

/** What holds where a store has not said otherwise. */
export const DEFAULT_NOTICES: NoticeSettings = {
  shopName: "",
  locale: "en",
  doubleOptIn: true,
  subscriptionDays: 90,
  subscriptionsPerAddressMax: 200,
  settlingSeconds: 60,
  waveFactor: 3,
  ownerAddresses: [],
  lowStockDigestHour: null,
};

/** Settings as they were kept, by whatever version, with what has come to them since. */
export function withDefaults(kept: Partial<NoticeSettings>): NoticeSettings {
  return { ...DEFAULT_NOTICES, ...kept };
}
