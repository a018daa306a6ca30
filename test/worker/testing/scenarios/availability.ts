import type { Policy } from "../../../../sdk/contract/policy.ts";
import type { Scenario } from "../side.ts";
import { held, stocked } from "./goods.ts";

/** A SKU for each row of what a shopper can be told, with its stock. */
const STATES: Readonly<Record<string, { onHand: number; policy?: Partial<Policy> }>> = {
  "A-PLENTY": { onHand: 9 },
  "A-SHOWN": { onHand: 9, policy: { displayStockQuantity: true, displayQuantityCap: 5 } },
  "A-LOW": { onHand: 2, policy: { minStockQuantity: 2, displayStockQuantity: true } },
  "A-GONE": { onHand: 0 },
  "A-SAFE": { onHand: 3, policy: { outOfStockThreshold: 3 } },
  "A-SILENT": { onHand: 3, policy: { displayAvailability: false } },
  "A-MORE": { onHand: 0, policy: { backorders: "allow" } },
  "A-LATER": { onHand: 0, policy: { backorders: "allow_and_notify", backorderLimit: 4 } },
  "A-BELOW": { onHand: 0, policy: { outOfStockThreshold: -2 } },
  "A-AHEAD": { onHand: 0, policy: { preorder: { availableAt: "2027-03-01T00:00:00.000Z", limit: 2 } } },
  "A-CLOSED": { onHand: 4, policy: { availableFrom: "2027-02-01T00:00:00.000Z" } },
  "A-PAST": { onHand: 4, policy: { availableUntil: "2026-12-01T00:00:00.000Z" } },
  "A-LAST": { onHand: 0, policy: { discontinued: true } },
  "A-HIDDEN": { onHand: 4, policy: { published: false } },
  "A-UNTRACKED": { onHand: 0, policy: { trackInventory: false } },
  "A-BUTTON": { onHand: 1, policy: { minStockQuantity: 1, lowStockActivity: "disable_buy_button" } },
  "A-PACKS": { onHand: 40, policy: { minCartQuantity: 2, maxCartQuantity: 12, quantityMultiple: 2 } },
};

export const AVAILABILITY_SCENARIOS: readonly Scenario[] = [
  {
    name: "what a shopper is told of a SKU, in every state",
    async play(side) {
      const skus = Object.entries(STATES);
      for (const [sku, { onHand, policy }] of skus) await stocked(side, sku, onHand, policy);
      for (const [sku] of skus) await side.ask("shopper", "GET", `/v1/availability/${sku}`);
      for (const [sku] of skus) await side.ask("admin", "GET", `/v1/availability/${sku}?channel=web`);
    },
  },
  {
    name: "many SKUs at once, some of which there are not",
    async play(side) {
      const query = [...Object.keys(STATES), "NOBODY-HAS-IT"].map((sku) => `sku=${sku}`).join("&");
      await side.ask("shopper", "GET", `/v1/availability?${query}`);
      await side.ask("shopper", "GET", "/v1/availability?sku=A-PLENTY&sku=A-PLENTY&consistency=strong");
      await side.ask("shopper", "GET", "/v1/availability");
      const tooMany = Array.from({ length: 101 }, (_, number) => `sku=S-${number}`).join("&");
      await side.ask("shopper", "GET", `/v1/availability?${tooMany}`);
    },
  },
  {
    name: "what is asked for in vain",
    async play(side) {
      await side.ask("shopper", "GET", "/v1/availability/NOBODY-HAS-IT");
      await side.ask("shopper", "GET", "/v1/availability/A-PLENTY?channel=nowhere");
      await side.ask("shopper", "GET", "/v1/availability/A-PLENTY?consistency=weak");
      await side.ask("shopper", "GET", `/v1/availability/${"x".repeat(129)}`);
      await side.ask("shopper", "GET", "/v1/availability/%01");
    },
  },
  {
    name: "an answer that the client has already",
    async play(side) {
      await stocked(side, "A-TAGGED", 5);
      const path = "/v1/availability/A-TAGGED";
      const { headers } = await side.ask("shopper", "GET", path);
      const known = { headers: { "if-none-match": headers.get("etag") ?? "" } };
      await side.ask("shopper", "GET", path, known);
      await held(side, "A-TAGGED", 5);
      await side.ask("shopper", "GET", path, known);
      await side.ask("shopper", "HEAD", path);
    },
  },
  {
    name: "one's own reservation does not count against oneself",
    async play(side) {
      await stocked(side, "A-OWN", 2);
      const id = await held(side, "A-OWN", 2);
      await side.ask("shopper", "GET", "/v1/availability/A-OWN");
      await side.ask("shopper", "GET", `/v1/availability/A-OWN?reservation=${id}`);
    },
  },
  {
    name: "products with combinations",
    async play(side) {
      await stocked(side, "A-RED", 3);
      await stocked(side, "A-BLUE", 0);
      const combination = (colour: string, size: string, sku: string | null) => ({
        selection: { Colour: colour, Size: size },
        sku,
      });
      await side.ask("admin", "PUT", "/v1/admin/products/shirt", {
        body: {
          title: "Shirt",
          inventoryMethod: "combinations",
          attributes: [
            { name: "Colour", required: true, values: ["red", "blue"] },
            { name: "Size", required: true, values: ["M", "L"] },
          ],
          combinations: [
            combination("red", "M", "A-RED"),
            combination("blue", "M", "A-BLUE"),
            { ...combination("blue", "L", "A-BLUE"), allowOutOfStock: true },
          ],
          onlyExistingCombinations: true,
        },
      });
      for (const query of ["", "?choices=true", "?Colour=red&Size=M"]) {
        await side.ask("shopper", "GET", `/v1/products/shirt/availability${query}`);
      }
      const selected = (selection: object) => `?selection=${encodeURIComponent(JSON.stringify(selection))}`;
      await side.ask("shopper", "GET", `/v1/products/shirt/availability${selected({ Colour: "red", Size: "M" })}`);
      await side.ask("shopper", "GET", `/v1/products/shirt/availability${selected({ Colour: "red", Size: "L" })}`);
      await side.ask("shopper", "GET", `/v1/products/shirt/availability${selected({ Colour: "pink", Size: "L" })}`);
      const line = { product: "shirt", selection: { Colour: "red", Size: "M" }, quantity: 2 };
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines: [line] } });
      const short = { ...line, selection: { Colour: "blue", Size: "M" } };
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines: [line, short] } });
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines: [{ product: "shirt", quantity: 1 }] } });
    },
  },
  {
    name: "kits and products without stock",
    async play(side) {
      await stocked(side, "A-CUP", 7);
      await stocked(side, "A-SAUCER", 3);
      const components = [
        { sku: "A-CUP", quantity: 2 },
        { sku: "A-SAUCER", quantity: 1 },
      ];
      await side.ask("admin", "PUT", "/v1/admin/products/set", {
        body: { title: "Set", inventoryMethod: "kit", components, policy: { displayStockQuantity: true } },
      });
      await side.ask("admin", "PUT", "/v1/admin/products/voucher", {
        body: { title: "Voucher", inventoryMethod: "none" },
      });
      await side.ask("shopper", "GET", "/v1/products/set/availability");
      await side.ask("shopper", "GET", "/v1/products/voucher/availability");
      await side.ask("shopper", "GET", "/v1/products/nothing/availability");
      const partly = { lines: [{ product: "set", quantity: 5 }], partial: true };
      await side.ask("shopper", "POST", "/v1/reservations", { body: partly });
      await side.ask("shopper", "GET", "/v1/products/set/availability");
      await side.ask("admin", "GET", "/v1/admin/skus/A-CUP");
      await side.ask("shopper", "POST", "/v1/reservations", { body: { lines: [{ product: "voucher", quantity: 3 }] } });
    },
  },
];
