import type { PageTexts } from "./page-texts.ts";

/** German. */
export const de: PageTexts = {
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
};
