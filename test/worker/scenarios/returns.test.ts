import {
  arrive,
  change,
  hold,
  mayHave,
  on,
  order,
  says,
  setPolicy,
  ships,
  specify,
  stands,
  stock,
  units,
  views,
} from "./index.ts";

const five = { skus: { A: { onHand: { main: 5 } } } };
const both = { warehouses: ["east"], channels: { both: { warehouses: ["main", "east"] } } };

specify("a return", [
  {
    that: "comes back to where its line left from, or where it is said",
    given: { ...both, skus: { A: { onHand: { main: 4, east: 4 } } } },
    steps: [
      hold(
        "cart",
        [
          ["A", 2],
          ["A", 2],
        ],
        { channel: "both" },
      ),
      order("O", "cart"),
      ships("O", "S", units(2), "east"),
      ships("O", "T", units(2, 1), "main"),
      stands("A", { main: [2, 0, 0, 0], east: [2, 0, 0, 0] }),
      on("O", "returns", { id: "R", lines: units(1) }),
      stands("A", { main: [2, 0, 0, 0], east: [3, 0, 0, 0] }),
      on("O", "returns", { id: "Q", lines: units(1, 1) }),
      stands("A", { main: [3, 0, 0, 0], east: [3, 0, 0, 0] }),
      on("O", "returns", { id: "P", lines: units(1), warehouse: "main" }),
      stands("A", { main: [4, 0, 0, 0], east: [3, 0, 0, 0] }),
      on(
        "O",
        "returns",
        { id: "N", lines: units(1, 1), warehouse: "nowhere" },
        {
          code: "warehouse_not_found",
          error: { pointer: "/warehouse" },
        },
      ),
    ],
  },
  {
    that: "that is restocked can be had at once, and covers who waits",
    given: { skus: { A: { onHand: { main: 2 }, policy: { backorders: "allow_and_notify", backorderLimit: 1 } } } },
    steps: [
      hold("first", { A: 2 }),
      order("O", "first"),
      ships("O", "S", units(2)),
      hold("second", { A: 1 }, { backordered: 1 }),
      order("P", "second"),
      mayHave("A", 0),
      on("O", "returns", { id: "R", lines: units(1) }),
      says("P", { lines: [{ backordered: 0 }] }),
      mayHave("A", 1),
      on("O", "returns", { id: "Q", lines: units(1), restock: false }),
      mayHave("A", 1),
      views("A", { status: "backorder", figures: { onHand: 1, available: 0 } }),
    ],
  },
  {
    that: "and an ordinary allocation undo a shipment that was sent in error",
    given: five,
    steps: [
      hold("cart", { A: 2 }),
      order("O", "cart"),
      ships("O", "S", units(2)),
      on("O", "shipments/S/unplan", {}, { code: "shipment_shipped" }),
      on("O", "returns", { id: "R", lines: units(2) }),
      order("P", { A: 2 }, { state: "PaymentSettled" }),
      stands("A", { main: [5, 0, 2, 0] }),
      says("O", { state: "shipped", lines: [{ shipped: 2, returned: 2 }] }),
    ],
  },
]);

specify("what is counted stays as it was promised", [
  {
    that: "a shipment of what nobody counts takes nothing, and comes back as nothing",
    given: { skus: { A: { policy: { trackInventory: false } }, B: { onHand: { main: 2 } } } },
    steps: [
      hold("cart", { A: 3, B: 1 }),
      order("O", "cart"),
      says("O", { lines: [{ allocated: 3, backordered: 0 }, { allocated: 1 }] }),
      on("O", "lines", { lines: units(4) }),
      on("O", "shipments", { id: "S", lines: [...units(4), ...units(1, 1)] }),
      says("O", { shipments: [{ skus: [{ quantity: 1, warehouse: "main" }] }] }),
      on("O", "shipments/S/ship"),
      on("O", "returns", { id: "R", lines: [...units(2), ...units(1, 1)] }),
      says("O", {
        state: "shipped",
        lines: [
          { shipped: 4, returned: 2 },
          { shipped: 1, returned: 1 },
        ],
      }),
      stands("A", {}),
      stands("B", { main: [2, 0, 0, 0] }),
    ],
  },
  {
    that: "an order that was made uncounted stays so once its SKU is counted",
    given: { skus: { A: { onHand: { main: 1 }, policy: { trackInventory: false } } } },
    steps: [
      hold("cart", { A: 3 }),
      order("O", "cart"),
      setPolicy("A", { trackInventory: true }),
      stands("A", { main: [1, 0, 0, 0] }),
      ships("O", "S", units(3)),
      stands("A", { main: [1, 0, 0, 0] }),
      mayHave("A", 1),
    ],
  },
  {
    that: "an order that was counted stays so once its SKU is not",
    given: five,
    steps: [
      hold("cart", { A: 3 }),
      order("O", "cart"),
      setPolicy("A", { trackInventory: false }),
      on("O", "lines", { lines: units(4) }),
      stands("A", { main: [5, 0, 4, 0] }),
      ships("O", "S", units(4)),
      on("O", "returns", { id: "R", lines: units(1) }),
      stands("A", { main: [2, 0, 0, 0] }),
    ],
  },
  {
    that: "goods that are lost leave a promise behind, which the next goods keep",
    given: five,
    steps: [
      hold("cart", { A: 4 }),
      order("O", "cart"),
      stock("A", "adjust", { delta: -3, reason: "damaged" }),
      says("O", { lines: [{ allocated: 4, backordered: 2 }] }),
      on("O", "shipments", { id: "S", lines: units(3) }, { code: "insufficient_on_hand", error: { available: 2 } }),
      hold("other", { A: 1 }, { refused: { code: "insufficient_stock", error: { available: 0 } } }),
      arrive("A", 2),
      ships("O", "S", units(4)),
      stands("A", {}),
    ],
  },
  {
    that: "a cart that is made smaller gives back what came last",
    given: { ...both, skus: { A: { onHand: { main: 2, east: 5 } } } },
    steps: [
      hold("cart", { A: 5 }, { channel: "both" }),
      stands("A", { main: [2, 2, 0, 0], east: [5, 3, 0, 0] }),
      change("cart", { A: 3 }),
      stands("A", { main: [2, 2, 0, 0], east: [5, 1, 0, 0] }),
    ],
  },
]);
