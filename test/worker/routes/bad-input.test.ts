import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { expectProblem, figures, freshSku, request, requestOf, stocked } from "../shop.ts";

// Whatever is wrong with a request is said at once, field by field, and changes nothing.

let sku: string;
beforeAll(async () => {
  sku = await stocked(7);
});
afterEach(async () => {
  expect(await figures(sku)).toEqual({ onHand: 7, held: 0, allocated: 0 });
});

describe("a quantity that is no whole number from 1 to 1,000,000", () => {
  test.each(["0", "-1", "1.5", "1e99", "1e400", "9007199254740993", "1000001", '"1"', "null", "true", "[1]", "{}"])(
    "%s is refused",
    async (quantity) => {
      const body = `{"lines":[{"sku":"${sku}","quantity":${quantity}}]}`;
      const refused = await request("POST", "/v1/reservations", { body });
      expectProblem(refused, 400, "invalid_request", ["/lines/0/quantity"]);
    },
  );
});

describe("a body that is not JSON", () => {
  test.each(["{", '{"lines":}', "{'lines':[]}", '{"lines":[],}', "undefined", "\u0000"])(
    "%j is refused",
    async (body) => {
      expectProblem(await request("POST", "/v1/reservations", { body }), 400, "invalid_request");
    },
  );

  test("an empty one is refused when it is called JSON", async () => {
    const headers = { "content-type": "application/json" };
    expectProblem(await request("POST", `/v1/admin/skus/${sku}/adjust`, { headers }), 400, "invalid_request");
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
  ])("%s is refused before it is read", async (type) => {
    const body = { delta: 1, reason: "found" };
    const options = { body, headers: { "content-type": type } };
    const refused = await request("POST", `/v1/admin/skus/${sku}/adjust`, options);
    expectProblem(refused, 415, "invalid_request", ["Content-Type"]);
  });

  test("one that does not say what it is, is refused and not taken for an empty one", async () => {
    const body = new TextEncoder().encode('{"policy":{"backorders":"allow"}}');
    expect(requestOf("PUT", "/", { body }).headers.has("content-type")).toBe(false);
    const refused = await request("PUT", `/v1/admin/skus/${freshSku()}`, { body });
    expectProblem(refused, 415, "invalid_request", ["Content-Type"]);
  });

  test.each(["application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"])(
    "%s is JSON",
    async (type) => {
      const options = { body: {}, headers: { "content-type": type } };
      expect((await request("PUT", `/v1/admin/skus/${freshSku()}`, options)).status).toBe(201);
    },
  );
});

test("a request without a body names the fields that it lacks; where none is needed it is like {}", async () => {
  const lacking = await request("POST", `/v1/admin/skus/${sku}/adjust`);
  expectProblem(lacking, 400, "invalid_request", ["/delta", "/reason"]);
  expect((await request("PUT", `/v1/admin/skus/${freshSku()}`)).status).toBe(201);
});

test.each([[[]], [null], [1], ["text"], [true]])("%j is not the object that a body has to be", async (body) => {
  const refused = await request("POST", "/v1/reservations", { body: JSON.stringify(body) });
  expectProblem(refused, 400, "invalid_request", [""]);
});

describe("a field that a request does not have is refused by its name, however deep", () => {
  const at = { delta: 1, reason: "found" };
  test.each<[string, string, unknown, string[]]>([
    ["POST", "/v1/reservations", { lines: [{ sku: "S", quantity: 1, size: "M" }], a: 1 }, ["/lines/0/size", "/a"]],
    ["POST", "/v1/reservations", { lines: [{ sku: "S", quantity: 1 }], "a/b~c": 1 }, ["/a~1b~0c"]],
    ["POST", "/v1/reservations", '{"lines":[{"sku":"S","quantity":1}],"__proto__":{"a":1}}', ["/__proto__"]],
    ["POST", "/v1/orders", { id: "O", reservation: "r", lines: [] }, ["/lines", "/reservation"]],
    [
      "PUT",
      "/v1/admin/skus/S",
      { policy: { trackinventory: false }, onHand: 3 },
      ["/policy/trackinventory", "/onHand"],
    ],
    [
      "PATCH",
      "/v1/admin/skus/S/policy",
      { set: { preorder: { availableAt: "2027-01-01T00:00:00Z", limit: 1, x: 1 } } },
      ["/set/preorder/x"],
    ],
    ["POST", "/v1/admin/skus/S/adjust", { ...at, quantity: 1 }, ["/quantity"]],
    ["POST", "/v1/admin/skus/S/count", { onHand: 1, delta: 1 }, ["/delta"]],
    [
      "POST",
      "/v1/admin/bulk/adjust",
      {
        rows: [
          { sku: "S", ...at },
          { sku: "S", ...at, x: 1 },
        ],
        y: 1,
      },
      ["/rows/1/x", "/y"],
    ],
    [
      "POST",
      "/v1/admin/bulk/skus",
      { rows: [{ sku: "S", levels: [{ onHand: 1, held: 1 }] }] },
      ["/rows/0/levels/0/held"],
    ],
    [
      "PUT",
      "/v1/admin/products/p",
      { title: "P", inventoryMethod: "none", policy: { backorders: "allow" } },
      ["/policy/backorders"],
    ],
    ["PATCH", "/v1/admin/settings", { policy: { set: {}, unset: [] } }, ["/policy/unset"]],
    ["PUT", "/v1/admin/estimates/e", { maxDays: 7, days: 7 }, ["/days"]],
    ["POST", "/v1/admin/keys", { name: "k", scopes: ["stock"], key: "mine" }, ["/key"]],
  ])("%s %s %j", async (method, path, body, pointers) => {
    expectProblem(await request(method, path, { body }), 400, "invalid_request", pointers);
  });
});

describe("a field of another type or with another value is refused by its name", () => {
  const wide = { sku: "S", delta: 1, reason: "found" };
  test.each<[string, string, unknown, string[]]>([
    ["POST", "/v1/reservations", {}, ["/lines"]],
    ["POST", "/v1/reservations", { lines: [] }, ["/lines"]],
    ["POST", "/v1/reservations", { lines: {} }, ["/lines"]],
    ["POST", "/v1/reservations", { lines: [null] }, ["/lines/0"]],
    ["POST", "/v1/reservations", { lines: [{ quantity: 1 }] }, ["/lines/0/sku"]],
    ["POST", "/v1/reservations", { lines: [{ sku: "S", product: "p", quantity: 1 }] }, ["/lines/0/sku"]],
    [
      "POST",
      "/v1/reservations",
      { lines: [{ sku: "S", selection: { Size: "M" }, quantity: 1 }] },
      ["/lines/0/selection"],
    ],
    [
      "POST",
      "/v1/reservations",
      { lines: [{ product: "p", selection: { Size: 1 }, quantity: 1 }] },
      ["/lines/0/selection/Size"],
    ],
    ["POST", "/v1/reservations", { lines: [{ sku: "S", quantity: 1 }], ttlSeconds: "900" }, ["/ttlSeconds"]],
    ["POST", "/v1/reservations", { lines: [{ sku: "S", quantity: 1 }], partial: "yes" }, ["/partial"]],
    ["POST", "/v1/reservations", { lines: [{ sku: "S", quantity: 1 }], channel: null }, ["/channel"]],
    ["POST", "/v1/orders", { id: 17, reservation: null }, ["/id", "/reservation"]],
    ["POST", "/v1/admin/skus/S/adjust", { delta: 0, reason: "found" }, ["/delta"]],
    ["POST", "/v1/admin/skus/S/adjust", { delta: 1.5, reason: "found" }, ["/delta"]],
    ["POST", "/v1/admin/skus/S/adjust", { delta: 1, reason: "stolen" }, ["/reason"]],
    ["POST", "/v1/admin/skus/S/adjust", { delta: 1, reason: "other" }, ["/note"]],
    ["POST", "/v1/admin/skus/S/adjust", { delta: 1, reason: "found", note: "" }, ["/note"]],
    ["POST", "/v1/admin/skus/S/count", { onHand: -1 }, ["/onHand"]],
    ["POST", "/v1/admin/skus/S/count", { onHand: 1, expected: "1" }, ["/expected"]],
    [
      "POST",
      "/v1/admin/bulk/adjust",
      { rows: [wide, { ...wide, delta: 0 }, { ...wide, sku: "" }] },
      ["/rows/1/delta", "/rows/2/sku"],
    ],
    ["POST", "/v1/admin/bulk/count", { rows: [] }, ["/rows"]],
    [
      "PUT",
      "/v1/admin/skus/S",
      { policy: { backorders: "yes", published: 1 } },
      ["/policy/backorders", "/policy/published"],
    ],
    ["PUT", "/v1/admin/skus/S", { policy: { availableFrom: "2027-02-30T00:00:00Z" } }, ["/policy/availableFrom"]],
    ["PUT", "/v1/admin/skus/S", { policy: { availableFrom: "2027-02-03T00:00:00" } }, ["/policy/availableFrom"]],
    ["PUT", "/v1/admin/skus/S", { policy: { allowedQuantities: [] } }, ["/policy/allowedQuantities"]],
    ["PUT", "/v1/admin/skus/S", { policy: { trackInventory: null } }, ["/policy/trackInventory"]],
    ["PATCH", "/v1/admin/skus/S/policy", { inherit: ["everything"] }, ["/inherit/0"]],
    ["POST", "/v1/admin/keys", { name: " k", scopes: ["shopper", "orders"] }, ["/name", "/scopes"]],
    ["POST", "/v1/admin/keys", { name: "k", scopes: [] }, ["/scopes"]],
    ["POST", "/v1/admin/keys", { name: "k", scopes: ["stock", "stock"] }, ["/scopes"]],
  ])("%s %s %j", async (method, path, body, pointers) => {
    expectProblem(await request(method, path, { body }), 400, "invalid_request", pointers);
  });
});

test("every bad field is named in one answer", async () => {
  const body = {
    lines: [
      { sku: " ", quantity: 0 },
      { sku: "S", quantity: 2, x: 1 },
    ],
    ttlSeconds: 1,
    partial: 1,
    y: 1,
  };
  expectProblem(await request("POST", "/v1/reservations", { body }), 400, "invalid_request", [
    "/lines/0/sku",
    "/lines/0/quantity",
    "/lines/1/x",
    "/ttlSeconds",
    "/partial",
    "/y",
  ]);
});

test("of a name that stands twice in an object the last one counts, as everywhere in JavaScript", async () => {
  const other = await stocked(0);
  const body = '{"delta":5,"delta":2,"reason":"found"}';
  expect((await request("POST", `/v1/admin/skus/${other}/adjust`, { body })).status).toBe(200);
  expect(await figures(other)).toMatchObject({ onHand: 2 });
});

describe("query parameters", () => {
  test("one that a route does not have is refused by its name, on every route", async () => {
    const document = await request<{ paths: Record<string, Record<string, unknown>> }>("GET", "/openapi.json");
    const routes = Object.entries(document.body.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => ({ method: method.toUpperCase(), path })),
    );
    expect(routes.length).toBeGreaterThan(30);
    for (const { method, path } of routes) {
      const filled = path.replaceAll(/\{\w+\}/g, sku);
      const query = filled === "/v1/availability" ? `?sku=${sku}&dryrun=1` : "?dryrun=1";
      const refused = await request(method, `${filled}${query}`);
      expect({ method, path, status: refused.status }).toEqual({ method, path, status: 400 });
      expectProblem(refused, 400, "invalid_request", ["dryrun"]);
    }
  });

  test.each([
    [`/v1/availability/x?channel=web&channel=web`, "channel"],
    [`/v1/availability/x?consistency=weak`, "consistency"],
    [`/v1/availability`, "sku"],
    [`/v1/admin/skus?limit=0`, "limit"],
    [`/v1/admin/skus?limit=1.5`, "limit"],
    [`/v1/admin/skus?limit=-1`, "limit"],
    [`/v1/admin/skus?limit=`, "limit"],
    [`/v1/admin/skus?limit=1&limit=2`, "limit"],
    [`/v1/admin/skus?cursor=%21`, "cursor"],
    [`/v1/admin/skus?cursor=_w`, "cursor"],
    [`/v1/admin/skus/x/movements?cursor=`, "cursor"],
    [`/v1/admin/skus/x/movements?cursor=YWJj`, "cursor"],
  ])("%s is refused", async (path, pointer) => {
    expectProblem(await request("GET", path), 400, "invalid_request", [pointer]);
  });
});

describe("paths", () => {
  test.each(["/v1/availability/%FF", "/v1/admin/skus/%E0%A4%A", "/v1/admin/skus/%zz", "/%"])(
    "%s is not percent-encoded UTF-8",
    async (path) => {
      expectProblem(await request("GET", path), 400, "invalid_request");
    },
  );

  test.each([
    ["GET", "/v1/nothing"],
    ["GET", "/v1"],
    ["GET", "/nothing"],
    ["GET", "/v1/availability/"],
    ["GET", "/v1/admin/skus/a/b"],
    ["DELETE", "/v1/admin/skus/a"],
    ["PUT", "/v1/reservations"],
  ])("%s %s is nothing that can be asked", async (method, path) => {
    expectProblem(await request(method, path), 404, "not_found");
  });
});
