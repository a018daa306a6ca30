import { type Good, opening, single } from "./good.ts";

const MUG_GLAZES = ["Chalk", "Ochre", "Ink"];
const MUG_SIZES = ["Small", "Large"];

const mug: Good = {
  id: "breakfast-mug",
  title: "Breakfast mug",
  text: "A mug with a wide foot and a handle for three fingers. Small for an espresso with milk, large for the whole paper.",
  priceCents: 2400,
  shows: "Choices first: the large ochre one is sold out, a small ink one was never made",
  row: 2,
  choices: [
    { selection: { Size: "Large", Glaze: "Chalk" }, row: 8 },
    { selection: { Size: "Large", Glaze: "Ochre" }, row: 13 },
    { selection: { Size: "Small", Glaze: "Ink" }, row: 3 },
    { selection: { Size: "Small", Glaze: "Ochre" }, row: 9 },
  ],
  skus: () => [
    { sku: "LOAM-MUG-S-CHALK", policy: { displayStockQuantity: true }, ...opening(18) },
    { sku: "LOAM-MUG-S-OCHRE", policy: { displayStockQuantity: true, minStockQuantity: 3 }, ...opening(2) },
    { sku: "LOAM-MUG-L-CHALK", policy: { displayStockQuantity: true }, ...opening(9) },
    { sku: "LOAM-MUG-L-OCHRE", policy: { displayStockQuantity: true } },
    { sku: "LOAM-MUG-L-INK", policy: { displayStockQuantity: true }, ...opening(5) },
  ],
  product: {
    title: "Breakfast mug",
    inventoryMethod: "combinations",
    attributes: [
      { name: "Size", values: MUG_SIZES },
      { name: "Glaze", values: MUG_GLAZES },
    ],
    combinations: [
      { selection: { Size: "Small", Glaze: "Chalk" }, sku: "LOAM-MUG-S-CHALK" },
      { selection: { Size: "Small", Glaze: "Ochre" }, sku: "LOAM-MUG-S-OCHRE" },
      { selection: { Size: "Large", Glaze: "Chalk" }, sku: "LOAM-MUG-L-CHALK" },
      { selection: { Size: "Large", Glaze: "Ochre" }, sku: "LOAM-MUG-L-OCHRE" },
      { selection: { Size: "Large", Glaze: "Ink" }, sku: "LOAM-MUG-L-INK" },
    ],
    onlyExistingCombinations: true,
  },
};

const breakfast: Good = {
  id: "breakfast-for-two",
  title: "Breakfast for two",
  text: "Two small chalk mugs and two everyday bowls, packed together. As many sets are there as the rarer of the two allows.",
  priceCents: 9200,
  shows: "A kit: two small chalk mugs and two bowls, or nothing",
  row: 8,
  skus: () => [],
  product: {
    title: "Breakfast for two",
    inventoryMethod: "kit",
    components: [
      { sku: "LOAM-MUG-S-CHALK", quantity: 2 },
      { sku: "LOAM-BOWL", quantity: 2 },
    ],
    policy: { displayStockQuantity: true },
  },
};

/** What can be taken home today. */
export const onTheShelf: readonly Good[] = [
  mug,
  single({
    id: "everyday-bowl",
    title: "Everyday bowl",
    text: "Deep enough for soup, small enough for olives. Thrown thin, glazed inside and out.",
    priceCents: 2800,
    shows: "In stock, and how many is nobody's business",
    row: 8,
    sku: "LOAM-BOWL",
    opens: () => opening(40),
  }),
  single({
    id: "dinner-plate",
    title: "Dinner plate",
    text: "Twenty-seven centimetres with a low rim. Fired in pairs, so sold in pairs.",
    priceCents: 3200,
    shows: "More than ten reads “10+”; sold in 2, 4, 6, 8 or 12",
    row: 8,
    sku: "LOAM-PLATE",
    opens: () => ({
      policy: {
        displayStockQuantity: true,
        displayQuantityCap: 10,
        minCartQuantity: 2,
        allowedQuantities: [2, 4, 6, 8, 12],
      },
      ...opening(64),
    }),
  }),
  single({
    id: "bud-vase",
    title: "Bud vase",
    text: "For one stem from the roadside. Every neck comes out a little different.",
    priceCents: 1900,
    shows: "Low at five or fewer, and says how many are left",
    row: 9,
    sku: "LOAM-BUD-VASE",
    opens: () => ({ policy: { displayStockQuantity: true, minStockQuantity: 5 }, ...opening(4) }),
  }),
  breakfast,
  single({
    id: "beeswax-tapers",
    title: "Beeswax tapers",
    text: "Hand-dipped, they burn for seven hours and smell of August. Bundled by six.",
    priceCents: 350,
    shows: "Sold in multiples of six",
    row: 8,
    sku: "LOAM-TAPERS",
    opens: () => ({
      policy: { displayStockQuantity: true, minCartQuantity: 6, maxCartQuantity: 60, quantityMultiple: 6 },
      ...opening(120),
    }),
  }),
  single({
    id: "gift-card",
    title: "Gift card",
    text: "Fifty euros towards anything here, sent by post in a folded paper sleeve. Never runs out.",
    priceCents: 5000,
    shows: "Not tracked: sold without counting, so nothing is said",
    row: 6,
    sku: "LOAM-GIFT-CARD",
    opens: () => ({ policy: { trackInventory: false, maxCartQuantity: 10 } }),
  }),
];
