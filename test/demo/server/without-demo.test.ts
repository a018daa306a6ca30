import { expect, test } from "vitest";
import type { Problem } from "../../../sdk/index.ts";
import { requestOf } from "../../worker/shop.ts";
import { askWith, visit } from "../shop-visit.ts";

// The shop is filled, so that nothing is missing for want of goods.
test.each([
  ["GET", "/products/bud-vase"],
  ["GET", "/cart"],
  ["GET", "/orders/LOAM-0000000000000000"],
  ["GET", "/demo/shop.js"],
  ["GET", "/demo/shop.css"],
  ["GET", "/demo/icon.svg"],
  ["GET", "/demo/skus/LOAM-BOWL"],
  ["POST", "/demo/skus/LOAM-BOWL/receive"],
  ["POST", "/demo/skus/LOAM-BOWL/count"],
  ["POST", "/demo/orders"],
])("%s %s is nothing that can be asked where DEMO is not set", async (method, path) => {
  await visit();
  for (const DEMO of [undefined, "", "false", "TRUE", "1"]) {
    const body = method === "POST" ? { body: { units: 1 } } : {};
    // exactOptionalPropertyTypes: a binding that is not there is left out of the object, and here it has to be taken out.
    const bindings = { DEMO } as { DEMO: string };
    const answer = await askWith(bindings, requestOf(method, path, { key: null, ...body }));
    expect(answer.status).toBe(404);
    expect(answer.body as Problem).toMatchObject({
      code: "not_found",
      detail: `Nothing is asked by ${method} at this address.`,
    });
  }
});

test("where DEMO is not set, / leads to the documentation", async () => {
  const answer = await askWith({ DEMO: "" }, requestOf("GET", "/", { key: null }));
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "/docs"]);
});
