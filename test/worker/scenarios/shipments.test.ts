import { after, hold, on, order, says, ships, specify, stands, units } from "./index.ts";

const five = { skus: { A: { onHand: { main: 5 } } } };
const both = { warehouses: ["east"], channels: { both: { warehouses: ["main", "east"] } } };

specify("no more than a line has can be asked of it", [
  {
    that: "four units can be cancelled, planned and sent back four times, and not five",
    given: five,
    steps: [
      hold("cart", { A: 4 }),
      order("O", "cart"),
      on("O", "cancel", { lines: units(5) }, { code: "exceeds_line", error: { available: 4 } }),
      on("O", "shipments", { id: "S", lines: units(5) }, { code: "exceeds_line", error: { available: 4 } }),
      ships("O", "S", units(3)),
      on("O", "returns", { id: "R", lines: units(4) }, { code: "exceeds_line", error: { available: 3 } }),
      on("O", "returns", { id: "R", lines: units(2) }),
      on("O", "returns", { id: "Q", lines: units(2) }, { code: "exceeds_line", error: { available: 1 } }),
      on("O", "returns", { id: "Q", lines: units(1) }),
      says("O", { lines: [{ shipped: 3, returned: 3, allocated: 1 }] }),
      stands("A", { main: [5, 0, 1, 0] }),
    ],
  },
  {
    that: "fewer than are planned, shipped and cancelled cannot have been ordered",
    given: five,
    steps: [
      hold("cart", { A: 5 }),
      order("O", "cart"),
      on("O", "cancel", { lines: units(1) }),
      ships("O", "S", units(1)),
      on("O", "shipments", { id: "T", lines: units(1) }),
      on("O", "lines", { lines: units(2) }, { code: "exceeds_line", error: { pointer: "/lines/0/quantity", line: 0 } }),
      on("O", "lines", { lines: units(3) }),
      says("O", { state: "placed", lines: [{ ordered: 3, cancelled: 1, shipped: 1, planned: 1, allocated: 0 }] }),
      on("O", "shipments/T/ship"),
      says("O", { state: "shipped" }),
      stands("A", { main: [3, 0, 0, 0] }),
    ],
  },
  {
    that: "a line that is not there is named in the request, and so is one that stands in it twice",
    given: five,
    steps: [
      hold("cart", { A: 2 }),
      order("O", "cart"),
      on(
        "O",
        "cancel",
        { lines: units(1, 1) },
        { code: "invalid_request", error: { pointer: "/lines/0/line", line: 0 } },
      ),
      on(
        "O",
        "lines",
        { lines: [...units(2), ...units(1, 3)] },
        {
          code: "invalid_request",
          error: { pointer: "/lines/1/line", line: 1 },
        },
      ),
      on(
        "O",
        "shipments",
        { id: "S", lines: units(1, 1) },
        {
          code: "invalid_request",
          error: { pointer: "/lines/0/line", line: 0 },
        },
      ),
      on(
        "O",
        "returns",
        { id: "R", lines: units(1, 1) },
        {
          code: "invalid_request",
          error: { pointer: "/lines/0/line", line: 0 },
        },
      ),
      on(
        "O",
        "shipments",
        { id: "S", lines: [...units(1), ...units(1)] },
        {
          code: "invalid_request",
          error: { pointer: "/lines" },
        },
      ),
    ],
  },
  {
    that: "an id stands for one shipment of an order, again once it is unplanned, and for one return for good",
    given: { skus: { A: { onHand: { main: 9 } } } },
    steps: [
      hold("one", { A: 4 }),
      order("O", "one"),
      hold("two", { A: 4 }),
      order("P", "two"),
      on("O", "shipments", { id: "S", lines: units(1) }),
      on("O", "shipments", { id: "S", lines: units(1) }, { code: "shipment_exists", error: { pointer: "/id" } }),
      on("P", "shipments", { id: "S", lines: units(2) }),
      on("O", "shipments/S/unplan"),
      on("O", "shipments", { id: "S", lines: units(3) }),
      on("O", "shipments/S/ship"),
      on("O", "returns", { id: "R", lines: units(1) }),
      on("O", "returns", { id: "R", lines: units(1) }, { code: "return_exists", error: { pointer: "/id" } }),
      stands("A", { main: [7, 0, 3, 2] }),
    ],
  },
]);

specify("a shipment takes units for which goods are there", [
  {
    that: "of all its SKUs, or nothing is planned anywhere",
    given: {
      skus: {
        A: { onHand: { main: 5 } },
        B: { onHand: { main: 1 }, policy: { backorders: "allow" } },
        C: { policy: { backorders: "allow" } },
      },
    },
    steps: [
      hold("cart", { A: 2, B: 2, C: 2 }, { backordered: 3 }),
      order("O", "cart"),
      on(
        "O",
        "shipments",
        { id: "S", lines: [...units(2), ...units(2, 1), ...units(1, 2)] },
        {
          code: "insufficient_on_hand",
          error: { sku: "B", requested: 2, available: 1 },
          pointers: ["/lines/1/quantity", "/lines/2/quantity"],
        },
      ),
      stands("A", { main: [5, 0, 2, 0] }),
      on("O", "shipments", { id: "S", lines: [...units(2), ...units(1, 1)] }),
      stands("A", { main: [5, 0, 0, 2] }),
      stands("B", { main: [1, 0, 1, 1] }),
    ],
  },
  {
    that: "in two lines of one SKU by their sum",
    given: { skus: { A: { onHand: { main: 3 }, policy: { backorders: "allow" } } } },
    steps: [
      hold(
        "cart",
        [
          ["A", 2],
          ["A", 2],
        ],
        { backordered: 1 },
      ),
      order("O", "cart"),
      on(
        "O",
        "shipments",
        { id: "S", lines: [...units(2), ...units(2, 1)] },
        {
          code: "insufficient_on_hand",
          error: { requested: 4, available: 3 },
        },
      ),
      on("O", "shipments", { id: "S", lines: [...units(2), ...units(1, 1)] }),
      says("O", {
        lines: [
          { planned: 2, backordered: 0 },
          { planned: 1, allocated: 1, backordered: 1 },
        ],
      }),
    ],
  },
  {
    that: "not those that a cart was promised before, until its time is up",
    given: { skus: { A: { onHand: { main: 3 }, policy: { backorders: "allow" } } } },
    steps: [
      hold("older", { A: 3 }),
      after(1_000),
      hold("newer", { A: 2 }, { backordered: 2 }),
      order("O", "newer"),
      on("O", "shipments", { id: "S", lines: units(2) }, { code: "insufficient_on_hand", error: { available: 0 } }),
      after(900_000),
      on("O", "shipments", { id: "S", lines: units(2) }),
      stands("A", { main: [3, 0, 0, 2] }),
    ],
  },
  {
    that: "and as many as are free at a warehouse that is named, also outside of the channel",
    given: { warehouses: ["far"], skus: { A: { onHand: { main: 2, far: 2 }, policy: { backorders: "allow" } } } },
    steps: [
      hold("cart", { A: 4 }, { backordered: 2 }),
      order("O", "cart"),
      on(
        "O",
        "shipments",
        { id: "S", lines: units(3), warehouse: "far" },
        {
          code: "insufficient_on_hand",
          error: { available: 2 },
        },
      ),
      on("O", "shipments", { id: "S", lines: units(2), warehouse: "far" }),
      stands("A", { main: [2, 0, 2, 0], far: [2, 0, 0, 2] }),
      says("O", { lines: [{ allocated: 2, planned: 2, backordered: 0 }] }),
      on(
        "O",
        "shipments",
        { id: "T", lines: units(1), warehouse: "nowhere" },
        {
          code: "warehouse_not_found",
          error: { pointer: "/warehouse" },
        },
      ),
    ],
  },
  {
    that: "and taken elsewhere leaves the goods that were meant for it to who waits for them",
    given: { ...both, skus: { A: { onHand: { main: 2, east: 2 }, policy: { backorders: "allow" } } } },
    steps: [
      hold("first", { A: 2 }, { channel: "both" }),
      order("O", "first"),
      after(1_000),
      hold("second", { A: 2 }, { backordered: 2 }),
      order("P", "second"),
      on("O", "shipments", { id: "S", lines: units(2), warehouse: "east" }),
      says("P", { lines: [{ backordered: 0 }] }),
      stands("A", { main: [2, 0, 2, 0], east: [2, 0, 0, 2] }),
    ],
  },
  {
    that: "and goods that one order leaves behind cover the next",
    given: { skus: { A: { onHand: { main: 2 }, policy: { backorders: "allow" } } } },
    steps: [
      hold("first", { A: 2 }),
      order("O", "first"),
      after(1_000),
      hold("second", { A: 2 }, { backordered: 2 }),
      order("P", "second"),
      on("O", "cancel", { lines: units(1) }),
      says("P", { lines: [{ backordered: 1 }] }),
      on("P", "shipments", { id: "S", lines: units(1) }),
      on("O", "cancel"),
      on("P", "shipments", { id: "T", lines: units(1) }),
      stands("A", { main: [2, 0, 0, 2] }),
    ],
  },
]);
