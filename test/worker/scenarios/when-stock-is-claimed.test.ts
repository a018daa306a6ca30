import {
  after,
  answers,
  arrive,
  lastMoved,
  moved,
  on,
  order,
  says,
  setPolicy,
  ships,
  specify,
  stands,
  told,
  units,
} from "./index.ts";

const five = { skus: { A: { onHand: { main: 5 } } } };

specify("an order without a reservation claims its stock when it is paid", [
  {
    that: "claims nothing while it is pending, whatever else is reported",
    given: five,
    steps: [
      order("O", { A: 3 }),
      answers({
        state: "pending",
        reservation: null,
        reported: null,
        revision: 1,
        lines: [{ ordered: 3, shortfall: 3 }],
      }),
      on("O", "states", { state: "ArrangingPayment" }),
      says("O", { state: "pending", reported: "ArrangingPayment", lines: [{ allocated: 0, shortfall: 3 }] }),
      stands("A", { main: [5, 0, 0, 0] }),
    ],
  },
  {
    that: "is allocated when payment is authorized, and not once more when it is settled",
    given: five,
    steps: [
      order("O", { A: 3 }),
      after(60_000),
      on("O", "states", { state: "PaymentAuthorized" }),
      says("O", {
        state: "placed",
        placedAt: "2026-12-01T09:00:00.000Z",
        allocatedAt: "2026-12-01T09:01:00.000Z",
        lines: [{ allocated: 3, shortfall: 0 }],
      }),
      after(60_000),
      on("O", "states", { state: "PaymentSettled" }),
      on("O", "states", { state: "PaymentAuthorized" }),
      says("O", { reported: "PaymentAuthorized", allocatedAt: "2026-12-01T09:01:00.000Z" }),
      moved("A", [
        ["count", "onHand", 5, 5],
        ["allocate", "allocated", 3, 3],
      ]),
    ],
  },
  {
    that: "is allocated when payment is settled at once",
    given: five,
    steps: [
      order("O", { A: 3 }),
      on("O", "states", { state: "PaymentSettled" }),
      stands("A", { main: [5, 0, 3, 0] }),
      lastMoved("A", [{ kind: "allocate", order: "O", actor: "admin" }]),
    ],
  },
  {
    that: "is allocated as it is made where that state comes with it, and is pending with any other",
    given: five,
    steps: [
      order("O", { A: 3 }, { state: "PaymentSettled" }),
      answers({ state: "placed", reported: "PaymentSettled", lines: [{ allocated: 3 }] }),
      order("P", { A: 3 }, { state: "AddingItems" }),
      answers({ state: "pending", reported: "AddingItems" }),
      stands("A", { main: [5, 0, 3, 0] }),
    ],
  },
  {
    that: "waits for goods like a cart where backorders are open",
    given: { skus: { A: { onHand: { main: 1 }, policy: { backorders: "allow" } } } },
    steps: [
      order("O", { A: 3 }, { state: "PaymentSettled" }),
      says("O", { lines: [{ allocated: 3, backordered: 2, shortfall: 0 }] }),
      arrive("A", 2),
      says("O", { lines: [{ allocated: 3, backordered: 0 }] }),
    ],
  },
]);

specify("an order for which stock is short by then", [
  {
    that: "is refused, its state is not taken, and it may be reported again",
    given: five,
    steps: [
      order("O", { A: 6 }),
      on(
        "O",
        "states",
        { state: "PaymentSettled" },
        {
          code: "insufficient_stock",
          error: { sku: "A", requested: 6, available: 5 },
        },
      ),
      says("O", { state: "pending", reported: null, revision: 1 }),
      arrive("A", 1),
      on("O", "states", { state: "PaymentSettled" }),
      stands("A", { main: [6, 0, 6, 0] }),
    ],
  },
  {
    that: "does not use up its id where it is refused as it is made",
    given: five,
    steps: [
      order("O", { A: 6 }, { state: "PaymentSettled", refused: { code: "insufficient_stock" } }),
      on("O", "cancel", {}, { code: "order_not_found" }),
      order("O", { A: 4 }, { state: "PaymentSettled" }),
      stands("A", { main: [5, 0, 4, 0] }),
    ],
  },
  {
    that: "takes what is there where the shop says so, and the shortfall is recorded",
    given: { skus: { A: { onHand: { main: 3 } }, B: { onHand: { main: 9 } } } },
    steps: [
      order("O", [
        ["B", 1],
        ["A", 5],
      ]),
      on("O", "states", { state: "PaymentSettled", shortfall: "allocate_available" }),
      says("O", {
        state: "placed",
        lines: [
          { allocated: 1, shortfall: 0 },
          { allocated: 3, shortfall: 2 },
        ],
      }),
      stands("A", { main: [3, 0, 3, 0] }),
      stands("B", { main: [9, 0, 1, 0] }),
      told("A", [["order.shortfall", 2]]),
    ],
  },
  {
    that: "is placed even if nothing at all is there",
    given: { skus: { A: {} } },
    steps: [
      order("O", { A: 5 }, { state: "PaymentSettled", shortfall: "allocate_available" }),
      answers({ state: "placed", lines: [{ ordered: 5, allocated: 0, shortfall: 5 }] }),
      told("A", [["order.shortfall", 5]]),
      on("O", "shipments", { id: "S", lines: units(1) }, { code: "exceeds_line", error: { available: 0 } }),
      arrive("A", 5),
      on("O", "lines", { lines: units(5) }),
      says("O", { lines: [{ allocated: 5, shortfall: 0 }] }),
      stands("A", { main: [5, 0, 5, 0] }),
    ],
  },
  {
    that: "claims the rest when its quantities are put again, all of it or as much as came",
    given: { skus: { A: { onHand: { main: 2 } } } },
    steps: [
      order("O", { A: 6 }, { state: "PaymentSettled", shortfall: "allocate_available" }),
      says("O", { lines: [{ allocated: 2, shortfall: 4 }] }),
      arrive("A", 1),
      on("O", "lines", { lines: units(6) }, { code: "insufficient_stock", error: { requested: 6, available: 3 } }),
      on("O", "lines", { lines: units(6), shortfall: "allocate_available" }),
      says("O", { lines: [{ ordered: 6, allocated: 3, shortfall: 3 }] }),
      arrive("A", 3),
      on("O", "lines", { lines: units(6) }),
      says("O", { lines: [{ ordered: 6, allocated: 6, shortfall: 0 }] }),
      stands("A", { main: [6, 0, 6, 0] }),
    ],
  },
  {
    that: "is shipped in part and stays open, until the rest is claimed or cancelled",
    given: { skus: { A: { onHand: { main: 2 } } } },
    steps: [
      order("O", { A: 4 }, { state: "PaymentSettled", shortfall: "allocate_available" }),
      ships("O", "S", units(2)),
      says("O", { state: "placed", lines: [{ shipped: 2, allocated: 0, shortfall: 2 }] }),
      arrive("A", 1),
      on("O", "lines", { lines: units(4), shortfall: "allocate_available" }),
      says("O", { state: "placed", lines: [{ shipped: 2, allocated: 1, shortfall: 1 }] }),
      on("O", "cancel", { lines: units(1) }),
      says("O", { lines: [{ cancelled: 1, allocated: 1, shortfall: 0 }] }),
      ships("O", "T", units(1)),
      says("O", { state: "shipped", lines: [{ ordered: 4, shipped: 3, cancelled: 1 }] }),
      stands("A", {}),
    ],
  },
  {
    that: "loses nothing that it has when it asks for more than is left",
    given: { skus: { A: { onHand: { main: 2 }, policy: { backorders: "allow" } } } },
    steps: [
      order("O", { A: 5 }, { state: "PaymentSettled" }),
      setPolicy("A", { backorders: "none" }),
      on("O", "lines", { lines: units(6), shortfall: "allocate_available" }),
      says("O", { lines: [{ ordered: 6, allocated: 5, backordered: 3, shortfall: 1 }] }),
      stands("A", { main: [2, 0, 5, 0] }),
    ],
  },
  {
    that: "keeps for each line what it has, and gives what there is besides to the first that ask",
    given: { skus: { A: { onHand: { main: 5 } } } },
    steps: [
      order(
        "O",
        [
          ["A", 2],
          ["A", 2],
        ],
        { state: "PaymentSettled" },
      ),
      on("O", "shipments", { id: "S", lines: units(2, 1) }),
      on("O", "lines", { lines: units(4), shortfall: "allocate_available" }),
      says("O", {
        lines: [
          { ordered: 4, allocated: 3, shortfall: 1 },
          { planned: 2, allocated: 0, shortfall: 0 },
        ],
      }),
      stands("A", { main: [5, 0, 3, 2] }),
    ],
  },
  {
    that: "loses nothing that is on a shipment when it asks for more",
    given: { skus: { A: { onHand: { main: 4 }, policy: { backorders: "allow" } } } },
    steps: [
      order("O", { A: 2 }, { state: "PaymentSettled" }),
      on("O", "shipments", { id: "S", lines: units(2) }),
      order("P", { A: 5 }, { state: "PaymentSettled" }),
      setPolicy("A", { backorders: "none" }),
      on("O", "lines", { lines: units(3), shortfall: "allocate_available" }),
      says("O", { lines: [{ ordered: 3, planned: 2, allocated: 0, shortfall: 1 }] }),
      stands("A", { main: [4, 0, 5, 2] }),
    ],
  },
]);
