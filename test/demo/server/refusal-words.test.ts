import { env, exports } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import type { CartLine } from "../../../demo/shop/cart/cart-line.ts";
import { refusalOf } from "../../../demo/shop/cart/refusal.ts";
import { createStorefront, type Line, publishableKey, type Storefront } from "../../../sdk/index.ts";
import { keyOf, visit } from "../shop-visit.ts";

let storefront: Storefront;
beforeAll(async () => {
  const key = publishableKey(keyOf((await visit()).body));
  const header = env.CLIENT_ADDRESS_HEADER ?? "";
  const fetch = async (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    request.headers.set(header, "192.0.2.7");
    return exports.default.fetch(request);
  };
  storefront = createStorefront({ baseUrl: "https://onhand.test", key, retries: 0, fetch });
});

/** What is said when these lines are asked for, by line. */
async function said(...lines: Line[]): Promise<{ text: string; lines: Record<string, string> }> {
  const asked: CartLine[] = lines.map((line) => ({ good: "any", line }));
  try {
    await storefront.reserve(lines);
  } catch (error) {
    const refusal = refusalOf(error, asked);
    return { text: refusal.text, lines: Object.fromEntries(refusal.lines) };
  }
  throw new Error("nothing was refused");
}

test.each([
  ["more than is there, where figures are shown", { sku: "LOAM-BUD-VASE", quantity: 5 }, "Only 4 can be had."],
  ["more than is there, where they are not", { sku: "LOAM-BOWL", quantity: 41 }, "There are not that many left."],
  ["what is sold out", { sku: "LOAM-SAUCE-BOAT", quantity: 1 }, "This is sold out."],
  ["what is not on sale yet", { sku: "LOAM-PITCHER", quantity: 1 }, "This is not on sale yet."],
  ["what is not on sale any more", { sku: "LOAM-CARAFE", quantity: 1 }, "This is not on sale any more."],
  ["what is hidden", { sku: "LOAM-SECONDS", quantity: 1 }, "This is no longer in the shop."],
  ["too few", { sku: "LOAM-PLATE", quantity: 1 }, "The quantity must be at least 2."],
  ["none of the allowed", { sku: "LOAM-PLATE", quantity: 5 }, "The quantity must be one of 2, 4, 6, 8, 12."],
  ["no multiple", { sku: "LOAM-TAPERS", quantity: 7 }, "The quantity must be a multiple of 6."],
])("%s", async (_, line, words) => {
  expect((await said(line)).lines).toEqual({ [line.sku]: words });
});

test("a kit is not told in its parts, which nobody asked about", async () => {
  const { lines } = await said({ product: "loam-breakfast-for-two", quantity: 10 });
  expect(lines).toEqual({ "loam-breakfast-for-two": "There are not that many left." });
});

test("choices that are missing or impossible", async () => {
  const product = "loam-breakfast-mug";
  const impossible = { Size: "Small", Glaze: "Ink" };
  expect((await said({ product, quantity: 1 })).lines).toEqual({ [product]: "Please choose first." });
  expect((await said({ product, selection: impossible, quantity: 1 })).lines).toEqual({
    [`${product} Glaze=Ink Size=Small`]: "This combination is not made.",
  });
});

test("each bad line is told, and the good ones are not", async () => {
  const refusal = await said(
    { sku: "LOAM-BOWL", quantity: 1 },
    { sku: "LOAM-BUD-VASE", quantity: 9 },
    { sku: "LOAM-CARAFE", quantity: 1 },
  );
  expect(refusal).toEqual({
    text: "That cannot be bought right now. The cart is as it was.",
    lines: { "LOAM-BUD-VASE": "Only 4 can be had.", "LOAM-CARAFE": "This is not on sale any more." },
  });
});

test("what the server does not know is told of the cart as a whole", async () => {
  expect(await said({ sku: "LOAM-NOTHING", quantity: 1 })).toEqual({
    text: "Something of that is no longer in the shop. The cart is as it was.",
    lines: {},
  });
});

test("a cart that has ended is told how, and what is a bug is thrown on", async () => {
  const held = await storefront.reserve([{ sku: "LOAM-BOWL", quantity: 1 }]);
  await held.release();
  const extension = held.extend();
  const error: unknown = await extension.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(refusalOf(error, []).text).toBe("This cart was given back.");
  expect(() => refusalOf(new TypeError("a bug"), [])).toThrow("a bug");
});
