import { say } from "../sentence.ts";
import type { Language } from "./mail-texts.ts";

export const de: Language = ({ plural }) => ({
  direction: "ltr",
  confirm: {
    subject: (title) => say`Bitte bestätigen: Nachricht, sobald ${title} wieder da ist`,
    heading: "Bitte bestätigen Sie Ihre Anfrage",
    body: (title, shop) =>
      say`Sie haben ${shop} gebeten, Ihnen zu schreiben, sobald ${title} wieder erhältlich ist. Bestätigen Sie, dass diese Adresse Ihnen gehört: Dann schreiben wir Ihnen ein Mal, wenn es so weit ist.`,
    button: "Ja, bitte schreiben",
    validity: (hours) => say`Der Link gilt ${plural(hours, { one: "# Stunde", other: "# Stunden" })}.`,
    ignore: "Das waren nicht Sie? Dann tun Sie einfach nichts: Ohne Ihre Bestätigung kommt keine weitere E-Mail.",
  },
  back: {
    subject: (title) => say`Wieder da: ${title}`,
    heading: "Wieder da",
    body: (title, shop) =>
      say`Bei ${shop} ist wieder erhältlich: ${title}. Sie hatten uns gebeten, Ihnen zu schreiben.`,
    hurry: "Zurücklegen können wir nichts: Erhältlich ist es, solange der Vorrat reicht.",
    button: "Im Shop ansehen",
    reason: "Diese eine E-Mail bekommen Sie, weil Sie darum gebeten haben. Ihre Anfrage ist damit erledigt.",
    unsubscribe: "Abmelden",
  },
  crossings: {
    subjectOfOne: (what, title) => say`${[what]}: ${title}`,
    subject: (count, shop) =>
      say`${plural(count, { one: "# Bestandsmeldung", other: "# Bestandsmeldungen" })} – ${shop}`,
    heading: (count) => plural(count, { one: "Der Bestand geht aus", other: "Der Bestand geht aus: # Meldungen" }),
    soldOut: "Ausverkauft",
    below: "Unter dem Mindestbestand",
  },
  digest: {
    subject: (count, shop) =>
      say`Knapper Bestand heute: ${plural(count, { one: "# Artikel", other: "# Artikel" })} – ${shop}`,
    heading: "Knapper Bestand",
    body: (count, date) =>
      say`Am ${[date]} ${plural(count, { one: "ist # Artikel", other: "sind # Artikel" })} am Mindestbestand oder darunter.`,
  },
  table: {
    product: "Produkt",
    level: "Bestand",
    minimum: "Minimum",
    channel: (name) => say`Kanal ${name}`,
    sku: (sku) => say`SKU ${sku}`,
    more: (count) => plural(count, { one: "Und # weiterer.", other: "Und # weitere." }),
  },
  endpoint: {
    subject: (shop) => say`Ein Webhook wurde abgeschaltet – ${shop}`,
    heading: "Ein Webhook wurde abgeschaltet",
    gone: (url) =>
      say`Der Endpunkt ${url} hat geantwortet, dass es ihn nicht mehr gibt (410). Es wird nichts mehr an ihn zugestellt.`,
    failing: (url) =>
      say`Seit Tagen ist keine Zustellung an den Endpunkt ${url} gelungen. Es wird nichts mehr an ihn zugestellt.`,
    since: (moment) => say`Die Fehler begannen am ${[moment]}.`,
    advice: "Sobald er wieder antwortet: Schalten Sie ihn ein und holen Sie die versäumten Zustellungen nach.",
    id: (webhook) => say`Webhook ${webhook}`,
  },
  ownerReason: "Diese Adresse bekommt laut den Einstellungen des Shops Nachrichten über den Bestand.",
});
