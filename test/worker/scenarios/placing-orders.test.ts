import {
  after,
  change,
  hold,
  lastMoved,
  moved,
  on,
  order,
  release,
  says,
  setPolicy,
  ships,
  specify,
  stands,
  units,
} from "./index.ts";

const five = { skus: { A: { onHand: { main: 5 } } } };

specify("an order from a reservation", [
  {
    that: "can be placed up to the last moment of the reservation, and not in the one after",
    given: five,
    steps: [
      hold("first", { A: 1 }),
      hold("second", { A: 2 }),
      after(900_000 - 1),
      order("O", "first"),
      after(1),
      order("P", "second", { refused: { code: "reservation_expired" } }),
      order("P", { A: 1 }, { state: "PaymentSettled" }),
    ],
  },
  {
    that: "cannot be placed from one that was released",
    given: five,
    steps: [
      hold("cart", { A: 1 }),
      release("cart"),
      order("O", "cart", { refused: { code: "reservation_released" } }),
      on("O", "cancel", {}, { code: "order_not_found" }),
    ],
  },
  {
    that: "is placed once: the reservation is used up, and so is the id",
    given: five,
    steps: [
      hold("cart", { A: 1 }),
      hold("other", { A: 2 }),
      order("O", "cart"),
      order("P", "cart", { refused: { code: "reservation_ordered" } }),
      order("O", "other", { refused: { code: "order_exists" } }),
      release("cart", { code: "reservation_ordered" }),
      change("cart", { A: 3 }, { code: "reservation_ordered" }),
      stands("A", { main: [5, 2, 1, 0] }),
    ],
  },
  {
    that: "is not asked again whether it may be bought",
    given: { skus: { A: { onHand: { main: 5 } }, B: { onHand: { main: 5 } } } },
    steps: [
      hold("cart", { A: 2, B: 2 }),
      setPolicy("A", { published: false }),
      setPolicy("B", { minCartQuantity: 5, outOfStockThreshold: 5 }),
      order("O", "cart"),
      says("O", { state: "placed", reported: null, lines: [{ allocated: 2 }, { allocated: 2 }] }),
      stands("A", { main: [5, 0, 2, 0] }),
      stands("B", { main: [5, 0, 2, 0] }),
    ],
  },
  {
    that: "is never claimed again, whatever state is reported",
    given: five,
    steps: [
      hold("cart", { A: 2 }),
      order("O", "cart"),
      on("O", "states", { state: "PaymentAuthorized" }),
      on("O", "states", { state: "PaymentSettled" }),
      says("O", { reported: "PaymentSettled", revision: 3 }),
      moved("A", [
        ["count", "onHand", 5, 5],
        ["allocate", "allocated", 2, 2],
      ]),
    ],
  },
]);

specify("an order of what there is not", [
  {
    that: "is refused at once, although nothing is claimed for it yet, and its id stays free",
    given: five,
    steps: [
      order("O", { nothing: 1 }, { refused: { code: "sku_not_found", pointers: ["/lines/0/sku"] } }),
      order("O", { A: 1 }),
      says("O", { state: "pending" }),
    ],
  },
]);

specify("an order of what cannot be bought", [
  {
    that: "is refused, and made where the shop says so; stock is judged all the same",
    given: { skus: { A: { onHand: { main: 5 }, policy: { published: false } } } },
    steps: [
      order(
        "O",
        { A: 2 },
        { state: "PaymentSettled", refused: { code: "not_purchasable", error: { sku: "A", reason: "hidden" } } },
      ),
      order(
        "O",
        { A: 6 },
        {
          state: "PaymentSettled",
          allowNotPurchasable: true,
          refused: { code: "insufficient_stock", error: { requested: 6, available: 5 } },
        },
      ),
      order("O", { A: 2 }, { state: "PaymentSettled", allowNotPurchasable: true }),
      on("O", "lines", { lines: units(3) }, { code: "not_purchasable", error: { reason: "hidden" } }),
      on("O", "lines", { lines: units(3), allowNotPurchasable: true }),
      stands("A", { main: [5, 0, 3, 0] }),
    ],
  },
  {
    that: "may be made smaller without being asked",
    given: { skus: { A: { onHand: { main: 5 } } } },
    steps: [
      order("O", { A: 4 }, { state: "PaymentSettled" }),
      setPolicy("A", { published: false, minCartQuantity: 4 }),
      on("O", "lines", { lines: units(2) }),
      stands("A", { main: [5, 0, 2, 0] }),
    ],
  },
  {
    that: "waits as pending, and is judged when its stock is claimed",
    given: { skus: { A: { onHand: { main: 5 }, policy: { availableFrom: "2026-12-01T10:00:00Z" } } } },
    steps: [
      order("O", { A: 2 }),
      on("O", "states", { state: "PaymentSettled" }, { code: "not_purchasable" }),
      after(3_600_000),
      on("O", "states", { state: "PaymentSettled" }),
      stands("A", { main: [5, 0, 2, 0] }),
    ],
  },
  {
    that: "is judged by all that is bought, what was shipped already included and what was cancelled not",
    given: {
      skus: { A: { onHand: { main: 50 }, policy: { minCartQuantity: 3, maxCartQuantity: 12, quantityMultiple: 3 } } },
    },
    steps: [
      order("O", { A: 6 }, { state: "PaymentSettled" }),
      ships("O", "S", units(5)),
      on("O", "lines", { lines: units(9) }),
      on(
        "O",
        "lines",
        { lines: units(10) },
        { code: "invalid_quantity", error: { reason: "not_multiple", multiple: 3 } },
      ),
      on("O", "lines", { lines: units(15) }, { code: "invalid_quantity", error: { reason: "above_max", max: 12 } }),
      on("O", "cancel", { lines: units(3) }),
      on("O", "lines", { lines: units(15) }),
      says("O", { lines: [{ ordered: 15, cancelled: 3, shipped: 5, allocated: 7 }] }),
    ],
  },
  {
    that: "of kits is judged likewise",
    given: {
      skus: { A: { onHand: { main: 50 } } },
      products: { pack: { kit: { A: 2 }, policy: { minCartQuantity: 2, maxCartQuantity: 4 } } },
    },
    steps: [
      order("O", { pack: 2 }, { state: "PaymentSettled" }),
      ships("O", "S", units(2 - 1)),
      on("O", "lines", { lines: units(5) }, { code: "invalid_quantity", error: { detail: "must be at most 4" } }),
      on("O", "lines", { lines: units(4) }),
      stands("A", { main: [48, 0, 6, 0] }),
    ],
  },
  {
    that: "of a quantity that no cart may have is refused whatever the shop allows",
    given: { skus: { A: { onHand: { main: 50 }, policy: { quantityMultiple: 6 } } } },
    steps: [
      order(
        "O",
        { A: 5 },
        {
          state: "PaymentSettled",
          allowNotPurchasable: true,
          refused: { code: "invalid_quantity", error: { pointer: "/lines/0/quantity", line: 0 } },
        },
      ),
      order("O", { A: 6 }, { state: "PaymentSettled" }),
      on("O", "lines", { lines: units(7) }, { code: "invalid_quantity" }),
      on("O", "lines", { lines: units(12) }),
    ],
  },
]);

specify("what the movements of an order say", [
  {
    that: "is the order, the paper and the reason of each",
    given: five,
    steps: [
      hold("cart", { A: 4 }),
      order("O", "cart"),
      on("O", "shipments", { id: "S", lines: units(2) }),
      on("O", "shipments/S/ship", { note: "parcel 1" }),
      on("O", "returns", { id: "R", lines: units(1), note: "too small" }),
      on("O", "cancel", { note: "no more" }),
      lastMoved("A", [
        { kind: "cancel", order: "O", note: "no more", change: -2, after: 0 },
        { kind: "return", order: "O", document: "R", note: "too small", change: 1, after: 4 },
        { kind: "ship", order: "O", document: "S", note: "parcel 1", change: -2, after: 3 },
        { kind: "plan", order: "O", document: "S", change: 2, after: 2 },
        { kind: "allocate", order: "O", change: 4, after: 4 },
      ]),
    ],
  },
]);
