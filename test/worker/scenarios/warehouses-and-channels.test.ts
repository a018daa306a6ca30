import {
  after,
  arrive,
  change,
  hold,
  mayHave,
  on,
  order,
  putChannel,
  release,
  says,
  specify,
  stands,
  units,
  views,
} from "./index.ts";

/** Three warehouses with four, ten and seven units of A, in this order, by each strategy. */
const three = {
  warehouses: ["north", "east", "west"],
  channels: {
    ordered: { warehouses: ["north", "east", "west"], strategy: "channel_order" },
    most: { warehouses: ["north", "east", "west"], strategy: "most_available" },
    fewest: { warehouses: ["north", "east", "west"], strategy: "fewest_warehouses" },
  },
  skus: { A: { onHand: { north: 4, east: 10, west: 7 } } },
};

const both = { warehouses: ["east"], channels: { both: { warehouses: ["main", "east"] } } };

specify("which warehouse gives the units", [
  {
    that: "by the channel's order, the first ones",
    given: three,
    steps: [
      hold("cart", { A: 6 }, { channel: "ordered" }),
      stands("A", { north: [4, 4, 0, 0], east: [10, 2, 0, 0], west: [7, 0, 0, 0] }),
    ],
  },
  {
    that: "by most available, the one with most first, and between equals the channel's order",
    given: three,
    steps: [
      hold("cart", { A: 6 }, { channel: "most" }),
      stands("A", { north: [4, 0, 0, 0], east: [10, 6, 0, 0], west: [7, 0, 0, 0] }),
      hold("next", { A: 6 }, { channel: "most" }),
      stands("A", { north: [4, 0, 0, 0], east: [10, 6, 0, 0], west: [7, 6, 0, 0] }),
      hold("last", { A: 7 }, { channel: "most" }),
      stands("A", { north: [4, 4, 0, 0], east: [10, 9, 0, 0], west: [7, 6, 0, 0] }),
    ],
  },
  {
    that: "by fewest warehouses, one alone where one has enough, the first in the channel's order",
    given: three,
    steps: [
      hold("cart", { A: 6 }, { channel: "fewest" }),
      stands("A", { north: [4, 0, 0, 0], east: [10, 6, 0, 0], west: [7, 0, 0, 0] }),
      hold("next", { A: 5 }, { channel: "fewest" }),
      stands("A", { north: [4, 0, 0, 0], east: [10, 6, 0, 0], west: [7, 5, 0, 0] }),
      hold("last", { A: 6 }, { channel: "fewest" }),
      stands("A", { north: [4, 4, 0, 0], east: [10, 8, 0, 0], west: [7, 5, 0, 0] }),
    ],
  },
  {
    that: "beyond stock, the channel's first one",
    given: { ...three, skus: { A: { ...three.skus.A, policy: { backorders: "allow" } } } },
    steps: [
      hold("cart", { A: 25 }, { channel: "most", backordered: 4 }),
      stands("A", { north: [4, 8, 0, 0], east: [10, 10, 0, 0], west: [7, 7, 0, 0] }),
    ],
  },
  {
    that: "what is released goes back where it came from, what came last first",
    given: three,
    steps: [
      hold("cart", { A: 12 }, { channel: "most" }),
      stands("A", { north: [4, 0, 0, 0], east: [10, 10, 0, 0], west: [7, 2, 0, 0] }),
      change("cart", { A: 9 }),
      stands("A", { north: [4, 0, 0, 0], east: [10, 9, 0, 0], west: [7, 0, 0, 0] }),
      order("O", "cart"),
      on("O", "cancel", { lines: units(4) }),
      stands("A", { north: [4, 0, 0, 0], east: [10, 0, 5, 0], west: [7, 0, 0, 0] }),
      hold("other", { A: 2 }, { channel: "ordered" }),
      release("other"),
      stands("A", { north: [4, 0, 0, 0], east: [10, 0, 5, 0], west: [7, 0, 0, 0] }),
    ],
  },
]);

specify("channels that share warehouses", [
  {
    that: "each sells from its own, and a unit is sold once",
    given: { ...both, skus: { A: { onHand: { main: 4, east: 3 } } } },
    steps: [
      mayHave("A", 4),
      mayHave("A", 7, "both"),
      hold("wide", { A: 5 }, { channel: "both" }),
      stands("A", { main: [4, 4, 0, 0], east: [3, 1, 0, 0] }),
      mayHave("A", 0),
      mayHave("A", 2, "both"),
      views("A", { figures: { onHand: 4, held: 4, available: 0, stockLevel: 4 } }),
      views("A", { figures: { onHand: 7, held: 5, available: 2, stockLevel: 7 } }, { channel: "both" }),
    ],
  },
  {
    that: "one without a warehouse sells nothing, not even what nobody counts, and says so",
    given: {
      channels: { none: { warehouses: [] } },
      skus: {
        A: { onHand: { main: 5 }, policy: { backorders: "allow" } },
        B: { policy: { trackInventory: false } },
      },
    },
    steps: [
      views("A", { status: "out_of_stock", purchasable: false }, { channel: "none" }),
      views("B", { status: "out_of_stock", purchasable: false }, { channel: "none" }),
      hold("cart", { A: 1 }, { channel: "none", refused: { code: "channel_without_warehouse" } }),
      hold("cart", { B: 1 }, { channel: "none", refused: { code: "channel_without_warehouse" } }),
      order(
        "O",
        { A: 1 },
        { channel: "none", state: "PaymentSettled", refused: { code: "channel_without_warehouse" } },
      ),
      putChannel("none", ["main"]),
      mayHave("A", 10_000, "none"),
    ],
  },
  {
    that: "other warehouses of a channel are seen at once, and claims stay where they are",
    given: { ...both, skus: { A: { onHand: { main: 2, east: 3 } } } },
    steps: [
      hold("cart", { A: 4 }, { channel: "both" }),
      order("O", "cart"),
      putChannel("both", ["east"]),
      mayHave("A", 1, "both"),
      stands("A", { main: [2, 0, 2, 0], east: [3, 0, 2, 0] }),
      on("O", "shipments", { id: "S", lines: units(4) }),
      stands("A", { main: [2, 0, 0, 2], east: [3, 0, 0, 2] }),
    ],
  },
  {
    that: "goods cover the oldest claim whose channel names their warehouse",
    given: {
      warehouses: ["east"],
      channels: { both: { warehouses: ["main", "east"] }, far: { warehouses: ["east"] } },
      skus: { A: { policy: { backorders: "allow" } } },
    },
    steps: [
      hold("near", { A: 1 }, { backordered: 1 }),
      after(1_000),
      hold("wide", { A: 1 }, { channel: "both", backordered: 1 }),
      after(1_000),
      hold("far", { A: 1 }, { channel: "far", backordered: 1 }),
      arrive("A", 1, "east"),
      stands("A", { main: [0, 2, 0, 0], east: [1, 1, 0, 0] }),
      order("O", "far"),
      says("O", { lines: [{ backordered: 0 }] }),
      order("P", "wide"),
      order("Q", "near"),
      says("P", { lines: [{ backordered: 1 }] }),
      arrive("A", 1, "east"),
      says("P", { lines: [{ backordered: 0 }] }),
      says("Q", { lines: [{ backordered: 1 }] }),
      stands("A", { main: [0, 0, 1, 0], east: [2, 0, 2, 0] }),
    ],
  },
]);
