import { createExecutionContext, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { NewKey, Problem, ProblemCode } from "../../../sdk/index.ts";
import { createApp } from "../../../worker/routes/app.ts";
import { channel, putChannel, stockedAt, warehouse } from "../network.ts";
import {
  type Answer,
  type Ask,
  answerOf,
  as,
  expectProblem,
  freshAddress,
  freshId,
  freshSku,
  hold,
  keyFor,
  order,
  request,
  requestOf,
  runAlarmOf,
  stocked,
} from "../shop.ts";

// Every code that a program may branch on is reached here by real requests, and is one of those that the API document
// gives the route, with an example that has the fields of the answer. A code that is added to the contract does not compile until it is reached too.

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

interface Reached {
  status: number;
  /** Method and path as the API document has them; `null` where no route answers. */
  route: string | null;
  reach: () => Promise<Answer<Problem>>;
}

/** Seconds after which to try again, where an answer says so. */
const RETRY_AFTER: Record<string, string> = {
  rate_limited: "60",
  unavailable: "1",
  change_in_progress: "1",
  // What is left of the fifteen minutes of the first hold.
  too_many_open_holds: "900",
};

const start = Date.UTC(2026, 11, 1);
const found = { delta: 1, reason: "found" };
const reserve = (sku: string, quantity = 1, ask: Ask = request): Promise<Answer<Problem>> =>
  ask<Problem>("POST", "/v1/reservations", { body: { lines: [{ sku, quantity }] } });
const adjust = (sku: string, body: object): Promise<Answer<Problem>> =>
  request<Problem>("POST", `/v1/admin/skus/${sku}/adjust`, { body });

const ONE = [{ line: 0, quantity: 1 }];
const alter = (id: string, path: string, body: object): Promise<Answer<Problem>> =>
  request<Problem>("POST", `/v1/orders/${id}/${path}`, { body });
const placed = async (quantity = 1): Promise<string> =>
  (await order((await hold([{ sku: await stocked(quantity), quantity }])).id)).id;

/** Nothing is claimed for it. */
async function pending(): Promise<string> {
  const id = freshId("order");
  await request("POST", "/v1/orders", { body: { id, lines: [{ sku: await stocked(1), quantity: 1 }] } });
  return id;
}

/** All of it has left on the shipment `S`. */
async function shipped(quantity = 1): Promise<string> {
  const id = await placed(quantity);
  await alter(id, "shipments", { id: "S", lines: [{ line: 0, quantity }] });
  await alter(id, "shipments/S/ship", {});
  return id;
}

const expectGoods = (sku: string, quantity: number): Promise<Answer<Problem>> =>
  request<Problem>("PUT", `/v1/admin/skus/${sku}/replenishments/PO-1`, { body: { quantity } });
const receive = (sku: string): Promise<Answer<Problem>> =>
  request<Problem>("POST", `/v1/admin/skus/${sku}/replenishments/PO-1/receive`, { body: {} });
const putWebhook = (id: string): Promise<Answer<Problem>> =>
  request<Problem>("PUT", `/v1/admin/webhooks/${id}`, {
    body: { url: "https://erp.shop.example/", types: ["stock.out"], enabled: false },
  });
const subscribe = (sku: string): Promise<Answer<Problem>> =>
  request<Problem>("POST", "/v1/subscriptions", { body: { sku, email: "shopper@mail.example" } });

const RESERVE = "POST /v1/reservations";
const SUBSCRIBE = "POST /v1/subscriptions";
const EXTEND = "POST /v1/reservations/{id}/extend";
const ADJUST = "POST /v1/admin/skus/{sku}/adjust";
const RECEIVE = "POST /v1/admin/skus/{sku}/replenishments/{id}/receive";

const CODES: Record<ProblemCode, Reached> = {
  invalid_request: {
    status: 400,
    route: RESERVE,
    reach: () => {
      const body = { lines: [{ sku: "S", quantity: 1 }], ttlSeconds: 0 };
      return request("POST", "/v1/reservations", { body });
    },
  },
  body_too_large: {
    status: 413,
    route: RESERVE,
    reach: () => request("POST", "/v1/reservations", { body: " ".repeat(1_048_577) }),
  },
  idempotency_key_missing: {
    status: 400,
    route: RESERVE,
    reach: () => {
      const body = { lines: [{ sku: "S", quantity: 1 }] };
      return request("POST", "/v1/reservations", { body, idempotencyKey: null });
    },
  },
  idempotency_mismatch: {
    status: 409,
    route: ADJUST,
    reach: async () => {
      const [sku, idempotencyKey] = [await stocked(0), crypto.randomUUID()];
      const path = `/v1/admin/skus/${sku}/adjust`;
      await request("POST", path, { body: found, idempotencyKey });
      return request("POST", path, { body: { ...found, delta: 2 }, idempotencyKey });
    },
  },
  unauthenticated: { status: 401, route: RESERVE, reach: () => reserve("S", 1, as(null)) },
  forbidden: {
    status: 403,
    route: "GET /v1/admin/skus",
    reach: async () => as(await keyFor("orders"))("GET", "/v1/admin/skus"),
  },
  admin_key_not_configured: {
    status: 503,
    route: "GET /v1/admin/skus",
    reach: async () => {
      const asked = requestOf("GET", "/v1/admin/skus");
      return answerOf(await createApp().fetch(asked, { ...env, ADMIN_KEY: "" }, createExecutionContext()));
    },
  },
  dead_letter_not_found: {
    status: 404,
    route: "POST /v1/admin/dead-letters/{id}/replay",
    reach: () => request("POST", "/v1/admin/dead-letters/no-such/replay"),
  },
  webhook_not_found: {
    status: 404,
    route: "GET /v1/admin/webhooks/{id}",
    reach: () => request("GET", "/v1/admin/webhooks/no-such"),
  },
  webhook_disabled: {
    status: 409,
    route: "POST /v1/admin/webhooks/{id}/ping",
    reach: async () => {
      await putWebhook("asleep");
      return request("POST", "/v1/admin/webhooks/asleep/ping");
    },
  },
  too_many_webhooks: {
    status: 409,
    route: "PUT /v1/admin/webhooks/{id}",
    reach: async () => {
      for (let index = 0; index < 50; index += 1) await putWebhook(`hook-${index}`);
      return putWebhook("one-more");
    },
  },
  delivery_not_found: {
    status: 404,
    route: "GET /v1/admin/webhooks/{id}/deliveries/{delivery}",
    reach: async () => {
      await putWebhook("hook-0");
      return request("GET", `/v1/admin/webhooks/hook-0/deliveries/dlv_${"0".repeat(32)}`);
    },
  },
  not_found: { status: 404, route: null, reach: () => request("GET", "/v1/no-such-thing") },
  sku_not_found: {
    status: 404,
    route: "GET /v1/availability/{sku}",
    reach: () => request("GET", `/v1/availability/${freshSku()}`),
  },
  product_not_found: {
    status: 404,
    route: "GET /v1/products/{id}/availability",
    reach: () => request("GET", "/v1/products/no-such/availability"),
  },
  estimate_not_found: {
    status: 404,
    route: "GET /v1/admin/estimates/{id}",
    reach: () => request("GET", "/v1/admin/estimates/no-such"),
  },
  too_many_estimates: {
    status: 409,
    route: "PUT /v1/admin/estimates/{id}",
    reach: async () => {
      const put = (id: string): Promise<Answer<Problem>> =>
        request("PUT", `/v1/admin/estimates/${id}`, { body: { maxDays: 7 } });
      for (let index = 0; index < 100; index += 1) await put(`estimate-${index}`);
      return put("one-more");
    },
  },
  warehouse_not_found: {
    status: 422,
    route: ADJUST,
    reach: async () => adjust(await stocked(0), { ...found, warehouse: "no-such" }),
  },
  channel_not_found: {
    status: 422,
    route: "GET /v1/availability",
    reach: () => request("GET", "/v1/availability?sku=S&channel=no-such"),
  },
  channel_without_warehouse: {
    status: 409,
    route: RESERVE,
    reach: async () => {
      await putChannel("void", {});
      const body = { lines: [{ sku: await stocked(1), quantity: 1 }], channel: "void" };
      return request("POST", "/v1/reservations", { body });
    },
  },
  reservation_not_found: {
    status: 404,
    route: "GET /v1/reservations/{id}",
    reach: () => request("GET", `/v1/reservations/rsv_00${"a".repeat(44)}`),
  },
  order_not_found: { status: 404, route: "GET /v1/orders/{id}", reach: () => request("GET", "/v1/orders/no-such") },
  insufficient_stock: { status: 409, route: RESERVE, reach: async () => reserve(await stocked(1), 2) },
  not_purchasable: { status: 409, route: RESERVE, reach: async () => reserve(await stocked(1, { published: false })) },
  invalid_quantity: {
    status: 422,
    route: RESERVE,
    reach: async () => reserve(await stocked(1, { quantityMultiple: 2 })),
  },
  reservation_expired: {
    status: 409,
    route: EXTEND,
    reach: async () => {
      vi.setSystemTime(start);
      const { id } = await hold([{ sku: await stocked(1), quantity: 1 }], { ttlSeconds: 60 });
      vi.setSystemTime(start + 60_000);
      await runAlarmOf(id);
      return request("POST", `/v1/reservations/${id}/extend`, { body: {} });
    },
  },
  reservation_released: {
    status: 409,
    route: EXTEND,
    reach: async () => {
      const { id } = await hold([{ sku: await stocked(1), quantity: 1 }]);
      await request("POST", `/v1/reservations/${id}/release`);
      return request("POST", `/v1/reservations/${id}/extend`, { body: {} });
    },
  },
  reservation_ordered: {
    status: 409,
    route: EXTEND,
    reach: async () => {
      const { id } = await hold([{ sku: await stocked(1), quantity: 1 }]);
      await order(id);
      return request("POST", `/v1/reservations/${id}/extend`, { body: {} });
    },
  },
  revision_mismatch: {
    status: 409,
    route: "POST /v1/reservations/{id}/change",
    reach: async () => {
      const lines = [{ sku: await stocked(1), quantity: 1 }];
      const { id } = await hold(lines);
      return request("POST", `/v1/reservations/${id}/change`, { body: { revision: 2, lines } });
    },
  },
  change_in_progress: {
    status: 409,
    route: EXTEND,
    reach: async () => {
      const sku = await stocked(9);
      const { id } = await hold([{ sku, quantity: 1 }]);
      const { open, done } = blocked(sku);
      const body = { revision: 1, lines: [{ sku, quantity: 5 }] };
      const change = request("POST", `/v1/reservations/${id}/change`, { body });
      const answer = await vi.waitFor(async () => {
        const extended = await request<Problem>("POST", `/v1/reservations/${id}/extend`, { body: {} });
        expect(extended.status).toBe(409);
        return extended;
      });
      open();
      await Promise.all([done, change]);
      return answer;
    },
  },
  too_many_changes: {
    status: 409,
    route: EXTEND,
    reach: async () => {
      const { id } = await hold([{ sku: await stocked(1), quantity: 1 }]);
      const extend = () => request<Problem>("POST", `/v1/reservations/${id}/extend`, { body: {} });
      for (let changes = 0; changes < 100; changes += 1) await extend();
      return extend();
    },
  },
  too_many_open_holds: {
    status: 429,
    route: RESERVE,
    reach: async () => {
      vi.setSystemTime(start);
      const sku = await stocked(100);
      const ask = as(await keyFor("shopper"), freshAddress());
      for (let holds = 0; holds < 20; holds += 1) await reserve(sku, 1, ask);
      return reserve(sku, 1, ask);
    },
  },
  order_exists: {
    status: 409,
    route: "POST /v1/orders",
    reach: async () => {
      const placed = await order((await hold([{ sku: await stocked(1), quantity: 1 }])).id);
      const body = { id: placed.id, reservation: placed.reservation };
      return request("POST", "/v1/orders", { body });
    },
  },
  order_not_allocated: {
    status: 409,
    route: "POST /v1/orders/{id}/shipments",
    reach: async () => alter(await pending(), "shipments", { id: "S", lines: ONE }),
  },
  order_cancelled: {
    status: 409,
    route: "POST /v1/orders/{id}/lines",
    reach: async () => {
      const id = await pending();
      await alter(id, "cancel", {});
      return alter(id, "lines", { lines: ONE });
    },
  },
  order_shipped: {
    status: 409,
    route: "POST /v1/orders/{id}/cancel",
    reach: async () => {
      const id = await shipped();
      return alter(id, "cancel", {});
    },
  },
  exceeds_line: {
    status: 409,
    route: "POST /v1/orders/{id}/returns",
    reach: async () => alter(await placed(), "returns", { id: "R", lines: ONE }),
  },
  shipment_exists: {
    status: 409,
    route: "POST /v1/orders/{id}/shipments",
    reach: async () => {
      const id = await placed(2);
      await alter(id, "shipments", { id: "S", lines: ONE });
      return alter(id, "shipments", { id: "S", lines: ONE });
    },
  },
  shipment_not_found: {
    status: 404,
    route: "POST /v1/orders/{id}/shipments/{shipment}/ship",
    reach: async () => alter(await placed(), "shipments/S/ship", {}),
  },
  shipment_planned: {
    status: 409,
    route: "POST /v1/orders/{id}/cancel",
    reach: async () => {
      const id = await placed();
      await alter(id, "shipments", { id: "S", lines: ONE });
      return alter(id, "cancel", {});
    },
  },
  shipment_shipped: {
    status: 409,
    route: "POST /v1/orders/{id}/shipments/{shipment}/unplan",
    reach: async () => alter(await shipped(), "shipments/S/unplan", {}),
  },
  return_exists: {
    status: 409,
    route: "POST /v1/orders/{id}/returns",
    reach: async () => {
      const id = await shipped(2);
      await alter(id, "returns", { id: "R", lines: ONE });
      return alter(id, "returns", { id: "R", lines: ONE });
    },
  },
  insufficient_on_hand: {
    status: 409,
    route: "POST /v1/orders/{id}/shipments",
    reach: async () => {
      const sku = await stocked(0, { backorders: "allow" });
      const { id } = await order((await hold([{ sku, quantity: 1 }])).id);
      return alter(id, "shipments", { id: "S", lines: ONE });
    },
  },
  stale_write: {
    status: 409,
    route: "POST /v1/admin/skus/{sku}/count",
    reach: async () =>
      request("POST", `/v1/admin/skus/${await stocked(2)}/count`, { body: { onHand: 1, expected: 3 } }),
  },
  on_hand_below_zero: {
    status: 409,
    route: ADJUST,
    reach: async () => adjust(await stocked(1), { delta: -2, reason: "lost" }),
  },
  on_hand_below_planned: {
    status: 409,
    route: ADJUST,
    reach: async () => {
      const sku = await stocked(2);
      const { id } = await order((await hold([{ sku, quantity: 1 }])).id);
      await request("POST", `/v1/orders/${id}/shipments`, { body: { id: "S-1", lines: [{ line: 0, quantity: 1 }] } });
      return adjust(sku, { delta: -2, reason: "lost" });
    },
  },
  replenishment_not_found: {
    status: 404,
    route: RECEIVE,
    reach: async () => receive(await stocked(0)),
  },
  replenishment_closed: {
    status: 409,
    route: RECEIVE,
    reach: async () => {
      const sku = await stocked(0);
      await expectGoods(sku, 0);
      return receive(sku);
    },
  },
  replenishment_received: {
    status: 409,
    route: "PUT /v1/admin/skus/{sku}/replenishments/{id}",
    reach: async () => {
      const sku = await stocked(0);
      await expectGoods(sku, 2);
      await receive(sku);
      return expectGoods(sku, 1);
    },
  },
  too_many_replenishments: {
    status: 409,
    route: "PUT /v1/admin/skus/{sku}/replenishments/{id}",
    reach: async () => {
      const sku = await stocked(0);
      const rows = Array.from({ length: 100 }, (_, index) => ({ sku, id: `other-${index}`, quantity: 1 }));
      await request("POST", "/v1/admin/bulk/replenishments", { body: { rows } });
      return expectGoods(sku, 1);
    },
  },
  figure_out_of_range: {
    status: 422,
    route: ADJUST,
    reach: async () => adjust(await stocked(1), { ...found, delta: 1_000_000_000 }),
  },
  too_many_warehouses: {
    status: 409,
    route: ADJUST,
    reach: async () => {
      const codes = Array.from({ length: 101 }, (_, index) => `w${index}`);
      await env.DB.prepare("INSERT INTO warehouse (code, name, position) SELECT value, value, 9 FROM json_each(?)")
        .bind(JSON.stringify(codes))
        .run();
      const sku = freshSku();
      const levels = codes.slice(0, 100).map((warehouse) => ({ warehouse, onHand: 1 }));
      await request("POST", "/v1/admin/bulk/skus", { body: { rows: [{ sku, levels }] } });
      return adjust(sku, { ...found, warehouse: "w100" });
    },
  },
  warehouse_closed: {
    status: 409,
    route: "DELETE /v1/admin/warehouses/{code}",
    reach: async () => {
      const [one, two] = [await warehouse(), await warehouse()];
      await request("DELETE", `/v1/admin/warehouses/${one}?moveTo=${two}`);
      return request("DELETE", `/v1/admin/warehouses/${one}`);
    },
  },
  warehouse_not_empty: {
    status: 409,
    route: "DELETE /v1/admin/warehouses/{code}",
    reach: async () => {
      const code = await warehouse();
      const sku = await stockedAt({ [code]: 1 });
      await env.DB.prepare("INSERT OR REPLACE INTO level VALUES (?, ?, 1, 0, 0, 0, 0, 1, 0)").bind(sku, code).run();
      return request("DELETE", `/v1/admin/warehouses/${code}`);
    },
  },
  last_warehouse: {
    status: 409,
    route: "PUT /v1/admin/warehouses/{code}",
    reach: async () => {
      const code = await warehouse();
      await channel([code]);
      return request("PUT", `/v1/admin/warehouses/${code}`, { body: { name: "W", active: false } });
    },
  },
  too_many_channels: {
    status: 409,
    route: "PUT /v1/admin/channels/{code}",
    reach: async () => {
      const codes = Array.from({ length: 50 }, (_, index) => `c${index}`);
      await env.DB.prepare("INSERT INTO channel (code, name) SELECT value, value FROM json_each(?)")
        .bind(JSON.stringify(codes))
        .run();
      return request("PUT", "/v1/admin/channels/one-more", { body: { name: "One more" } });
    },
  },
  too_many_warehouses_in_all: {
    status: 409,
    route: "PUT /v1/admin/warehouses/{code}",
    reach: async () => {
      const codes = Array.from({ length: 500 }, (_, index) => `removed-${index}`);
      await env.DB.prepare("INSERT INTO removed_warehouse (code, removed_at) SELECT value, 0 FROM json_each(?)")
        .bind(JSON.stringify(codes))
        .run();
      return request("PUT", "/v1/admin/warehouses/one-more", { body: { name: "One more" } });
    },
  },
  too_many_keys: {
    status: 409,
    route: "POST /v1/admin/keys",
    reach: async () => {
      const ids = Array.from({ length: 1_000 }, (_, index) => `filler-${index}`);
      await env.DB.prepare(
        `INSERT INTO api_key (id, name, scopes, hash, idempotency, body, created_at)
         SELECT value, value, '["stock"]', value, value, '', 0 FROM json_each(?)`,
      )
        .bind(JSON.stringify(ids))
        .run();
      try {
        return await request("POST", "/v1/admin/keys", { body: { name: "one too many", scopes: ["stock"] } });
      } finally {
        // Others make keys after this.
        await env.DB.prepare("DELETE FROM api_key WHERE id LIKE 'filler-%'").run();
      }
    },
  },
  precondition_failed: {
    status: 412,
    route: "PATCH /v1/admin/settings",
    reach: () => request("PATCH", "/v1/admin/settings", { body: {}, headers: { "if-match": '"999"' } }),
  },
  mail_not_configured: {
    status: 503,
    route: SUBSCRIBE,
    reach: async () => {
      const asked = requestOf("POST", "/v1/subscriptions", { body: {} });
      return answerOf(await createApp().fetch(asked, { ...env, MAIL_FROM: "" }, createExecutionContext()));
    },
  },
  not_subscribable: { status: 409, route: SUBSCRIBE, reach: async () => subscribe(await stocked(1)) },
  too_many_subscriptions: {
    status: 409,
    route: SUBSCRIBE,
    reach: async () => {
      const most = (subscriptionsPerAddressMax: number): Promise<Answer<Problem>> =>
        request("PATCH", "/v1/admin/settings", { body: { notices: { subscriptionsPerAddressMax } } });
      await most(1);
      await subscribe(await stocked(0));
      const refused = await subscribe(await stocked(0));
      await most(200);
      return refused;
    },
  },
  subscription_not_found: {
    status: 404,
    route: "GET /v1/admin/subscriptions/{id}",
    reach: () => request("GET", "/v1/admin/subscriptions/sub_none"),
  },
  rate_limited: {
    status: 429,
    route: RESERVE,
    reach: async () => {
      const ask = as(await keyFor("shopper"), freshAddress());
      // The minute is the clock's own: one may end in between.
      for (let writes = 0; writes < 121; writes += 1) {
        const answer = await ask<Problem>("POST", "/v1/reservations", { body: {} });
        if (answer.status === 429) return answer;
      }
      throw new Error("Never braked");
    },
  },
  unavailable: {
    status: 503,
    route: RESERVE,
    reach: async () => {
      vi.setSystemTime(start);
      vi.spyOn(console, "error").mockImplementation(() => {});
      const sku = await stocked(1);
      const { open, done } = blocked(sku);
      const held = reserve(sku);
      // The call is under way by then; the SKU hears of it eleven seconds later, when it is no longer meant.
      await new Promise((resolve) => setTimeout(resolve, 100));
      vi.setSystemTime(start + 11_000);
      open();
      await done;
      return held;
    },
  },
  internal: {
    status: 500,
    route: "GET /v1/admin/settings",
    reach: async () => {
      const log = vi.spyOn(console, "error").mockImplementation(() => {});
      await env.DB.prepare("ALTER TABLE settings RENAME TO settings_gone").run();
      try {
        const answer = await request<Problem>("GET", "/v1/admin/settings");
        // Whoever runs the service finds the cause in the log; who asks is told nothing of it.
        expect(JSON.stringify(log.mock.calls.map((call) => String(call[1])))).toContain("settings");
        expect(JSON.stringify(answer.body)).not.toMatch(/settings|SQL|table/i);
        return answer;
      } finally {
        await env.DB.prepare("ALTER TABLE settings_gone RENAME TO settings").run();
      }
    },
  },
};

/** Keeps a SKU from answering anybody until it is opened. */
function blocked(sku: string): { open: () => void; done: Promise<unknown> } {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const stub = env.SKU.getByName(sku);
  return { open, done: runInDurableObject(stub, (_, state) => state.blockConcurrencyWhile(() => gate)) };
}

interface Documented {
  responses: Record<
    string,
    { headers?: object; content?: Record<string, { examples?: Record<string, { value: Problem }> }> }
  >;
}

let documented: Record<string, Record<string, Documented>>;
beforeAll(async () => {
  const answer = await request<{ paths: typeof documented }>("GET", "/openapi.json");
  documented = answer.body.paths;
});

test.each(Object.entries(CODES))("%s", async (code, { status, route, reach }) => {
  // The keys of the table above.
  const answer = await reach();
  const body = expectProblem(answer, status, code as ProblemCode);
  expect(answer.headers.get("retry-after")).toBe(RETRY_AFTER[code] ?? null);
  expect(body.type).toBe(`urn:onhand:problem:${code}`);
  if (route === null) return;
  const [method = "", path = ""] = route.split(" ");
  const { responses } = documented[path]?.[method.toLowerCase()] ?? { responses: {} };
  const example = responses[String(status)]?.content?.["application/problem+json"]?.examples?.[code]?.value;
  expect(example).toMatchObject({ type: body.type, title: body.title, status, code });
  expect(fieldsOf(example)).toEqual(fieldsOf(body));
  if (code in RETRY_AFTER) expect(responses[String(status)]?.headers).toHaveProperty("retry-after");
});

/** Names of the fields that a problem has, and its errors. */
function fieldsOf(problem: Problem | undefined): unknown {
  const { errors = [], ...rest } = problem ?? {};
  return [Object.keys(rest).toSorted(), [...new Set(errors.flatMap((error) => Object.keys(error)))].toSorted()];
}

test("each answer has an id of its own, whatever the caller sends as one, and the time at which it was made", async () => {
  const headers = { "x-request-id": "mine" };
  vi.setSystemTime(start + 999);
  const sku = await stocked(1);
  const { headers: seen } = await request("GET", `/v1/availability/${sku}`);
  const known = { ...headers, "if-none-match": seen.get("etag") ?? "" };
  const key = await request<NewKey>("POST", "/v1/admin/keys", { body: { name: "short-lived", scopes: ["stock"] } });
  const preflight = { ...headers, origin: "https://any.example", "access-control-request-method": "GET" };
  const answers = [
    await request("GET", "/health", { headers }),
    await request("GET", `/v1/availability/${sku}`, { headers }),
    await request("HEAD", `/v1/availability/${sku}`, { headers }),
    await request("GET", `/v1/availability/${sku}`, { headers: known }),
    await request("POST", "/v1/reservations", { headers, body: { lines: [{ sku, quantity: 1 }] } }),
    await request("DELETE", `/v1/admin/keys/${key.body.id}`, { headers }),
    await request("OPTIONS", `/v1/availability/${sku}`, { headers: preflight, key: null }),
    await request("GET", "/v1/admin/movements?format=csv", { headers }),
    await request("GET", "/v1/no-such", { headers }),
    await request("GET", "/no-such", { headers }),
    await request("GET", "/v1/%FF", { headers }),
    await request("GET", "/v1/admin/skus", { headers, key: null }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 304, 201, 204, 204, 200, 404, 404, 400, 401]);
  const ids = answers.map((answer) => answer.headers.get("x-request-id"));
  expect(new Set(ids).size).toBe(12);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  // Whole seconds (RFC 9110 section 5.6.7), and no second one beside it.
  const dates = new Set(answers.map((answer) => answer.headers.get("date")));
  expect([...dates]).toEqual(["Tue, 01 Dec 2026 00:00:00 GMT"]);
});
