import { say } from "../sentence.ts";
import type { Language } from "./mail-texts.ts";

export const en: Language = ({ plural }) => ({
  direction: "ltr",
  confirm: {
    subject: (title) => say`Please confirm: tell me when ${title} is back`,
    heading: "Please confirm your request",
    body: (title, shop) =>
      say`You asked ${shop} to tell you when ${title} can be bought again. Confirm that this address is yours, and we will write to you once, when it is back.`,
    button: "Yes, tell me",
    validity: (hours) => say`The link can be followed for ${plural(hours, { one: "# hour", other: "# hours" })}.`,
    ignore: "It was not you? Then do nothing: without your confirmation no further mail will come.",
  },
  back: {
    subject: (title) => say`${title} is back in stock`,
    heading: "It is back",
    body: (title, shop) => say`${title} can be bought at ${shop} again. You asked us to tell you.`,
    hurry: "We cannot keep one for you: it is there as long as stock lasts.",
    button: "See it in the shop",
    reason: "You are sent this one mail because you asked for it. Your request ends with it.",
    unsubscribe: "Unsubscribe",
  },
  crossings: {
    subjectOfOne: (what, title) => say`${[what]}: ${title}`,
    subject: (count, shop) => say`${plural(count, { one: "# stock notice", other: "# stock notices" })} – ${shop}`,
    heading: (count) => plural(count, { one: "Stock is running out", other: "Stock is running out: # notices" }),
    soldOut: "Sold out",
    below: "Below the minimum",
  },
  digest: {
    subject: (count, shop) => say`Low stock today: ${plural(count, { one: "# item", other: "# items" })} – ${shop}`,
    heading: "Low stock",
    body: (count, date) =>
      say`On ${[date]}, ${plural(count, { one: "# item is", other: "# items are" })} at the minimum or below.`,
  },
  table: {
    product: "Product",
    level: "Stock",
    minimum: "Minimum",
    channel: (name) => say`Channel ${name}`,
    sku: (sku) => say`SKU ${sku}`,
    more: (count) => plural(count, { one: "And # more.", other: "And # more." }),
  },
  endpoint: {
    subject: (shop) => say`A webhook was switched off – ${shop}`,
    heading: "A webhook was switched off",
    gone: (url) => say`The endpoint ${url} answered that it is gone (410). Nothing is delivered to it any more.`,
    failing: (url) =>
      say`No delivery to the endpoint ${url} has succeeded for days. Nothing is delivered to it any more.`,
    since: (moment) => say`It has been failing since ${[moment]}.`,
    advice: "Once it answers again, switch it on and replay what it missed.",
    id: (webhook) => say`Webhook ${webhook}`,
  },
  ownerReason: "This address is told about stock by the shop's settings.",
});
