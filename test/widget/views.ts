import type { Availability, Estimate } from "../../sdk/index.ts";

/** A view of something that can be bought, with what a test is about put in. */
export function viewWith(changes: Partial<Availability> = {}): Availability {
  return {
    sku: "MUG",
    channel: "web",
    status: "in_stock",
    message: { code: "in_stock" },
    purchasable: true,
    orderQuantity: { min: 1, max: 10_000, allowed: null, multiple: 1 },
    estimate: null,
    subscribable: false,
    returnable: true,
    shipsFrom: null,
    schemaOrg: { availability: "https://schema.org/InStock" },
    merchantFeed: { availability: "in_stock" },
    version: 1,
    asOf: "2026-11-22T10:00:00.000Z",
    ...changes,
  };
}

function outOfStock(changes: Partial<Availability>): Availability {
  return viewWith({ status: "out_of_stock", purchasable: false, ...changes });
}

const inWords: Estimate = {
  id: "firing",
  minDays: 10,
  maxDays: 14,
  text: { en: "In about two weeks, after the next firing", de: "In etwa zwei Wochen, nach dem nächsten Brand" },
};

const inDays: Estimate = { id: "soon", minDays: 3, maxDays: 5, text: {} };

/** What a shopper sees of a view. */
export interface Shown {
  view: Availability;
  /** Headline, and the line below where there is one. Empty: nothing. */
  en: string[];
  de: string[];
  state: string;
}

/** Views of every row of DESIGN section 5, as the server makes them, with what is to be read of each. */
export const rows: Readonly<Record<string, Shown>> = {
  "1 hidden": {
    view: viewWith({ status: "hidden", message: null, purchasable: false, schemaOrg: null, merchantFeed: null }),
    en: [],
    de: [],
    state: "hidden",
  },
  "2 options to choose": {
    view: viewWith({
      sku: null,
      product: "SHIRT",
      status: "choose_options",
      message: { code: "choose_options" },
      purchasable: false,
    }),
    en: ["Choose options to see availability"],
    de: ["Bitte eine Variante wählen"],
    state: "choose-options",
  },
  "3 no such combination": {
    view: outOfStock({ sku: null, product: "SHIRT", message: { code: "combination_unavailable" } }),
    en: ["This combination is not available"],
    de: ["Diese Variante ist nicht erhältlich"],
    state: "out-of-stock",
  },
  "4 not yet": {
    view: outOfStock({ message: { code: "not_yet_available", date: "2026-12-01T00:00:00.000Z" } }),
    en: ["Available from December 1, 2026"],
    de: ["Erhältlich ab 1. Dezember 2026"],
    state: "out-of-stock",
  },
  "4 no longer": {
    view: outOfStock({ message: { code: "no_longer_available" } }),
    en: ["No longer available"],
    de: ["Nicht mehr erhältlich"],
    state: "out-of-stock",
  },
  "5 preorder": {
    view: viewWith({ status: "preorder", message: { code: "preorder", date: "2027-01-15T00:00:00.000Z" } }),
    en: ["Pre-order now, available from January 15, 2027"],
    de: ["Jetzt vorbestellbar, lieferbar ab 15. Januar 2027"],
    state: "preorder",
  },
  "5 preorder used up": {
    // The estimate is for when it has run out later on; the date is the preorder's.
    view: outOfStock({ message: { code: "available_in", date: "2027-01-15T00:00:00.000Z" }, estimate: inWords }),
    en: ["Currently unavailable", "Expected on January 15, 2027"],
    de: ["Derzeit nicht lieferbar", "Voraussichtlich ab 15. Januar 2027"],
    state: "out-of-stock",
  },
  "6 not tracked": { view: viewWith({ message: null }), en: [], de: [], state: "in-stock" },
  "7 discontinued": {
    view: viewWith({ status: "discontinued", message: { code: "discontinued" }, purchasable: false }),
    en: ["Discontinued"],
    de: ["Nicht mehr im Sortiment"],
    state: "discontinued",
  },
  "8 in stock": { view: viewWith(), en: ["In stock"], de: ["Auf Lager"], state: "in-stock" },
  "8 in stock, with a quantity": {
    view: viewWith({
      message: { code: "in_stock_quantity", quantity: { value: 12, capped: false } },
      quantity: { value: 12, capped: false },
    }),
    en: ["12 in stock"],
    de: ["12 Stück auf Lager"],
    state: "in-stock",
  },
  "8 in stock, with a large quantity": {
    view: viewWith({ message: { code: "in_stock_quantity", quantity: { value: 1200, capped: false } } }),
    en: ["1,200 in stock"],
    de: ["1.200 Stück auf Lager"],
    state: "in-stock",
  },
  "8 in stock, with a capped quantity": {
    view: viewWith({ message: { code: "in_stock_quantity", quantity: { value: 10, capped: true } } }),
    en: ["10+ in stock"],
    de: ["Mehr als 10 Stück auf Lager"],
    state: "in-stock",
  },
  "9 low": {
    view: viewWith({ status: "low_stock", message: { code: "low_stock" } }),
    en: ["Only a few left"],
    de: ["Nur noch wenige auf Lager"],
    state: "low-stock",
  },
  "9 low, with a quantity": {
    view: viewWith({
      status: "low_stock",
      message: { code: "low_stock_quantity", quantity: { value: 3, capped: false } },
    }),
    en: ["Only 3 left"],
    de: ["Nur noch 3 Stück auf Lager"],
    state: "low-stock",
  },
  "9 low, with a capped quantity": {
    view: viewWith({
      status: "low_stock",
      message: { code: "low_stock_quantity", quantity: { value: 10, capped: true } },
    }),
    en: ["Low stock: 10+ left"],
    de: ["Begrenzter Vorrat: mehr als 10 Stück auf Lager"],
    state: "low-stock",
  },
  "9 low, and not sold": {
    view: viewWith({ status: "low_stock", message: { code: "low_stock" }, purchasable: false }),
    en: ["Only a few left"],
    de: ["Nur noch wenige auf Lager"],
    state: "low-stock",
  },
  "10 sold beyond stock without a word": {
    // A large most, and no figure: nothing tells it from row 8.
    view: viewWith({ estimate: inWords }),
    en: ["In stock"],
    de: ["Auf Lager"],
    state: "in-stock",
  },
  "11 backorder": {
    view: viewWith({ status: "backorder", message: { code: "backorder" } }),
    en: ["Out of stock: on backorder, dispatched once in stock"],
    de: ["Nicht auf Lager: bestellbar, Versand nach Wareneingang"],
    state: "backorder",
  },
  "11 backorder, with the shop's own words": {
    // Fourteen days after the day of `asOf`: the date that the server makes of the estimate.
    view: viewWith({
      status: "backorder",
      message: { code: "backorder_estimate", date: "2026-12-06T00:00:00.000Z" },
      estimate: inWords,
    }),
    en: ["Out of stock: on backorder, dispatched once in stock", "In about two weeks, after the next firing"],
    de: ["Nicht auf Lager: bestellbar, Versand nach Wareneingang", "In etwa zwei Wochen, nach dem nächsten Brand"],
    state: "backorder",
  },
  "11 backorder, with goods on their way": {
    view: viewWith({
      status: "backorder",
      message: { code: "backorder_estimate", date: "2026-11-30T00:00:00.000Z" },
      estimate: inWords,
    }),
    en: ["Out of stock: on backorder, dispatched once in stock", "Expected on November 30, 2026"],
    de: ["Nicht auf Lager: bestellbar, Versand nach Wareneingang", "Voraussichtlich ab 30. November 2026"],
    state: "backorder",
  },
  "12 expected in days": {
    view: outOfStock({ message: { code: "available_in", date: "2026-11-27T00:00:00.000Z" }, estimate: inDays }),
    en: ["Currently unavailable", "Expected in 3–5 days"],
    de: ["Derzeit nicht lieferbar", "Voraussichtlich in 3–5 Tagen"],
    state: "out-of-stock",
  },
  "12 expected on a day": {
    view: outOfStock({ message: { code: "available_in", date: "2026-12-03T00:00:00.000Z" } }),
    en: ["Currently unavailable", "Expected on December 3, 2026"],
    de: ["Derzeit nicht lieferbar", "Voraussichtlich ab 3. Dezember 2026"],
    state: "out-of-stock",
  },
  "13 out of stock": {
    view: outOfStock({ message: { code: "out_of_stock" } }),
    en: ["Out of stock"],
    de: ["Ausverkauft"],
    state: "out-of-stock",
  },
};
