import type { Policy } from "../../../sdk/index.ts";
import {
  after,
  answers,
  arrive,
  hold,
  mayHave,
  on,
  order,
  release,
  setPolicy,
  specify,
  stock,
  told,
  units,
  views,
} from "./index.ts";

/** Low at or below two, by an activity. */
const low = (lowStockActivity: string, policy: Partial<Policy> = {}) => ({
  skus: { A: { onHand: { main: 4 }, policy: { minStockQuantity: 2, lowStockActivity, ...policy } } },
});

specify("low stock acts while the stock level is at or below the minimum", [
  {
    that: "the buy button is off and on again, and carts neither trigger nor stop it",
    given: low("disable_buy_button"),
    steps: [
      hold("cart", { A: 3 }),
      views("A", { status: "low_stock", purchasable: true }),
      mayHave("A", 1),
      order("O", "cart"),
      views("A", { status: "low_stock", purchasable: false }),
      mayHave("A", 0),
      arrive("A", 1),
      mayHave("A", 0),
      arrive("A", 1),
      views("A", { status: "in_stock", purchasable: true }),
      mayHave("A", 3),
    ],
  },
  {
    that: "it is unpublished and published again, but never what was unpublished by hand",
    given: low("unpublish"),
    steps: [
      stock("A", "adjust", { delta: -2, reason: "lost" }),
      views("A", { status: "hidden", message: null, purchasable: false }),
      mayHave("A", 0),
      setPolicy("A", { published: false }),
      arrive("A", 8),
      views("A", { status: "hidden" }),
      setPolicy("A", { published: true }),
      mayHave("A", 10),
    ],
  },
  {
    that: "not while backorders are open, nor a preorder",
    given: low("unpublish", { backorders: "allow", backorderLimit: 5 }),
    steps: [
      stock("A", "count", { onHand: 1 }),
      views("A", { status: "low_stock", purchasable: true }),
      mayHave("A", 6),
      setPolicy("A", { backorders: "none" }),
      views("A", { status: "hidden" }),
      setPolicy("A", { preorder: { availableAt: "2026-12-24T09:00:00Z", limit: 7 } }),
      views("A", { status: "preorder" }),
      mayHave("A", 7),
      setPolicy("A", { preorder: null, outOfStockThreshold: -5 }),
      mayHave("A", 6),
    ],
  },
  {
    that: "an order that is placed all the same is the shop's own word",
    given: low("disable_buy_button"),
    steps: [
      stock("A", "count", { onHand: 2 }),
      order("O", { A: 1 }, { state: "PaymentSettled", refused: { code: "not_purchasable" } }),
      order("O", { A: 1 }, { state: "PaymentSettled", allowNotPurchasable: true }),
      answers({ state: "placed" }),
      on("O", "shipments", { id: "S", lines: units(1) }),
    ],
  },
]);

specify("owners are told of a line once for each crossing", [
  {
    that: "down and up again, by the stock level, which carts do not move",
    given: { skus: { A: { onHand: { main: 6 }, policy: { minStockQuantity: 3, notifyQuantityBelow: 2 } } } },
    steps: [
      after(1_000),
      hold("cart", { A: 6 }),
      release("cart"),
      hold("cart", { A: 3 }),
      order("O", "cart"),
      after(1_000),
      stock("A", "count", { onHand: 5 }),
      after(1_000),
      stock("A", "count", { onHand: 4 }),
      after(1_000),
      on("O", "cancel"),
      told("A", [
        ["stock.recovered", 6],
        ["stock.low", 3],
        ["stock.notify_below", 1],
        ["stock.recovered", 4],
      ]),
    ],
  },
  {
    that: "and when the line itself is moved over it",
    given: { skus: { A: { onHand: { main: 6 } } } },
    steps: [
      after(1_000),
      setPolicy("A", { minStockQuantity: 6 }),
      after(1_000),
      setPolicy("A", { minStockQuantity: 5 }),
      after(1_000),
      setPolicy("A", { outOfStockThreshold: 6 }),
      after(1_000),
      setPolicy("A", { outOfStockThreshold: 0 }),
      told("A", [
        ["stock.back", 6],
        ["stock.recovered", 6],
        ["stock.low", 6],
        ["stock.recovered", 6],
        ["stock.low", 0],
        ["stock.notify_below", 0],
        ["stock.out", 0],
        ["stock.back", 6],
        ["stock.recovered", 6],
      ]),
    ],
  },
]);
