/** Languages that the pages behind the links speak; the mails speak the same. */
export type PageLanguage = "en" | "de" | "fr" | "ar";

/** What a page says. */
export type PageName =
  | "confirmed"
  | "already_confirmed"
  | "already_told"
  | "unsubscribe"
  | "unsubscribed"
  | "ended"
  | "expired"
  | "replaced"
  | "invalid";

/** The words of a page. `{item}` stands for what is waited for; `unnamed` is said where that is not known. */
export interface PageText {
  title: string;
  text: string;
  unnamed?: string;
}

interface PageTexts {
  pages: Record<PageName, PageText>;
  /** On the button of the page that asks. */
  unsubscribe: string;
  /** The link to the product's page. */
  toProduct: string;
}

export const PAGE_TEXTS: Record<PageLanguage, PageTexts> = {
  en: {
    pages: {
      confirmed: {
        title: "You are on the list",
        text: "We will write to you once, when {item} can be bought again.",
      },
      already_confirmed: {
        title: "You are on the list already",
        text: "We will write to you once, when {item} can be bought again. There is nothing more to do.",
      },
      already_told: {
        title: "We have written to you already",
        text: "You asked to be told when {item} can be bought again, and our mail about it has been made.",
      },
      unsubscribe: {
        title: "No more mail about this?",
        text: "You will not be told when {item} can be bought again.",
        unnamed: "You will get no mail about it.",
      },
      unsubscribed: {
        title: "You are off the list",
        text: "We will not write to you about {item}.",
        unnamed: "We will not write to you about it.",
      },
      ended: {
        title: "This request has ended",
        text: "No mail will come about {item}. If you would still like one, ask for it again on the shop’s page.",
        unnamed: "No mail will come. If you would still like one, ask for it again on the shop’s page.",
      },
      expired: {
        title: "This link is too old",
        text: "You can ask for a new one on the shop’s page.",
      },
      replaced: {
        title: "There is a newer link",
        text: "We have sent you another mail since. Please follow the link in that one.",
      },
      invalid: {
        title: "This link does not work",
        text: "Perhaps a part of it was lost on the way. Copy all of it from the mail, or ask for a new one on the shop’s page.",
      },
    },
    unsubscribe: "Unsubscribe",
    toProduct: "To the shop’s page",
  },
  de: {
    pages: {
      confirmed: {
        title: "Sie sind vorgemerkt",
        text: "Wir schreiben Ihnen einmal, sobald {item} wieder zu kaufen ist.",
      },
      already_confirmed: {
        title: "Sie sind bereits vorgemerkt",
        text: "Wir schreiben Ihnen einmal, sobald {item} wieder zu kaufen ist. Mehr ist nicht zu tun.",
      },
      already_told: {
        title: "Wir haben Ihnen schon geschrieben",
        text: "Sie wollten wissen, wann {item} wieder zu kaufen ist, und unsere E-Mail dazu ist geschrieben.",
      },
      unsubscribe: {
        title: "Keine E-Mail mehr dazu?",
        text: "Sie erfahren dann nicht, wann {item} wieder zu kaufen ist.",
        unnamed: "Sie bekommen dann keine E-Mail mehr dazu.",
      },
      unsubscribed: {
        title: "Sie sind abgemeldet",
        text: "Zu {item} schreiben wir Ihnen nicht mehr.",
        unnamed: "Wir schreiben Ihnen dazu nicht mehr.",
      },
      ended: {
        title: "Diese Vormerkung ist beendet",
        text: "Zu {item} kommt keine E-Mail. Wenn Sie doch eine möchten, tragen Sie sich auf der Seite des Shops neu ein.",
        unnamed: "Es kommt keine E-Mail. Wenn Sie doch eine möchten, tragen Sie sich auf der Seite des Shops neu ein.",
      },
      expired: {
        title: "Dieser Link ist zu alt",
        text: "Auf der Seite des Shops können Sie einen neuen anfordern.",
      },
      replaced: {
        title: "Es gibt einen neueren Link",
        text: "Wir haben Ihnen inzwischen eine weitere E-Mail geschickt. Bitte folgen Sie dem Link darin.",
      },
      invalid: {
        title: "Dieser Link funktioniert nicht",
        text: "Vielleicht ging unterwegs ein Teil verloren. Kopieren Sie ihn vollständig aus der E-Mail, oder fordern Sie auf der Seite des Shops einen neuen an.",
      },
    },
    unsubscribe: "Abmelden",
    toProduct: "Zur Seite im Shop",
  },
  fr: {
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
  },
  ar: {
    pages: {
      confirmed: {
        title: "تم تسجيل طلبك",
        text: "سنراسلك مرة واحدة عندما يتوفر {item} للشراء من جديد.",
      },
      already_confirmed: {
        title: "طلبك مسجَّل من قبل",
        text: "سنراسلك مرة واحدة عندما يتوفر {item} للشراء من جديد. لا يلزمك فعل شيء آخر.",
      },
      already_told: {
        title: "لقد راسلناك من قبل",
        text: "طلبت أن نخبرك عندما يتوفر {item} للشراء من جديد، وقد أُعدَّت رسالتنا بذلك.",
      },
      unsubscribe: {
        title: "هل تريد إيقاف الرسائل؟",
        text: "لن نخبرك عندما يتوفر {item} للشراء من جديد.",
        unnamed: "لن تصلك رسائل بهذا الشأن.",
      },
      unsubscribed: {
        title: "أُلغي اشتراكك",
        text: "لن نراسلك بشأن {item}.",
        unnamed: "لن نراسلك بهذا الشأن.",
      },
      ended: {
        title: "انتهى هذا الطلب",
        text: "لن تصلك رسالة بشأن {item}. إن كنت لا تزال ترغب فيها فاطلبها من جديد في صفحة المتجر.",
        unnamed: "لن تصلك رسالة. إن كنت لا تزال ترغب فيها فاطلبها من جديد في صفحة المتجر.",
      },
      expired: {
        title: "انتهت صلاحية هذا الرابط",
        text: "يمكنك طلب رابط جديد في صفحة المتجر.",
      },
      replaced: {
        title: "يوجد رابط أحدث",
        text: "أرسلنا إليك رسالة أخرى بعد ذلك. يُرجى فتح الرابط الموجود فيها.",
      },
      invalid: {
        title: "هذا الرابط لا يعمل",
        text: "ربما ضاع جزء منه في الطريق. انسخه كاملًا من الرسالة، أو اطلب رابطًا جديدًا في صفحة المتجر.",
      },
    },
    unsubscribe: "إلغاء الاشتراك",
    toProduct: "إلى صفحة المتجر",
  },
};

/** The language of a tag: `de-AT` reads the German pages; `null`: nobody has written them. */
export function pageLanguageOf(tag: string): PageLanguage | null {
  const language = tag.split("-")[0]?.toLowerCase() ?? "";
  return isPageLanguage(language) ? language : null;
}

/** The first language of an `Accept-Language` that there are pages in. */
export function acceptedLanguage(header: string | undefined): PageLanguage | null {
  const tags = (header ?? "").split(",").map((each) => {
    const [tag = "", weight = "q=1"] = each.split(";").map((part) => part.trim());
    return { tag, weight: Number(weight.replace(/^q=/, "")) };
  });
  const wanted = tags.filter(({ weight }) => weight > 0).toSorted((one, other) => other.weight - one.weight);
  for (const { tag } of wanted) {
    const language = pageLanguageOf(tag);
    if (language !== null) return language;
  }
  return null;
}

function isPageLanguage(language: string): language is PageLanguage {
  return Object.hasOwn(PAGE_TEXTS, language);
}
