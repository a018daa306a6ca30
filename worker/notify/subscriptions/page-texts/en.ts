import type { PageTexts } from "./page-texts.ts";

/** English. */
export const en: PageTexts = {
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
};
