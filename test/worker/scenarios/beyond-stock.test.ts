import {
  AS_MUCH_AS_A_CART_MAY,
  arrive,
  hold,
  mayHave,
  order,
  setPolicy,
  ships,
  specify,
  stands,
  units,
  views,
} from "./index.ts";

specify("what is sold beyond stock", [
  {
    that: "without backorders nothing is",
    given: { skus: { A: { onHand: { main: 10 } } } },
    steps: [mayHave("A", 10), hold("cart", { A: 10 }), views("A", { status: "out_of_stock" }), mayHave("A", 0)],
  },
  {
    that: "with `allow` and no limit, as much as a cart may have, and shoppers are told it is in stock",
    given: { skus: { A: { onHand: { main: 1 }, policy: { backorders: "allow" } } } },
    steps: [
      mayHave("A", AS_MUCH_AS_A_CART_MAY),
      hold("cart", { A: 4 }, { backordered: 3 }),
      views("A", { status: "in_stock", message: { code: "in_stock" }, figures: { available: -3 } }),
      mayHave("A", AS_MUCH_AS_A_CART_MAY),
    ],
  },
  {
    that: "with `allow_and_notify` and a limit of three, three, and shoppers are told it is a backorder",
    given: { skus: { A: { onHand: { main: 2 }, policy: { backorders: "allow_and_notify", backorderLimit: 3 } } } },
    steps: [
      views("A", { status: "in_stock" }),
      mayHave("A", 5),
      hold("cart", { A: 3 }, { backordered: 1 }),
      views("A", { status: "backorder", message: { code: "backorder" } }),
      mayHave("A", 2),
      hold("rest", { A: 2 }, { backordered: 2 }),
      views("A", { status: "out_of_stock" }),
      mayHave("A", 0),
    ],
  },
  {
    that: "a limit of none is no backorder at all",
    given: { skus: { A: { onHand: { main: 2 }, policy: { backorders: "allow", backorderLimit: 0 } } } },
    steps: [mayHave("A", 2), hold("cart", { A: 2 }), views("A", { status: "out_of_stock" }), mayHave("A", 0)],
  },
  {
    that: "a negative threshold is a bounded backorder, and a limit comes on top of it",
    given: { skus: { A: { onHand: { main: 2 }, policy: { outOfStockThreshold: -4 } } } },
    steps: [
      mayHave("A", 6),
      setPolicy("A", { backorders: "allow", backorderLimit: 3 }),
      mayHave("A", 9),
      setPolicy("A", { backorders: "none" }),
      hold("cart", { A: 2 }),
      views("A", { status: "backorder", figures: { available: 4 } }),
      mayHave("A", 4),
    ],
  },
  {
    that: "a limit counts from A: safety stock is sold before more is bought for it",
    given: {
      skus: {
        A: { onHand: { main: 5 }, policy: { outOfStockThreshold: 3, backorders: "allow", backorderLimit: 4 } },
      },
    },
    steps: [mayHave("A", 6), hold("cart", { A: 6 }, { backordered: 1 }), mayHave("A", 0)],
  },
  {
    that: "is bounded over all warehouses: what one channel sells so, another cannot",
    given: {
      warehouses: ["east"],
      channels: { far: { warehouses: ["east"] } },
      skus: { A: { policy: { outOfStockThreshold: -5 } } },
    },
    steps: [
      mayHave("A", 5),
      mayHave("A", 5, "far"),
      hold("near", { A: 3 }, { backordered: 3 }),
      mayHave("A", 2),
      mayHave("A", 2, "far"),
      arrive("A", 2, "east"),
      views("A", { figures: { available: 7 } }, { channel: "far" }),
      mayHave("A", 4, "far"),
      mayHave("A", 2),
      hold("far", { A: 4 }, { channel: "far", backordered: 2 }),
      mayHave("A", 0),
      mayHave("A", 0, "far"),
    ],
  },
  {
    that: "is given back with the goods that come, and never sold twice",
    given: { skus: { A: { policy: { backorders: "allow", backorderLimit: 2 } } } },
    steps: [
      hold("cart", { A: 2 }, { backordered: 2 }),
      order("O", "cart"),
      mayHave("A", 0),
      arrive("A", 1),
      mayHave("A", 1),
      arrive("A", 1),
      ships("O", "S", units(2)),
      stands("A", {}),
      mayHave("A", 2),
    ],
  },
]);
