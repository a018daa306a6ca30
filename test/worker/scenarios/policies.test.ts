import type { Policy } from "../../../sdk/index.ts";
import { hold, inherit, type Scenario, setPolicy, setStore, settings, specify, views } from "./index.ts";

/** Every key: its default, a value for the store, and another for the SKU. */
const KEYS: { [Key in keyof Policy]: readonly [initial: Policy[Key], store: Policy[Key], sku: Policy[Key]] } = {
  trackInventory: [true, false, true],
  displayAvailability: [true, false, true],
  displayStockQuantity: [false, true, false],
  displayQuantityCap: [null, 10, 20],
  outOfStockThreshold: [0, 2, -3],
  minStockQuantity: [0, 4, 5],
  lowStockActivity: ["nothing", "unpublish", "disable_buy_button"],
  notifyQuantityBelow: [1, 6, 0],
  backorders: ["none", "allow", "allow_and_notify"],
  backorderLimit: [null, 7, null],
  allowBackInStockSubscriptions: [true, false, true],
  availabilityEstimate: [null, null, null],
  preorder: [null, { availableAt: "2026-12-24T00:00:00.000Z", limit: 3 }, null],
  availableFrom: [null, "2026-12-01T00:00:00.000Z", null],
  availableUntil: [null, "2026-12-31T00:00:00.000Z", "2027-01-31T00:00:00.000Z"],
  minCartQuantity: [1, 2, 3],
  maxCartQuantity: [10_000, 100, 200],
  allowedQuantities: [null, [1, 2, 4], null],
  quantityMultiple: [1, 2, 3],
  returnable: [true, false, true],
  preferredWarehouse: [null, "main", null],
  published: [true, false, true],
  discontinued: [false, true, false],
};

specify(
  "every key comes from the SKU, else from the store, else it has its default",
  // By their type these are the keys of a policy.
  (Object.keys(KEYS) as (keyof Policy)[]).map((key): Scenario => {
    const [initial, store, sku] = KEYS[key];
    return {
      that: key,
      given: { skus: { A: {} } },
      steps: [
        settings("A", { [key]: [initial, "default"] }),
        setStore({ [key]: store }),
        settings("A", { [key]: [store, "store"] }),
        setPolicy("A", { [key]: sku }),
        settings("A", { [key]: [sku, "sku"] }),
        inherit("A", key),
        settings("A", { [key]: [store, "store"] }),
      ],
    };
  }),
);

specify("a product's keys apply where it is asked for by the product", [
  {
    that: "between those of the SKU and the store; of its stock keys none does",
    given: {
      skus: { A: { onHand: { main: 9 } } },
      products: { pack: { sku: "A", policy: { minCartQuantity: 4, quantityMultiple: 2 } } },
    },
    steps: [
      setStore({ minCartQuantity: 2, maxCartQuantity: 6 }),
      views("A", { orderQuantity: { min: 2, max: 6, multiple: 1 } }),
      views("pack", { orderQuantity: { min: 4, max: 6, multiple: 2 } }),
      settings("A", { minCartQuantity: [2, "store"], quantityMultiple: [1, "default"] }),
      settings("A", { minCartQuantity: [4, "product"], maxCartQuantity: [6, "store"] }, "pack"),
      settings("A", { quantityMultiple: [2, "product"], trackInventory: [true, "default"] }, "pack"),
      hold("cart", { A: 3 }),
      hold("pack", { pack: 2 }, { refused: { code: "invalid_quantity", error: { detail: "must be at least 4" } } }),
      setPolicy("A", { minCartQuantity: 1 }),
      settings("A", { minCartQuantity: [1, "sku"] }, "pack"),
      views("pack", { orderQuantity: { min: 1, max: 6, multiple: 2 } }),
      hold("pack", { pack: 2 }),
      hold(
        "other",
        { pack: 3 },
        { refused: { code: "invalid_quantity", error: { detail: "must be a multiple of 2" } } },
      ),
    ],
  },
  {
    that: "in a cart of both, each judges the sum by its own",
    given: {
      skus: { A: { onHand: { main: 9 } } },
      products: { pack: { sku: "A", policy: { maxCartQuantity: 4 } } },
    },
    steps: [
      hold(
        "cart",
        [
          ["A", 3],
          ["pack", 2],
        ],
        { refused: { code: "invalid_quantity" } },
      ),
      hold("cart", [
        ["A", 2],
        ["pack", 2],
      ]),
      hold("more", { A: 5 }),
    ],
  },
]);

specify("cart rules are judged in their order, and the first that fails is told", [
  {
    that: "min, max, allowed list, multiple, then whether it may be bought, then stock",
    given: {
      skus: {
        A: {
          onHand: { main: 3 },
          policy: { minCartQuantity: 2, maxCartQuantity: 9, allowedQuantities: [1, 3, 4, 6, 10], quantityMultiple: 3 },
        },
      },
    },
    steps: [
      hold("cart", { A: 1 }, { refused: { code: "invalid_quantity", error: { detail: "must be at least 2" } } }),
      hold("cart", { A: 10 }, { refused: { code: "invalid_quantity", error: { detail: "must be at most 9" } } }),
      hold(
        "cart",
        { A: 9 },
        {
          refused: { code: "invalid_quantity", error: { detail: "must be one of 1, 3, 4, 6, 10" } },
        },
      ),
      hold("cart", { A: 4 }, { refused: { code: "invalid_quantity", error: { detail: "must be a multiple of 3" } } }),
      hold("cart", { A: 6 }, { refused: { code: "insufficient_stock", error: { available: 3 } } }),
      setPolicy("A", { published: false }),
      hold("cart", { A: 4 }, { refused: { code: "invalid_quantity" } }),
      hold("cart", { A: 6 }, { refused: { code: "not_purchasable" } }),
    ],
  },
]);
