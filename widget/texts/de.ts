import type { Language } from "./texts.ts";

/** German, as shops write it: without addressing anybody, so that it suits those who say Sie and those who say du. */
export const language: Language = ({ number, date, days, list }) => ({
  language: "de",
  messages: {
    choose_options: () => "Bitte eine Variante wählen",
    combination_unavailable: () => "Diese Variante ist nicht erhältlich",
    not_yet_available: ({ expected }) =>
      expected.kind === "date" ? `Erhältlich ab ${date(expected.date)}` : "Noch nicht erhältlich",
    no_longer_available: () => "Nicht mehr erhältlich",
    preorder: ({ expected }) =>
      expected.kind === "date" ? `Jetzt vorbestellbar, lieferbar ab ${date(expected.date)}` : "Jetzt vorbestellbar",
    available_in: () => "Derzeit nicht lieferbar",
    in_stock: () => "Auf Lager",
    in_stock_quantity: ({ quantity }) =>
      quantity === null
        ? "Auf Lager"
        : `${quantity.capped ? "Mehr als " : ""}${number(quantity.value)} Stück auf Lager`,
    low_stock: () => "Nur noch wenige auf Lager",
    low_stock_quantity: ({ quantity }) => {
      if (quantity === null) return "Nur noch wenige auf Lager";
      const pieces = `${number(quantity.value)} Stück auf Lager`;
      return quantity.capped ? `Begrenzter Vorrat: mehr als ${pieces}` : `Nur noch ${pieces}`;
    },
    backorder: () => "Nicht auf Lager: bestellbar, Versand nach Wareneingang",
    backorder_estimate: () => "Nicht auf Lager: bestellbar, Versand nach Wareneingang",
    discontinued: () => "Nicht mehr im Sortiment",
    out_of_stock: () => "Ausverkauft",
  },
  expected: (expected) => {
    if (expected.kind === "date") return `Voraussichtlich ab ${date(expected.date)}`;
    const { min, max } = expected;
    if (max === 0) return "Voraussichtlich heute";
    if (max === null) return `Voraussichtlich frühestens in ${days(min, min, { one: "Tag", other: "Tagen" })}`;
    if (min === 0) return `Voraussichtlich innerhalb von ${days(max, max, { one: "Tag", other: "Tagen" })}`;
    return `Voraussichtlich in ${days(min, max, { one: "Tag", other: "Tagen" })}`;
  },
  cannotBeShown: "Verfügbarkeit kann gerade nicht angezeigt werden",
  cannotBeOrdered: "Derzeit nicht bestellbar",
  quantity: "Menge",
  refusals: {
    whole: "Bitte eine ganze Zahl eingeben",
    min: (bound) => `Mindestmenge: ${number(bound)}`,
    max: (bound) => `Höchstmenge: ${number(bound)}`,
    allowed: (allowed) => `Bitte ${list(allowed)} wählen`,
    multiple: (bound) => `Nur in Schritten von ${number(bound)} bestellbar`,
  },
  loadSubscribe: () => import("./de-subscribe.ts"),
});
