import type { SubscribeTexts } from "./subscribe-texts.ts";

/** German, without addressing anybody. */
export const subscribe: SubscribeTexts = {
  email: "E-Mail-Adresse",
  submit: "Bei Verfügbarkeit melden",
  sending: "Wird gesendet…",
  confirmation: "Eine E-Mail ist unterwegs: bitte dem Link darin folgen",
  subscribed: "Eine E-Mail kommt, sobald es wieder erhältlich ist",
  refusals: {
    address: "Bitte eine E-Mail-Adresse eingeben",
    rateLimited: "Zu viele Versuche: bitte in einer Minute noch einmal",
    over: "Hier gibt es nichts mehr abzuwarten",
    offline: "Keine Verbindung: bitte noch einmal versuchen",
    failed: "Das hat nicht geklappt: bitte später noch einmal versuchen",
  },
};
