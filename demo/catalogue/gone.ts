import { type Good, opening, single } from "./good.ts";

/** What cannot be had, or not be seen. */
export const gone: readonly Good[] = [
  single({
    id: "sauce-boat",
    title: "Sauce boat",
    text: "Pours to the last drop and stands on its own saucer.",
    priceCents: 3400,
    shows: "Out of stock, and nobody knows until when",
    row: 13,
    sku: "LOAM-SAUCE-BOAT",
    opens: () => ({ policy: { displayStockQuantity: true } }),
  }),
  single({
    id: "summer-carafe",
    title: "Summer carafe",
    text: "Made for long evenings; back in the window next year.",
    priceCents: 4200,
    shows: "On the shelf, but its window is over",
    row: 4,
    sku: "LOAM-CARAFE",
    opens: (inDays) => ({ policy: { availableFrom: inDays(-90), availableUntil: inDays(-7) }, ...opening(11) }),
  }),
  single({
    id: "egg-cup",
    title: "Egg cup, first pattern",
    text: "The pattern that we began with. The mould is worn out and there will be no more.",
    priceCents: 1200,
    shows: "Discontinued and sold out",
    row: 7,
    sku: "LOAM-EGG-CUP",
    opens: () => ({ policy: { discontinued: true } }),
  }),
  single({
    id: "studio-seconds",
    title: "Box of seconds",
    text: "Six pieces with a pinhole or a drip. Put in the window when the box is full.",
    priceCents: 4500,
    shows: "Unpublished: there, but no page shows it",
    row: 1,
    sku: "LOAM-SECONDS",
    opens: () => ({ policy: { published: false }, ...opening(2) }),
  }),
];
