import { after, arrive, at, hold, mayHave, order, release, specify, stands, views } from "./index.ts";

specify("selling ahead of a date", [
  {
    that: "the preorder's limit decides until then, and the stock from then on",
    given: {
      skus: { A: { onHand: { main: 1 }, policy: { preorder: { availableAt: "2026-12-24T09:00:00Z", limit: 4 } } } },
    },
    steps: [
      views("A", { status: "preorder", message: { code: "preorder", date: "2026-12-24T09:00:00.000Z" } }),
      mayHave("A", 4),
      hold("cart", { A: 3 }, { backordered: 2 }),
      order("O", "cart"),
      mayHave("A", 1),
      hold("last", { A: 1 }),
      views("A", { status: "out_of_stock", message: { code: "available_in", date: "2026-12-24T09:00:00.000Z" } }),
      mayHave("A", 0),
      arrive("A", 5),
      mayHave("A", 0),
      release("last"),
      at("2026-12-24T08:59:59.999Z"),
      mayHave("A", 1),
      at("2026-12-24T09:00:00.000Z"),
      views("A", { status: "in_stock", figures: { available: 3 } }),
      mayHave("A", 3),
    ],
  },
  {
    that: "a limit of a channel is its own, within that of all",
    given: {
      channels: { early: { warehouses: ["main"] } },
      skus: {
        A: { policy: { preorder: { availableAt: "2026-12-24T09:00:00Z", limit: 5, channelLimits: { early: 2 } } } },
      },
    },
    steps: [
      mayHave("A", 5),
      mayHave("A", 2, "early"),
      hold("first", { A: 1 }, { channel: "early" }),
      mayHave("A", 1, "early"),
      mayHave("A", 4),
      hold("second", { A: 4 }),
      mayHave("A", 0, "early"),
      mayHave("A", 0),
    ],
  },
]);

specify("a window in which it is sold", [
  {
    that: "opens and closes at its ends, both inclusive, for page and cart alike",
    given: {
      skus: {
        A: {
          onHand: { main: 5 },
          policy: { availableFrom: "2026-12-02T09:00:00Z", availableUntil: "2026-12-03T09:00:00Z" },
        },
      },
    },
    steps: [
      views("A", {
        status: "out_of_stock",
        message: { code: "not_yet_available", date: "2026-12-02T09:00:00.000Z" },
      }),
      mayHave("A", 0),
      at("2026-12-02T08:59:59.999Z"),
      mayHave("A", 0),
      at("2026-12-02T09:00:00.000Z"),
      mayHave("A", 5),
      hold("cart", { A: 2 }),
      at("2026-12-03T09:00:00.000Z"),
      mayHave("A", 5),
      at("2026-12-03T09:00:00.001Z"),
      views("A", { status: "out_of_stock", message: { code: "no_longer_available" } }),
      mayHave("A", 0),
    ],
  },
  {
    that: "what was put into a cart in time may be ordered after its end",
    given: { skus: { A: { onHand: { main: 5 }, policy: { availableUntil: "2026-12-01T09:05:00Z" } } } },
    steps: [
      hold("cart", { A: 2 }),
      after(600_000),
      hold("late", { A: 1 }, { refused: { code: "not_purchasable", error: { reason: "no_longer_available" } } }),
      order("O", "cart"),
      stands("A", { main: [5, 0, 2, 0] }),
    ],
  },
]);

specify("what is discontinued", [
  {
    that: "is sold while there is some, never beyond, and shows it when it is gone",
    given: {
      skus: { A: { onHand: { main: 2 }, policy: { discontinued: true, backorders: "allow", backorderLimit: 9 } } },
    },
    steps: [
      views("A", { status: "in_stock", purchasable: true }),
      mayHave("A", 2),
      hold("cart", { A: 2 }),
      views("A", { status: "discontinued", message: { code: "discontinued" } }),
      mayHave("A", 0),
      hold("more", { A: 1 }, { refused: { code: "not_purchasable", error: { reason: "discontinued" } } }),
      release("cart"),
      views("A", { status: "in_stock", purchasable: true }),
    ],
  },
]);
