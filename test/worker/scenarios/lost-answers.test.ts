import { answers, arrive, hold, keyed, on, order, says, ships, specify, stands, twice, units } from "./index.ts";

const five = { skus: { A: { onHand: { main: 5 } } } };

specify("a request whose answer was lost", [
  {
    that: "is answered again and done once, at every step of an order",
    given: five,
    steps: [
      hold("cart", { A: 4 }),
      twice(order("O", "cart")),
      twice(on("O", "states", { state: "Paid" })),
      twice(on("O", "lines", { lines: units(5) })),
      twice(on("O", "shipments", { id: "S", lines: units(2) })),
      twice(on("O", "shipments/S/unplan")),
      twice(on("O", "shipments", { id: "S", lines: units(2) })),
      twice(on("O", "shipments/S/ship", { note: "parcel 1" })),
      twice(on("O", "returns", { id: "R", lines: units(1) })),
      twice(on("O", "cancel", { lines: units(1) })),
      says("O", { revision: 9, lines: [{ ordered: 5, allocated: 2, shipped: 2, returned: 1, cancelled: 1 }] }),
      stands("A", { main: [4, 0, 2, 0] }),
    ],
  },
  {
    that: "is answered as it was then, though the order has gone on since",
    given: five,
    steps: [
      hold("cart", { A: 4 }),
      order("O", "cart"),
      keyed("k", on("O", "cancel", { lines: units(1) })),
      ships("O", "S", units(3)),
      keyed("k", on("O", "cancel", { lines: units(1) })),
      answers({ state: "placed", revision: 2, lines: [{ allocated: 3, shipped: 0 }], shipments: [] }),
      says("O", { state: "shipped", lines: [{ cancelled: 1, shipped: 3 }] }),
    ],
  },
  {
    that: "is refused with another body under the same key",
    given: { skus: { A: { onHand: { main: 9 } } } },
    steps: [
      keyed("k", order("O", { A: 2 }, { state: "PaymentSettled" })),
      keyed("k", order("O", { A: 3 }, { state: "PaymentSettled", refused: { code: "idempotency_mismatch" } })),
      keyed("l", on("O", "lines", { lines: units(4) })),
      keyed("l", on("O", "lines", { lines: units(5) }, { code: "idempotency_mismatch" })),
      keyed("m", on("O", "shipments", { id: "S", lines: units(1) })),
      keyed("m", on("O", "shipments", { id: "T", lines: units(1) }, { code: "idempotency_mismatch" })),
      keyed("n", on("O", "shipments/S/ship")),
      keyed("n", on("O", "shipments/S/ship", { note: "late" }, { code: "idempotency_mismatch" })),
      keyed("o", on("O", "returns", { id: "R", lines: units(1) })),
      keyed("o", on("O", "returns", { id: "R", lines: units(1), restock: false }, { code: "idempotency_mismatch" })),
      keyed("p", on("O", "cancel", { lines: units(1) })),
      keyed("p", on("O", "cancel", {}, { code: "idempotency_mismatch" })),
      stands("A", { main: [9, 0, 2, 0] }),
    ],
  },
  {
    that: "may be tried again with its key once goods are there: a want of stock is no final answer",
    given: { skus: { A: { onHand: { main: 1 } } } },
    steps: [
      keyed("k", order("O", { A: 2 }, { state: "PaymentSettled", refused: { code: "insufficient_stock" } })),
      arrive("A", 1),
      keyed("k", order("O", { A: 2 }, { state: "PaymentSettled" })),
      keyed("l", on("O", "lines", { lines: units(3) }, { code: "insufficient_stock" })),
      arrive("A", 1),
      keyed("l", on("O", "lines", { lines: units(3) })),
      stands("A", { main: [3, 0, 3, 0] }),
    ],
  },
]);
