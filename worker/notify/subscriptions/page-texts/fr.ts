import type { PageTexts } from "./page-texts.ts";

/** French. */
export const fr: PageTexts = {
  pages: {
    confirmed: {
      title: "C’est noté",
      text: "Nous vous écrirons une seule fois, dès que {item} sera de nouveau disponible.",
    },
    already_confirmed: {
      title: "C’était déjà noté",
      text: "Nous vous écrirons une seule fois, dès que {item} sera de nouveau disponible. Vous n’avez rien d’autre à faire.",
    },
    already_told: {
      title: "Nous vous avons déjà écrit",
      text: "Vous vouliez savoir quand {item} serait de nouveau disponible, et notre message à ce sujet a été préparé.",
    },
    unsubscribe: {
      title: "Ne plus recevoir de message ?",
      text: "Nous ne vous préviendrons pas quand {item} sera de nouveau disponible.",
      unnamed: "Vous ne recevrez plus de message à ce sujet.",
    },
    unsubscribed: {
      title: "Désinscription effectuée",
      text: "Nous ne vous écrirons plus au sujet de {item}.",
      unnamed: "Nous ne vous écrirons plus à ce sujet.",
    },
    ended: {
      title: "Cette demande est close",
      text: "Aucun message ne viendra au sujet de {item}. Si vous en souhaitez un, refaites la demande sur la page de la boutique.",
      unnamed: "Aucun message ne viendra. Si vous en souhaitez un, refaites la demande sur la page de la boutique.",
    },
    expired: {
      title: "Ce lien a expiré",
      text: "Vous pouvez en demander un nouveau sur la page de la boutique.",
    },
    replaced: {
      title: "Il existe un lien plus récent",
      text: "Nous vous avons envoyé un autre message depuis. Veuillez suivre le lien qu’il contient.",
    },
    invalid: {
      title: "Ce lien ne fonctionne pas",
      text: "Une partie s’est peut-être perdue en route. Copiez-le en entier depuis le message, ou demandez-en un nouveau sur la page de la boutique.",
    },
  },
  unsubscribe: "Se désinscrire",
  toProduct: "Voir la page de la boutique",
};
