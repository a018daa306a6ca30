import { say } from "../sentence.ts";
import type { Language } from "./mail-texts.ts";

export const fr: Language = ({ plural }) => ({
  direction: "ltr",
  confirm: {
    subject: (title) => say`À confirmer : me prévenir du retour de ${title}`,
    heading: "Merci de confirmer votre demande",
    body: (title, shop) =>
      say`Vous avez demandé à ${shop} de vous prévenir quand ${title} sera de nouveau disponible. Confirmez que cette adresse est la vôtre : nous vous écrirons une seule fois, le moment venu.`,
    button: "Oui, prévenez-moi",
    validity: (hours) => say`Ce lien est valable ${plural(hours, { one: "# heure", other: "# heures" })}.`,
    ignore: "Ce n’était pas vous ? Ne faites rien : sans votre confirmation, vous ne recevrez plus de message.",
  },
  back: {
    subject: (title) => say`De retour en stock : ${title}`,
    heading: "De retour en stock",
    body: (title, shop) =>
      say`Chez ${shop}, ${title} est de nouveau disponible. Vous nous aviez demandé de vous prévenir.`,
    hurry: "Nous ne pouvons pas le mettre de côté pour vous : il est disponible dans la limite des stocks.",
    button: "Voir dans la boutique",
    reason: "Vous recevez ce seul message parce que vous l’avez demandé. Votre demande prend fin avec lui.",
    unsubscribe: "Se désinscrire",
  },
  crossings: {
    subjectOfOne: (what, title) => say`${[what]} : ${title}`,
    subject: (count, shop) =>
      say`${plural(count, { one: "# alerte de stock", other: "# alertes de stock" })} – ${shop}`,
    heading: (count) => plural(count, { one: "Le stock s’épuise", other: "Le stock s’épuise : # alertes" }),
    soldOut: "Épuisé",
    below: "Sous le minimum",
  },
  digest: {
    subject: (count, shop) =>
      say`Stock faible aujourd’hui : ${plural(count, { one: "# article", other: "# articles" })} – ${shop}`,
    heading: "Stock faible",
    body: (count, date) =>
      say`Le ${[date]}, ${plural(count, { one: "# article est", other: "# articles sont" })} au minimum ou en dessous.`,
  },
  table: {
    product: "Produit",
    level: "Stock",
    minimum: "Minimum",
    channel: (name) => say`Canal ${name}`,
    sku: (sku) => say`SKU ${sku}`,
    more: (count) => plural(count, { one: "Et # autre.", other: "Et # autres." }),
  },
  endpoint: {
    subject: (shop) => say`Un webhook a été désactivé – ${shop}`,
    heading: "Un webhook a été désactivé",
    gone: (url) => say`Le point d’accès ${url} a répondu qu’il n’existe plus (410). Plus rien ne lui est envoyé.`,
    failing: (url) =>
      say`Depuis plusieurs jours, aucun envoi au point d’accès ${url} n’a réussi. Plus rien ne lui est envoyé.`,
    since: (moment) => say`Les échecs ont commencé le ${[moment]}.`,
    advice: "Dès qu’il répond de nouveau, réactivez-le et renvoyez ce qu’il a manqué.",
    id: (webhook) => say`Webhook ${webhook}`,
  },
  ownerReason: "Cette adresse reçoit les alertes de stock d’après les réglages de la boutique.",
});
