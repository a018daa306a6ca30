import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { NoticeSettings, Settings, Sku } from "../../../sdk/index.ts";
import { readStore } from "../../../worker/catalogue/store-facts.ts";
import { as, expectProblem, figures, keyFor, request, setPolicy, stocked, view } from "../shop.ts";

const patch = (body: unknown, headers: Record<string, string> = {}) =>
  request<Settings>("PATCH", "/v1/admin/settings", { body, headers });
const read = () => request<Settings>("GET", "/v1/admin/settings");

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

afterEach(async () => {
  vi.useRealTimers();
  const { policy } = (await read()).body;
  await patch({ policy: { inherit: Object.keys(policy) }, allowedOrigins: [], notices: NOTICES });
});

/** What a store has that has said nothing of whom it tells what. */
const NOTICES: NoticeSettings = {
  shopName: "",
  locale: "en",
  doubleOptIn: true,
  subscriptionDays: 90,
  subscriptionsPerAddressMax: 200,
  settlingSeconds: 60,
  waveFactor: 3,
  ownerAddresses: [],
  lowStockDigestHour: null,
};

test("settings are changed key by key; the revision counts the changes", async () => {
  const before = await read();
  expect(before.headers.get("etag")).toBe(`"${before.body.revision}"`);
  const set = await patch({
    policy: { set: { minStockQuantity: 3, backorders: "allow" } },
    allowedOrigins: ["https://a.example"],
  });
  expect(set.body).toEqual({
    revision: before.body.revision + 1,
    policy: { minStockQuantity: 3, backorders: "allow" },
    allowedOrigins: ["https://a.example"],
    notices: NOTICES,
  });
  expect(set.headers.get("etag")).toBe(`"${set.body.revision}"`);
  expect((await read()).body).toEqual(set.body);
  const next = await patch({ policy: { set: { published: false }, inherit: ["backorders"] } });
  expect(next.body).toEqual({
    revision: set.body.revision + 1,
    policy: { minStockQuantity: 3, published: false },
    allowedOrigins: ["https://a.example"],
    notices: NOTICES,
  });
  expect((await patch({})).body).toEqual(next.body);
  expect((await patch({ policy: { set: { published: false } } })).body).toEqual(next.body);
});

test("settings are changed from the revision that was read", async () => {
  const { revision } = (await read()).body;
  const match = { "if-match": `"${revision}"` };
  expect((await patch({ policy: { set: { minStockQuantity: 1 } } }, match)).body.revision).toBe(revision + 1);
  const stale = await patch({ policy: { set: { minStockQuantity: 2 } } }, match);
  expect(expectProblem(stale, 412, "precondition_failed").detail).toContain(`revision ${revision + 1}`);
  expectProblem(await patch({}, match), 412, "precondition_failed");
  expectProblem(await patch({}, { "if-match": "latest" }), 400, "invalid_request", ["If-Match"]);
  expect((await read()).body.policy).toEqual({ minStockQuantity: 1 });
});

test("of several changes at the same time from one revision one is made", async () => {
  const { revision } = (await read()).body;
  const answers = await Promise.all(
    [1, 2, 3, 4].map((minStockQuantity) =>
      patch({ policy: { set: { minStockQuantity } } }, { "if-match": `"${revision}"` }),
    ),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 412, "precondition_failed");
  expect((await read()).body.revision).toBe(revision + 1);
});

test("of several changes at the same time that name no revision every one is made", async () => {
  const { revision } = (await read()).body;
  const sets = [{ minStockQuantity: 1 }, { published: false }, { backorders: "allow" }, { returnable: false }];
  const answers = await Promise.all(sets.map((set) => patch({ policy: { set } })));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  expect((await read()).body).toMatchObject({ revision: revision + 4, policy: Object.assign({}, ...sets) });
});

describe("who is told what", () => {
  const notices = (body: object) => patch({ notices: body });

  test("is said key by key; what is not named stays", async () => {
    const { revision } = (await read()).body;
    const told = await notices({
      shopName: "Loam & Söhne",
      locale: "de-AT",
      ownerAddresses: ["owner@shop.example", "Second+stock@shop.example"],
      lowStockDigestHour: 0,
    });
    const first = {
      ...NOTICES,
      shopName: "Loam & Söhne",
      locale: "de-AT",
      ownerAddresses: ["owner@shop.example", "Second+stock@shop.example"],
      lowStockDigestHour: 0,
    };
    expect([told.body.revision, told.body.notices]).toEqual([revision + 1, first]);
    const further = await notices({
      doubleOptIn: false,
      subscriptionDays: 1,
      subscriptionsPerAddressMax: 1,
      settlingSeconds: 0,
      waveFactor: 1,
      lowStockDigestHour: 23,
    });
    const second = {
      ...first,
      doubleOptIn: false,
      subscriptionDays: 1,
      subscriptionsPerAddressMax: 1,
      settlingSeconds: 0,
      waveFactor: 1,
      lowStockDigestHour: 23,
    };
    expect(further.body.notices).toEqual(second);
    expect((await read()).body.notices).toEqual(second);
    expect((await notices({ shopName: "", ownerAddresses: [], lowStockDigestHour: null })).body.notices).toEqual({
      ...second,
      shopName: "",
      ownerAddresses: [],
      lowStockDigestHour: null,
    });
  });

  test("is no other revision where nothing of it changes", async () => {
    const { revision } = (await notices({ shopName: "Loam" })).body;
    expect((await notices({ shopName: "Loam" })).body.revision).toBe(revision);
    expect((await notices({})).body.revision).toBe(revision);
  });

  test.each<[string, unknown, string]>([
    ["shopName", " Loam", "/notices/shopName"],
    ["shopName", "Loam\r\nBcc: all@shop.example", "/notices/shopName"],
    ["shopName", null, "/notices/shopName"],
    ["locale", "DE", "/notices/locale"],
    ["locale", "de_AT", "/notices/locale"],
    ["locale", "", "/notices/locale"],
    ["doubleOptIn", "yes", "/notices/doubleOptIn"],
    ["subscriptionDays", 0, "/notices/subscriptionDays"],
    ["subscriptionsPerAddressMax", 0, "/notices/subscriptionsPerAddressMax"],
    ["settlingSeconds", -1, "/notices/settlingSeconds"],
    ["settlingSeconds", 1.5, "/notices/settlingSeconds"],
    ["waveFactor", 0, "/notices/waveFactor"],
    ["ownerAddresses", "owner@shop.example", "/notices/ownerAddresses"],
    ["ownerAddresses", ["owner@shop.example", "owner"], "/notices/ownerAddresses/1"],
    ["ownerAddresses", ["Owner <owner@shop.example>"], "/notices/ownerAddresses/0"],
    ["ownerAddresses", ["owner@shop.example\r\nBcc: all@shop.example"], "/notices/ownerAddresses/0"],
    ["ownerAddresses", ["one@shop.example,two@shop.example"], "/notices/ownerAddresses/0"],
    ["lowStockDigestHour", -1, "/notices/lowStockDigestHour"],
    ["lowStockDigestHour", 24, "/notices/lowStockDigestHour"],
    ["lowStockDigestHour", "6", "/notices/lowStockDigestHour"],
    ["owner", "owner@shop.example", "/notices/owner"],
  ])("%s is not %j", async (key, value, pointer) => {
    const { revision } = (await read()).body;
    expectProblem(await notices({ waveFactor: 4, [key]: value }), 400, "invalid_request", [pointer]);
    expect((await read()).body).toMatchObject({ revision, notices: NOTICES });
  });

  test("is not told to whoever may not administer the store", async () => {
    expectProblem(await as(await keyFor("stock"))("GET", "/v1/admin/settings"), 403, "forbidden");
  });
});

describe("allowed origins", () => {
  test.each([
    "https://shop.example",
    "http://localhost:5173",
    "https://shop.example:8443",
    "https://xn--bcher-kva.example",
  ])("%s is one, and its pages may ask", async (origin) => {
    expect((await patch({ allowedOrigins: [origin] })).body.allowedOrigins).toEqual([origin]);
    expect((await as(null, { origin })("GET", "/v1/availability/nothing")).status).toBe(404);
    await patch({ allowedOrigins: [] });
    expectProblem(await as(null, { origin })("GET", "/v1/availability/nothing"), 401, "unauthenticated");
  });

  test.each([
    "https://shop.example/",
    "https://shop.example/path",
    "https://SHOP.example",
    "https://shop.example:443",
    "https://user@shop.example",
    "https://*.shop.example",
    "*",
    "null",
    "shop.example",
    "file:///tmp",
    "chrome-extension://abc",
    "",
  ])("%j is none", async (origin) => {
    const refused = await patch({ allowedOrigins: ["https://fine.example", origin] });
    expectProblem(refused, 400, "invalid_request", ["/allowedOrigins/1"]);
    expect((await read()).body.allowedOrigins).toEqual([]);
  });
});

describe("a change of store defaults", () => {
  test("is what SKUs inherit, unless they say otherwise", async () => {
    const [plain, own] = [await stocked(2), await stocked(2, { minStockQuantity: 1 })];
    expect((await view(plain)).status).toBe("in_stock");
    await patch({ policy: { set: { minStockQuantity: 5 } } });
    expect((await view(plain)).status).toBe("low_stock");
    expect((await view(own)).status).toBe("in_stock");
    const explained = await request<Sku>("GET", `/v1/admin/skus/${plain}`);
    expect(explained.body.policy.minStockQuantity).toEqual({ value: 5, source: "store" });
    const overridden = await request<Sku>("GET", `/v1/admin/skus/${own}`);
    expect(overridden.body.policy.minStockQuantity).toEqual({ value: 1, source: "sku" });
    await request("PATCH", `/v1/admin/skus/${own}/policy`, { body: { inherit: ["minStockQuantity"] } });
    expect((await view(own)).status).toBe("low_stock");
  });

  test("decides the next reservation", async () => {
    const sku = await stocked(1);
    const body = { lines: [{ sku, quantity: 2 }] };
    expectProblem(await request("POST", "/v1/reservations", { body }), 409, "insufficient_stock");
    await patch({ policy: { set: { backorders: "allow" } } });
    expect((await request("POST", "/v1/reservations", { body })).status).toBe(201);
  });

  test("is driven to every SKU, also to those that nobody asks for", async () => {
    const skus = [await stocked(1), await stocked(1), await stocked(1)];
    const { revision } = (await patch({ policy: { set: { minStockQuantity: 7 } } })).body;
    // What a SKU knows itself, without the newer settings that a request would bring along.
    const known = async (sku: string): Promise<unknown> => {
      const stub = env.SKU.getByName(sku) as unknown as { read(store: unknown): Promise<Sku> };
      return (await stub.read({ revision: 0, policy: {} })).policy.minStockQuantity;
    };
    expect(revision).toBeGreaterThan(1);
    for (const sku of skus) {
      await expect.poll(() => known(sku), { timeout: 10_000 }).toEqual({ value: 7, source: "store" });
    }
  });

  test("that was made through another Worker is seen within five seconds, and never a mixture", async () => {
    const now = Date.now();
    vi.setSystemTime(now);
    const sku = await stocked(2);
    expect((await view(sku)).status).toBe("in_stock");
    // Another Worker writes: this one has the settings remembered.
    const policy = JSON.stringify({ minStockQuantity: 5 });
    await env.DB.prepare("UPDATE settings SET revision = revision + 1, policy = ?").bind(policy).run();
    vi.setSystemTime(now + 4_999);
    expect((await view(sku)).status).toBe("in_stock");
    vi.setSystemTime(now + 5_000);
    expect((await view(sku)).status).toBe("low_stock");
  });

  test("is not undone by a Worker that still has the older ones remembered", async () => {
    const sku = await stocked(2);
    await setPolicy(sku, { published: true });
    await patch({ policy: { set: { minStockQuantity: 5 } } });
    await view(sku);
    const { revision } = await readStore(env.DB);
    const stub = env.SKU.getByName(sku) as unknown as {
      learn(store: unknown): Promise<void>;
      read(store: unknown): Promise<Sku>;
    };
    await stub.learn({ revision, policy: { minStockQuantity: 5 } });
    await stub.learn({ revision: revision - 1, policy: { minStockQuantity: 1 } });
    const older = await stub.read({ revision: revision - 1, policy: {} });
    expect(older.policy.minStockQuantity.value).toBe(5);
    expect(await figures(sku)).toMatchObject({ onHand: 2 });
  });
});
