import { hold, lastMoved, mayHave, moved, on, order, says, specify, stands, stock, twice, units } from "./index.ts";

const both = { warehouses: ["east"], channels: { both: { warehouses: ["main", "east"] } } };
const ten = { skus: { A: { onHand: { main: 10 } } } };

specify("an adjustment changes what is on hand by a difference", [
  {
    that: "says why, who and on which paper",
    given: ten,
    steps: [
      stock("A", "adjust", { delta: 5, reason: "received", document: "DN-1" }),
      stock("A", "adjust", { delta: -2, reason: "damaged", note: "wet" }),
      stands("A", { main: [13, 0, 0, 0] }),
      lastMoved("A", [
        { kind: "adjust", change: -2, after: 13, reason: "damaged", note: "wet", actor: "admin", order: null },
        { kind: "adjust", change: 5, after: 15, reason: "received", document: "DN-1" },
      ]),
    ],
  },
  {
    that: "cannot bring it below none",
    given: ten,
    steps: [
      stock(
        "A",
        "adjust",
        { delta: -11, reason: "lost" },
        {
          code: "on_hand_below_zero",
          error: { pointer: "/delta", current: 10 },
        },
      ),
      stock("A", "adjust", { delta: -10, reason: "lost" }),
      stands("A", {}),
    ],
  },
  {
    that: "may take what is promised, and not what is on a shipment, which is named",
    given: ten,
    steps: [
      hold("cart", { A: 9 }),
      order("O", "cart"),
      on("O", "shipments", { id: "S", lines: units(3) }),
      on("O", "shipments", { id: "T", lines: units(1) }),
      stock(
        "A",
        "adjust",
        { delta: -7, reason: "lost" },
        {
          code: "on_hand_below_planned",
          error: {
            pointer: "/delta",
            current: 10,
            shipments: [
              { order: "O", shipment: "S", units: 3 },
              { order: "O", shipment: "T", units: 1 },
            ],
          },
        },
      ),
      stock("A", "adjust", { delta: -6, reason: "lost" }),
      stands("A", { main: [4, 0, 5, 4] }),
      says("O", { lines: [{ planned: 4, allocated: 5, backordered: 5 }] }),
    ],
  },
  {
    that: "of none, for no reason, or at no warehouse is refused",
    given: ten,
    steps: [
      stock("A", "adjust", { delta: 0, reason: "lost" }, { code: "invalid_request", error: { pointer: "/delta" } }),
      stock("A", "adjust", { delta: 1 }, { code: "invalid_request", error: { pointer: "/reason" } }),
      stock("A", "adjust", { delta: 1, reason: "other" }, { code: "invalid_request", error: { pointer: "/note" } }),
      stock(
        "A",
        "adjust",
        { delta: 1, reason: "found", warehouse: "nowhere" },
        {
          code: "warehouse_not_found",
          error: { pointer: "/warehouse" },
        },
      ),
      stock(
        "A",
        "adjust",
        { delta: 1_000_000_000, reason: "found" },
        {
          code: "figure_out_of_range",
          error: { pointer: "/delta" },
        },
      ),
    ],
  },
]);

specify("a count sets what is on hand", [
  {
    that: "and moves the difference, or nothing where it was right",
    given: ten,
    steps: [
      stock("A", "count", { onHand: 8, expected: 10 }),
      stock("A", "count", { onHand: 8 }),
      moved("A", [
        ["count", "onHand", 10, 10],
        ["count", "onHand", -2, 8],
      ]),
    ],
  },
  {
    that: "is refused when the figure was another one in the meantime, and says which",
    given: ten,
    steps: [
      hold("cart", { A: 1 }),
      order("O", "cart"),
      stock(
        "A",
        "count",
        { onHand: 9, expected: 9 },
        {
          code: "stale_write",
          error: { pointer: "/expected", current: 10 },
        },
      ),
      stock("A", "count", { onHand: 9, expected: 10 }),
      stands("A", { main: [9, 0, 1, 0] }),
    ],
  },
  {
    that: "cannot find fewer than shipments need",
    given: ten,
    steps: [
      hold("cart", { A: 4 }),
      order("O", "cart"),
      on("O", "shipments", { id: "S", lines: units(4) }),
      stock(
        "A",
        "count",
        { onHand: 3 },
        {
          code: "on_hand_below_planned",
          error: { pointer: "/onHand", current: 10, shipments: [{ order: "O", shipment: "S", units: 4 }] },
        },
      ),
      stock("A", "count", { onHand: 4 }),
      stock("A", "count", { onHand: -1 }, { code: "invalid_request", error: { pointer: "/onHand" } }),
      stands("A", { main: [4, 0, 0, 4] }),
    ],
  },
]);

specify("a transfer moves goods between warehouses", [
  {
    that: "both ends in one step, with two movements",
    given: { ...both, skus: { A: { onHand: { main: 10 } } } },
    steps: [
      twice(stock("A", "transfer", { from: "main", to: "east", quantity: 4, document: "T-1" })),
      stands("A", { main: [6, 0, 0, 0], east: [4, 0, 0, 0] }),
      moved("A", [
        ["count", "onHand", 10, 10],
        ["transfer", "onHand", -4, 6],
        ["transfer", "onHand", 4, 4, "east"],
      ]),
      mayHave("A", 6),
      mayHave("A", 10, "both"),
    ],
  },
  {
    that: "is refused to where it comes from, of more than is there, and of what shipments need",
    given: { ...both, skus: { A: { onHand: { main: 10 } } } },
    steps: [
      stock(
        "A",
        "transfer",
        { from: "main", to: "main", quantity: 1 },
        {
          code: "invalid_request",
          error: { pointer: "/to" },
        },
      ),
      stock(
        "A",
        "transfer",
        { from: "main", to: "east", quantity: 11 },
        {
          code: "on_hand_below_zero",
          error: { pointer: "/quantity", current: 10 },
        },
      ),
      stock(
        "A",
        "transfer",
        { from: "east", to: "main", quantity: 1 },
        {
          code: "on_hand_below_zero",
          error: { current: 0 },
        },
      ),
      stock(
        "A",
        "transfer",
        { from: "main", to: "nowhere", quantity: 1 },
        {
          code: "warehouse_not_found",
          error: { pointer: "/to" },
        },
      ),
      hold("cart", { A: 3 }),
      order("O", "cart"),
      on("O", "shipments", { id: "S", lines: units(3) }),
      stock(
        "A",
        "transfer",
        { from: "main", to: "east", quantity: 8 },
        {
          code: "on_hand_below_planned",
          error: { pointer: "/quantity", shipments: [{ order: "O", shipment: "S", units: 3 }] },
        },
      ),
      stock("A", "transfer", { from: "main", to: "east", quantity: 7 }),
      stands("A", { main: [3, 0, 0, 3], east: [7, 0, 0, 0] }),
    ],
  },
  {
    that: "takes along the promises that its goods were for, where the channel may be served from there",
    given: { ...both, skus: { A: { onHand: { main: 5 } } } },
    steps: [
      hold("wide", { A: 2 }, { channel: "both" }),
      order("O", "wide"),
      stock("A", "transfer", { from: "main", to: "east", quantity: 5 }),
      stands("A", { east: [5, 0, 2, 0] }),
      says("O", { lines: [{ backordered: 0 }] }),
    ],
  },
  {
    that: "leaves a promise waiting that cannot be served from there",
    given: { ...both, skus: { A: { onHand: { main: 5 } } } },
    steps: [
      hold("near", { A: 2 }),
      order("O", "near"),
      stock("A", "transfer", { from: "main", to: "east", quantity: 5 }),
      stands("A", { main: [0, 0, 2, 0], east: [5, 0, 0, 0] }),
      says("O", { lines: [{ backordered: 2 }] }),
      stock("A", "transfer", { from: "east", to: "main", quantity: 2 }),
      says("O", { lines: [{ backordered: 0 }] }),
    ],
  },
]);
