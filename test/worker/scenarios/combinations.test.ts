import {
  AS_MUCH_AS_A_CART_MAY,
  hold,
  mayHave,
  on,
  order,
  says,
  ships,
  specify,
  stands,
  units,
  views,
} from "./index.ts";

const shirt = {
  skus: { A: { onHand: { main: 2 } }, B: {}, C: { policy: { backorders: "allow" as const } } },
  products: {
    shirt: {
      combinations: [
        [{ Size: "S" }, "A"],
        [{ Size: "M" }, "B", true],
        [{ Size: "L" }, "C", false],
        [{ Size: "XL" }, null],
      ],
    } as const,
  },
};

specify("a combination stands for its own SKU, or for none", [
  {
    that: "each is claimed, shipped and returned by its own stock; what has no SKU is not counted",
    given: shirt,
    steps: [
      hold(
        "cart",
        [
          ["shirt", 2, { Size: "S" }],
          ["shirt", 3, { Size: "M" }],
          ["shirt", 4, { Size: "XL" }],
        ],
        {
          backordered: 3,
        },
      ),
      stands("A", { main: [2, 2, 0, 0] }),
      stands("B", { main: [0, 3, 0, 0] }),
      order("O", "cart"),
      says("O", { lines: [{ selection: { Size: "S" }, skus: [{ quantity: 2 }] }, { backordered: 3 }, { skus: [] }] }),
      on(
        "O",
        "shipments",
        { id: "S", lines: [...units(2), ...units(1, 1), ...units(4, 2)] },
        {
          code: "insufficient_on_hand",
          error: { sku: "B", available: 0 },
        },
      ),
      ships("O", "S", [...units(2), ...units(4, 2)]),
      on("O", "returns", { id: "R", lines: [...units(1), ...units(1, 2)] }),
      stands("A", { main: [1, 0, 0, 0] }),
      on("O", "cancel"),
      stands("B", {}),
      says("O", { state: "shipped" }),
    ],
  },
  {
    that: "its own word on selling without stock goes before that of the SKU",
    given: shirt,
    steps: [
      hold("cart", [["shirt", 3, { Size: "S" }]], { refused: { code: "insufficient_stock", error: { available: 2 } } }),
      mayHave("B", 0),
      hold("cart", [["shirt", 3, { Size: "M" }]], { backordered: 3 }),
      mayHave("C", AS_MUCH_AS_A_CART_MAY),
      hold("cart", [["shirt", 1, { Size: "L" }]], { refused: { code: "insufficient_stock", error: { available: 0 } } }),
    ],
  },
  {
    that: "the same SKU in a line of its own and in a combination is judged by the sum, as both would have it",
    given: shirt,
    steps: [
      hold(
        "cart",
        [
          ["A", 1],
          ["shirt", 2, { Size: "S" }],
        ],
        {
          refused: { code: "insufficient_stock", error: { requested: 3, available: 2 } },
        },
      ),
      hold(
        "cart",
        [
          ["C", 1],
          ["shirt", 1, { Size: "L" }],
        ],
        { refused: { code: "insufficient_stock" } },
      ),
      hold("cart", [
        ["A", 1],
        ["shirt", 1, { Size: "S" }],
      ]),
    ],
  },
  {
    that: "an incomplete choice and one that is not sold are refused",
    given: {
      skus: { A: { onHand: { main: 2 } } },
      products: {
        shirt: {
          combinations: [
            [{ Size: "S", Colour: "red" }, "A"],
            [{ Size: "M", Colour: "blue" }, null],
          ],
        },
      },
    },
    steps: [
      views("shirt", { status: "choose_options", purchasable: false }),
      hold("cart", [["shirt", 1]], { refused: { code: "not_purchasable", error: { reason: "choose_options" } } }),
      hold("cart", [["shirt", 1, { Size: "S", Colour: "blue" }]], {
        refused: { code: "not_purchasable", error: { reason: "combination_unavailable" } },
      }),
      order("O", [["shirt", 1, { Size: "S" }]], { refused: { code: "not_purchasable" } }),
      hold("cart", [
        ["shirt", 1, { Size: "S", Colour: "red" }],
        ["shirt", 1, { Size: "M", Colour: "blue" }],
      ]),
    ],
  },
]);
