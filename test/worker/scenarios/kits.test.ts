import { answers, arrive, hold, mayHave, on, order, says, setPolicy, ships, specify, stands, units } from "./index.ts";

/** A bike is two wheels and a frame. */
const bike = {
  skus: { A: { onHand: { main: 7 } }, B: { onHand: { main: 9 } } },
  products: { bike: { kit: { A: 2, B: 1 } } },
};

specify("a kit is claimed, shipped and returned as a whole", [
  {
    that: "seven wheels and nine frames are three bikes, and one step takes all of them",
    given: bike,
    steps: [
      mayHave("bike", 3),
      hold("cart", { bike: 3 }),
      stands("A", { main: [7, 6, 0, 0] }),
      stands("B", { main: [9, 3, 0, 0] }),
      order("O", "cart"),
      on("O", "shipments", { id: "S", lines: units(2) }),
      stands("A", { main: [7, 0, 2, 4] }),
      stands("B", { main: [9, 0, 1, 2] }),
      on("O", "shipments/S/ship"),
      on("O", "returns", { id: "R", lines: units(1) }),
      on("O", "cancel"),
      stands("A", { main: [5, 0, 0, 0] }),
      stands("B", { main: [8, 0, 0, 0] }),
      says("O", { state: "shipped", lines: [{ ordered: 3, shipped: 2, returned: 1, cancelled: 1, skus: [] }] }),
    ],
  },
  {
    that: "a component that is short is named, and nothing of the others is held",
    given: bike,
    steps: [
      hold(
        "cart",
        { bike: 4 },
        {
          refused: { code: "insufficient_stock", error: { sku: "A", requested: 8, available: 7 } },
        },
      ),
      hold(
        "cart",
        [
          ["bike", 3],
          ["A", 2],
        ],
        {
          refused: { code: "insufficient_stock", error: { sku: "A", requested: 8, available: 7 } },
        },
      ),
      hold("cart", [
        ["bike", 3],
        ["A", 1],
      ]),
      stands("A", { main: [7, 7, 0, 0] }),
    ],
  },
  {
    that: "no part of it is planned while a component is missing",
    given: { ...bike, skus: { ...bike.skus, B: { onHand: { main: 1 }, policy: { backorders: "allow" } } } },
    steps: [
      hold("cart", { bike: 3 }, { backordered: 2 }),
      order("O", "cart"),
      says("O", { lines: [{ allocated: 3, backordered: 2 }] }),
      on(
        "O",
        "shipments",
        { id: "S", lines: units(2) },
        {
          code: "insufficient_on_hand",
          error: { sku: "B", requested: 2, available: 1 },
        },
      ),
      stands("A", { main: [7, 0, 6, 0] }),
      arrive("B", 1),
      ships("O", "S", units(2)),
      stands("A", { main: [3, 0, 2, 0] }),
      stands("B", { main: [0, 0, 1, 0] }),
    ],
  },
  {
    that: "what is there of it is taken in whole kits",
    given: bike,
    steps: [
      hold("cart", { bike: 5 }, { partial: true }),
      answers({ lines: [{ quantity: 3, requested: 5 }] }),
      stands("A", { main: [7, 6, 0, 0] }),
      stands("B", { main: [9, 3, 0, 0] }),
    ],
  },
  {
    that: "a shortfall is in whole kits",
    given: bike,
    steps: [
      order("O", { bike: 5 }, { state: "PaymentSettled", shortfall: "allocate_available" }),
      says("O", { lines: [{ ordered: 5, allocated: 3, shortfall: 2 }] }),
      stands("A", { main: [7, 0, 6, 0] }),
      stands("B", { main: [9, 0, 3, 0] }),
      arrive("A", 2),
      on("O", "lines", { lines: units(5), shortfall: "allocate_available" }),
      says("O", { lines: [{ allocated: 4, shortfall: 1 }] }),
      stands("A", { main: [9, 0, 8, 0] }),
      stands("B", { main: [9, 0, 4, 0] }),
    ],
  },
  {
    that: "a component that nobody counts is taken by every shipment and seen in none",
    given: { ...bike, skus: { ...bike.skus, B: { policy: { trackInventory: false } } } },
    steps: [
      hold("cart", { bike: 2 }),
      order("O", "cart"),
      on("O", "shipments", { id: "S", lines: units(2) }),
      says("O", { shipments: [{ skus: [{ quantity: 4, warehouse: "main" }] }] }),
      on("O", "shipments/S/ship"),
      stands("A", { main: [3, 0, 0, 0] }),
      stands("B", {}),
    ],
  },
  {
    that: "a kit and its wheel in one order share the wheels, and are shipped apart",
    given: bike,
    steps: [
      hold("cart", [
        ["bike", 2],
        ["A", 3],
      ]),
      order("O", "cart"),
      stands("A", { main: [7, 0, 7, 0] }),
      ships("O", "S", units(3, 1)),
      stands("A", { main: [4, 0, 4, 0] }),
      on("O", "cancel", { lines: units(1) }),
      stands("A", { main: [4, 0, 2, 0] }),
      ships("O", "T", units(1)),
      says("O", { state: "shipped", lines: [{ shipped: 1, cancelled: 1 }, { shipped: 3 }] }),
      on("O", "returns", { id: "R", lines: [...units(1), ...units(3, 1)] }),
      stands("A", { main: [7, 0, 0, 0] }),
      stands("B", { main: [9, 0, 0, 0] }),
    ],
  },
  {
    that: "a kit is what it was when it was ordered, whatever becomes of its product",
    given: bike,
    steps: [
      hold("cart", { bike: 2 }),
      order("O", "cart"),
      setPolicy("A", { published: false }),
      ships("O", "S", units(2)),
      stands("A", { main: [3, 0, 0, 0] }),
      stands("B", { main: [7, 0, 0, 0] }),
    ],
  },
]);
