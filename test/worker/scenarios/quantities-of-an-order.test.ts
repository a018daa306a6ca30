import { moved, on, order, says, ships, specify, stands, units } from "./index.ts";

const five = { skus: { A: { onHand: { main: 5 } } } };

specify("the quantities of an order", [
  {
    that: "are free while it is pending",
    given: five,
    steps: [
      order("O", { A: 3 }),
      on("O", "lines", { lines: units(7) }),
      says("O", { state: "pending", lines: [{ ordered: 7, shortfall: 7 }] }),
      on("O", "cancel", { lines: units(2) }),
      says("O", { lines: [{ ordered: 7, cancelled: 2, shortfall: 5 }] }),
      on("O", "lines", { lines: units(1) }, { code: "exceeds_line", error: { pointer: "/lines/0/quantity", line: 0 } }),
      on("O", "states", { state: "PaymentSettled" }),
      says("O", { state: "placed", lines: [{ ordered: 7, cancelled: 2, allocated: 5, shortfall: 0 }] }),
      stands("A", { main: [5, 0, 5, 0] }),
    ],
  },
  {
    that: "are nothing any more once it was cancelled before it was paid",
    given: five,
    steps: [
      order("O", { A: 3 }),
      on("O", "cancel"),
      says("O", {
        state: "cancelled",
        cancelledAt: "2026-12-01T09:00:00.000Z",
        lines: [{ cancelled: 3, shortfall: 0 }],
      }),
      on("O", "states", { state: "PaymentSettled" }),
      says("O", { state: "cancelled", reported: "PaymentSettled" }),
      stands("A", { main: [5, 0, 0, 0] }),
    ],
  },
  {
    that: "go up with what is there and down at will, until they are shipped",
    given: five,
    steps: [
      order("O", { A: 2 }, { state: "PaymentSettled" }),
      on("O", "lines", { lines: units(4) }),
      stands("A", { main: [5, 0, 4, 0] }),
      ships("O", "S", units(2)),
      on("O", "lines", { lines: units(1) }, { code: "exceeds_line" }),
      on("O", "lines", { lines: units(3) }),
      stands("A", { main: [3, 0, 1, 0] }),
      on("O", "lines", { lines: units(2) }),
      says("O", { state: "shipped", lines: [{ ordered: 2, shipped: 2, allocated: 0 }] }),
      moved("A", [
        ["count", "onHand", 5, 5],
        ["allocate", "allocated", 2, 2],
        ["allocate", "allocated", 2, 4],
        ["plan", "planned", 2, 2],
        ["ship", "onHand", -2, 3],
        ["cancel", "allocated", -1, 1],
        ["cancel", "allocated", -1, 0],
      ]),
    ],
  },
  {
    that: "change together or not at all",
    given: { skus: { A: { onHand: { main: 5 } }, B: { onHand: { main: 5 } } } },
    steps: [
      order("O", { A: 4, B: 2 }, { state: "PaymentSettled" }),
      on(
        "O",
        "lines",
        { lines: [...units(1), ...units(6, 1)] },
        {
          code: "insufficient_stock",
          error: { sku: "B", pointer: "/lines/1", line: 1 },
        },
      ),
      on("O", "lines", { lines: [...units(1), ...units(5, 1)] }),
      stands("A", { main: [5, 0, 1, 0] }),
      stands("B", { main: [5, 0, 5, 0] }),
    ],
  },
  {
    that: "brought to none leave an order of which nothing is left",
    given: five,
    steps: [
      order("O", { A: 2 }, { state: "PaymentSettled" }),
      on("O", "lines", { lines: units(0) }),
      says("O", { state: "cancelled", lines: [{ ordered: 0, allocated: 0 }] }),
      order("P", { A: 2 }),
      on("P", "lines", { lines: units(0) }),
      says("P", { state: "cancelled", lines: [{ ordered: 0, shortfall: 0 }] }),
      stands("A", { main: [5, 0, 0, 0] }),
    ],
  },
]);
