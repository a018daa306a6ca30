import {
  AS_MUCH_AS_A_CART_MAY,
  after,
  change,
  hold,
  mayHave,
  on,
  order,
  release,
  type Scenario,
  setPolicy,
  specify,
  stands,
  units,
  views,
} from "./index.ts";

specify("A is what can be promised, S what owners are told, P what is there", [
  {
    that: "A carries carts, orders and shipments, S leaves carts out, and P knows no threshold",
    given: { skus: { A: { onHand: { main: 20 }, policy: { outOfStockThreshold: 3 } } } },
    steps: [
      views("A", { figures: { onHand: 20, available: 17, stockLevel: 17 } }),
      hold("cart", { A: 4 }),
      views("A", { figures: { held: 4, available: 13, stockLevel: 17 } }),
      hold("checkout", { A: 6 }),
      order("O", "checkout"),
      views("A", { figures: { held: 4, allocated: 6, available: 7, stockLevel: 11 } }),
      on("O", "shipments", { id: "S", lines: units(5) }),
      views("A", { figures: { held: 4, allocated: 1, planned: 5, available: 7, stockLevel: 11 } }),
      on("O", "shipments/S/ship"),
      views("A", { figures: { onHand: 15, planned: 0, available: 7, stockLevel: 11 } }),
      mayHave("A", 7),
    ],
  },
  {
    that: "a threshold raised later makes A negative, and nothing can be had",
    given: { skus: { A: { onHand: { main: 5 } } } },
    steps: [
      hold("cart", { A: 4 }),
      setPolicy("A", { outOfStockThreshold: 3 }),
      views("A", { status: "out_of_stock", figures: { available: -2, stockLevel: 2 } }),
      mayHave("A", 0),
      release("cart"),
      mayHave("A", 2),
    ],
  },
  {
    that: "units in a cart whose time is up are shown as free at once, and can be had",
    given: { skus: { A: { onHand: { main: 5 } } } },
    steps: [
      hold("cart", { A: 5 }),
      after(900_000 - 1),
      views("A", { figures: { held: 5, available: 0 } }),
      mayHave("A", 0),
      after(1),
      views("A", { figures: { held: 0, available: 5 } }),
      mayHave("A", 5),
    ],
  },
  {
    that: "what is not tracked has no limit, and figures that an admin keeps all the same bound nothing",
    given: { skus: { A: { onHand: { main: 3 }, policy: { trackInventory: false } } } },
    steps: [
      views("A", { status: "in_stock", figures: { onHand: 3, available: null, stockLevel: null } }),
      mayHave("A", AS_MUCH_AS_A_CART_MAY),
      hold("cart", { A: 50 }),
      stands("A", { main: [3, 0, 0, 0] }),
    ],
  },
]);

/** on hand − allocated − threshold, as an order of so many units and a threshold leave it. */
function saleable(
  source: string,
  rows: readonly (readonly [onHand: number, allocated: number, threshold: number, saleable: number])[],
): Scenario[] {
  return rows.map(([onHand, allocated, outOfStockThreshold, left]) => ({
    that: `${source}: ${onHand} on hand, ${allocated} allocated, threshold ${outOfStockThreshold}: ${left} can be had`,
    given: { skus: { A: { onHand: { main: onHand } } } },
    steps: [
      ...(allocated === 0 ? [] : [hold("cart", { A: allocated }), order("O", "cart")]),
      setPolicy("A", { outOfStockThreshold }),
      views("A", { figures: { onHand, allocated, available: left, stockLevel: left } }),
      mayHave("A", Math.max(0, left)),
    ],
  }));
}

// https://vendure.io/blog/announcing-vendure-v0-17-0 and https://docs.vendure.io/guides/core-concepts/stock-control/:
// six rows of on hand, allocated, out-of-stock threshold and saleable. The last one here is what they come to beyond.
specify(
  "Vendure's saleable stock",
  saleable("Vendure", [
    [10, 0, 0, 10],
    [10, 0, 3, 7],
    [10, 5, 0, 5],
    [10, 5, 3, 2],
    [10, 10, 0, 0],
    [10, 10, -5, 5],
    [10, 10, 3, -3],
  ]),
);

// https://learn.liferay.com/commerce/latest/en/inventory-management/: the reference guide has available = on hand − on
// order − safety stock and 20 of 100 as safety stock, "Using the Inventory Management System" 5 of 40.
specify(
  "Liferay Commerce's available stock",
  saleable("Liferay", [
    [40, 0, 5, 35],
    [40, 10, 5, 25],
    [100, 0, 20, 80],
    [100, 80, 20, 0],
  ]),
);

// nopCommerce: stock qty is what is there, reserved qty what orders have and no shipment, planned qty what is added to
// shipments that have not left. The numbers are those of https://github.com/nopSolutions/nopCommerce/issues/3792, where
// they came out wrong.
specify("nopCommerce's stock, reserved and planned quantity", [
  {
    that: "reserved falls and planned rises with a shipment, and stock falls at the warehouse that it leaves from",
    given: {
      warehouses: ["second"],
      channels: { both: { warehouses: ["main", "second"] } },
      skus: { A: { onHand: { main: 100, second: 150 } } },
    },
    steps: [
      hold("cart", { A: 10 }, { channel: "both" }),
      order("O", "cart"),
      stands("A", { main: [100, 0, 10, 0], second: [150, 0, 0, 0] }),
      on("O", "shipments", { id: "one", lines: units(5), warehouse: "main" }),
      stands("A", { main: [100, 0, 5, 5], second: [150, 0, 0, 0] }),
      on("O", "shipments", { id: "two", lines: units(5), warehouse: "second" }),
      stands("A", { main: [100, 0, 0, 5], second: [150, 0, 0, 5] }),
      on("O", "shipments/one/ship"),
      on("O", "shipments/two/ship"),
      stands("A", { main: [95, 0, 0, 0], second: [145, 0, 0, 0] }),
    ],
  },
]);

specify("a request is judged by the sum of its lines, and never by what its own shopper holds", [
  {
    that: "two lines of three units are refused where five are there, and both are named",
    given: { skus: { A: { onHand: { main: 5 } } } },
    steps: [
      hold(
        "cart",
        [
          ["A", 3],
          ["A", 3],
        ],
        {
          refused: {
            code: "insufficient_stock",
            error: { sku: "A", requested: 6, available: 5 },
            pointers: ["/lines/0", "/lines/1"],
          },
        },
      ),
      hold("cart", [
        ["A", 3],
        ["A", 2],
      ]),
      stands("A", { main: [5, 5, 0, 0] }),
    ],
  },
  {
    that: "cart rules speak of the sum too",
    given: { skus: { A: { onHand: { main: 50 }, policy: { minCartQuantity: 4, maxCartQuantity: 8 } } } },
    steps: [
      hold("few", [["A", 3]], { refused: { code: "invalid_quantity", pointers: ["/lines/0/quantity"] } }),
      hold(
        "many",
        [
          ["A", 5],
          ["A", 4],
        ],
        { refused: { code: "invalid_quantity" } },
      ),
      hold("cart", [
        ["A", 2],
        ["A", 2],
      ]),
    ],
  },
  {
    that: "every short SKU is named, and nothing of the others is held",
    given: { skus: { A: { onHand: { main: 2 } }, B: { onHand: { main: 9 } }, C: { onHand: { main: 1 } } } },
    steps: [
      hold(
        "cart",
        { A: 3, B: 4, C: 5 },
        {
          refused: {
            code: "insufficient_stock",
            error: { sku: "A", available: 2 },
            pointers: ["/lines/0", "/lines/2"],
          },
        },
      ),
      stands("B", { main: [9, 0, 0, 0] }),
    ],
  },
  {
    that: "a cart may be raised to all that others have left, and its view shows them",
    given: { skus: { A: { onHand: { main: 5 } } } },
    steps: [
      hold("cart", { A: 3 }),
      hold("other", { A: 1 }),
      views("A", { figures: { available: 1 } }),
      views("A", { figures: { available: 4 } }, { own: "cart" }),
      change("cart", { A: 5 }, { code: "insufficient_stock", error: { requested: 5, available: 4 } }),
      change("cart", { A: 4 }),
      stands("A", { main: [5, 5, 0, 0] }),
    ],
  },
  {
    that: "nor do the units of an order count against more of it",
    given: { skus: { A: { onHand: { main: 5 } } } },
    steps: [
      hold("cart", { A: 3 }),
      order("O", "cart"),
      on(
        "O",
        "lines",
        { lines: units(6) },
        {
          code: "insufficient_stock",
          error: { sku: "A", requested: 6, available: 5 },
        },
      ),
      on("O", "lines", { lines: units(5) }),
      stands("A", { main: [5, 0, 5, 0] }),
    ],
  },
]);
