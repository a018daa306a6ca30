import { expect, test } from "vitest";
import type { BulkResult, Sku } from "../../../sdk/index.ts";
import { expectProblem, freshSku, request, stocked } from "../shop.ts";

const policy = { lowStockActivity: "gone" };
const detail = "must be one of nothing, disable_buy_button, unpublish";

test.each<[string, string, () => Promise<string>, object, string]>([
  ["a new SKU", "PUT", async () => `/v1/admin/skus/${freshSku()}`, { policy }, "/policy"],
  ["a SKU's settings", "PATCH", async () => `/v1/admin/skus/${await stocked(0)}/policy`, { set: policy }, "/set"],
  ["the store's", "PATCH", async () => "/v1/admin/settings", { policy: { set: policy } }, "/policy/set"],
])("an activity that nobody has registered is refused for %s", async (_, method, path, body, settings) => {
  const problem = expectProblem(await request(method, await path(), { body }), 400, "invalid_request");
  expect(problem.errors).toEqual([{ pointer: `${settings}/lowStockActivity`, code: "invalid_request", detail }]);
});

test("in bulk its row is refused alone, and makes no SKU", async () => {
  const [known, unknown] = [freshSku(), freshSku()];
  const rows = [
    { sku: known, policy: { lowStockActivity: "unpublish" } },
    { sku: unknown, policy },
  ];
  const answer = await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body: { rows } });
  expect(answer.body.rows).toMatchObject([
    { id: known, outcome: "created" },
    {
      id: unknown,
      outcome: "refused",
      problem: { pointer: "/rows/1/policy/lowStockActivity", code: "invalid_request", detail },
    },
  ]);
  expectProblem(await request("GET", `/v1/admin/skus/${unknown}`), 404, "sku_not_found");
});

test("what is no text is refused by its schema", async () => {
  const body = { policy: { lowStockActivity: ["unpublish"] } };
  const problem = expectProblem(await request("PUT", `/v1/admin/skus/${freshSku()}`, { body }), 400, "invalid_request");
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(["/policy/lowStockActivity"]);
});

test("an activity can be inherited again where it was set", async () => {
  const sku = await stocked(0, { lowStockActivity: "unpublish" });
  const body = { inherit: ["lowStockActivity"] };
  const answer = await request<Sku>("PATCH", `/v1/admin/skus/${sku}/policy`, { body });
  expect(answer.body.policy.lowStockActivity).toEqual({ value: "nothing", source: "default" });
});
