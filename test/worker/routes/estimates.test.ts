import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Availability, BulkResult, Estimate, NamedEstimate, Page, Product, Sku } from "../../../sdk/index.ts";
import { readEstimates } from "../../../worker/catalogue/estimates.ts";
import { putChannel } from "../network.ts";
import {
  type Answer,
  expectProblem,
  freshId,
  freshSku,
  hold,
  product,
  request,
  setPolicy,
  shopper,
  stocked,
  view,
} from "../shop.ts";

const NOON = Date.UTC(2026, 11, 1, 12);
/** Seven days after the first of December. */
const IN_A_WEEK = "2026-12-08T00:00:00.000Z";

afterEach(() => {
  vi.useRealTimers();
});

const path = (id: string): string => `/v1/admin/estimates/${encodeURIComponent(id)}`;
const put = (id: string, body: unknown, headers: Record<string, string> = {}) =>
  request<NamedEstimate>("PUT", path(id), { body, headers });
const remove = (id: string, headers: Record<string, string> = {}) => request("DELETE", path(id), { headers });

/** Makes an estimate of five to seven days, unless something else is said of it. */
async function estimate(body: object = { minDays: 5, maxDays: 7 }): Promise<string> {
  const id = freshId("estimate");
  const made = await put(id, body);
  if (made.status !== 201) throw new Error(`Could not put ${id}: ${JSON.stringify(made.body)}`);
  return id;
}

async function seen(id: string): Promise<Availability> {
  return (await request<Availability>("GET", `/v1/products/${id}/availability`)).body;
}

test("an estimate is put, read, put again as a whole, and removed", async () => {
  const id = freshId("e/ü %");
  const text = { en: "In about two weeks", "de-AT": "In etwa zwei Wochen", fa: "تا دو هفته\u200cی دیگر" };
  const made = await put(id, { priority: -3, minDays: 10, maxDays: 14, text });
  expect(made.status).toBe(201);
  const { revision, updatedAt, ...rest } = made.body;
  expect(rest).toEqual({ id, priority: -3, minDays: 10, maxDays: 14, text });
  expect(made.headers.get("etag")).toBe(`"${revision}"`);
  expect(Number.isNaN(Date.parse(updatedAt))).toBe(false);
  const read = await request<NamedEstimate>("GET", path(id));
  expect(read.body).toEqual(made.body);
  expect(read.headers.get("etag")).toBe(`"${revision}"`);

  const worded = await put(id, { priority: -3, minDays: 10, maxDays: 14, text: { ...text, en: "In a fortnight" } });
  expect(worded.body).toMatchObject({ revision: revision + 1, text: { en: "In a fortnight" } });
  expect((await put(id, { priority: -3, minDays: 10, maxDays: 14, text })).body.revision).toBe(revision + 2);
  const { fa, ...others } = text;
  const same = await put(id, { text: { fa, ...others }, maxDays: 14, minDays: 10, priority: -3 });
  expect(same.status).toBe(200);
  expect(same.body).toMatchObject({ revision: revision + 2, text });
  const changed = await put(id, { maxDays: 0 });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ id, priority: 0, minDays: null, maxDays: 0, text: {} });
  expect(changed.body.revision).toBe(revision + 3);

  expect((await remove(id)).status).toBe(204);
  expectProblem(await request("GET", path(id)), 404, "estimate_not_found");
  expectProblem(await remove(id), 404, "estimate_not_found");
});

describe("an estimate is changed from the revision that was read", () => {
  test("another one in the meantime is refused, and so is a removal", async () => {
    const id = await estimate();
    const { revision } = (await request<NamedEstimate>("GET", path(id))).body;
    const match = { "if-match": `"${revision}"` };
    const changed = await put(id, { maxDays: 8 }, match);
    expect(changed.status).toBe(200);
    const stale = await put(id, { maxDays: 9 }, match);
    expect(expectProblem(stale, 412, "precondition_failed").detail).toContain(`revision ${changed.body.revision}`);
    expectProblem(await put(id, { maxDays: 8 }, match), 412, "precondition_failed");
    expectProblem(await remove(id, match), 412, "precondition_failed");
    expectProblem(await put(id, { maxDays: 9 }, { "if-match": "latest" }), 400, "invalid_request", ["If-Match"]);
    expect((await request<NamedEstimate>("GET", path(id))).body).toEqual(changed.body);
    expect((await remove(id, { "if-match": `"${changed.body.revision}"` })).status).toBe(204);
  });

  test("one that is not there has no revision to be read, and one that was made again has another", async () => {
    const id = await estimate();
    const { revision } = (await request<NamedEstimate>("GET", path(id))).body;
    const match = { "if-match": `"${revision}"` };
    await remove(id);
    expectProblem(await put(id, { maxDays: 9 }, match), 412, "precondition_failed");
    await put(id, { minDays: 5, maxDays: 7 });
    expectProblem(await put(id, { maxDays: 9 }, match), 412, "precondition_failed");
  });

  test("of several at the same time one is written, and the others are told so", async () => {
    const id = await estimate();
    const { revision } = (await request<NamedEstimate>("GET", path(id))).body;
    const answers = await Promise.all(
      [11, 12, 13, 14].map((maxDays) => put(id, { maxDays }, { "if-match": `"${revision}"` })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 412, "precondition_failed");
  });
});

test("of several at the same time that name no revision every one is written, and each counts once", async () => {
  const id = await estimate();
  const before = await readEstimates(env.DB);
  const answers = await Promise.all([11, 12, 13].map((maxDays) => put(id, { maxDays })));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  const expected = [1, 2, 3].map((more) => before.revision + more);
  expect(answers.map((answer) => answer.body.revision).toSorted((one, other) => one - other)).toEqual(expected);
  expect((await readEstimates(env.DB)).revision).toBe(before.revision + 3);
});

describe("a definition", () => {
  test.each<[string, object, string[]]>([
    ["nothing at all", {}, ["/text"]],
    ["a priority alone", { priority: 1, minDays: null, text: {} }, ["/text"]],
    ["days the wrong way round", { minDays: 8, maxDays: 7 }, ["/maxDays"]],
    ["negative days", { minDays: -1, maxDays: -1 }, ["/minDays", "/maxDays"]],
    ["half a day", { maxDays: 0.5 }, ["/maxDays"]],
    ["days as text", { minDays: "5" }, ["/minDays"]],
    ["too many days at the least", { minDays: 3_651 }, ["/minDays"]],
    ["a priority below all", { maxDays: 7, priority: -1_000_001 }, ["/priority"]],
    ["a broken priority", { maxDays: 7, priority: 1.5 }, ["/priority"]],
    ["a text that is none", { text: { en: 7 } }, ["/text/en"]],
    ["an empty text", { text: { en: "" } }, ["/text/en"]],
    ["a text with spaces around", { text: { en: " soon" } }, ["/text/en"]],
    ["a text of two lines", { text: { en: "soon\nor later" } }, ["/text/en"]],
    ["a language by its name", { text: { English: "soon", "en us": "soon" } }, ["/text/English", "/text/en us"]],
    ["a language without a name", { text: { "": "soon" } }, ["/text/"]],
    ["a language as it is not written", { text: { "de-at": "bald", de_AT: "bald" } }, ["/text/de-at", "/text/de_AT"]],
    ["texts as a list", { text: ["soon"] }, ["/text"]],
  ])("of %s is refused", async (_, body, pointers) => {
    const id = freshId("e");
    expectProblem(await put(id, body), 400, "invalid_request", pointers);
    expectProblem(await request("GET", path(id)), 404, "estimate_not_found");
  });

  test("has no text for what every object has", async () => {
    const made = await put(freshId("e"), '{"maxDays":7,"text":{"__proto__":"soon"}}');
    expect(made.body.text).toEqual({});
    expectProblem(await put(freshId("e"), { text: { constructor: "soon" } }), 400, "invalid_request", [
      "/text/constructor",
    ]);
  });

  test.each(["de", "de-AT", "zh-Hant-TW", "es-419", "ca-ES-valencia", "de-CH-1996", "sr-Latn"])(
    "has a text in %s",
    async (tag) => {
      const made = await put(freshId("e"), { text: { [tag]: "…" } });
      expect(made.body.text).toEqual({ [tag]: "…" });
    },
  );
});

test("the list has every estimate once, by priority and then by id, page by page", async () => {
  const made = new Map<string, number>();
  for (const priority of [5, -5, 5, -5, 0]) made.set(await estimate({ priority, maxDays: 1 }), priority);
  const all: NamedEstimate[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const page: Answer<Page<NamedEstimate>> = await request("GET", `/v1/admin/estimates${query}`);
    expect(page.body.items.length).toBeLessThanOrEqual(2);
    all.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const mine = all.filter(({ id }) => made.has(id)).map(({ id, priority }) => ({ id, priority }));
  const [a, b, c, d, e] = [...made.keys()];
  // Ids are numbered as they are made, and compared as texts.
  const [high, low] = [[a, c].toSorted(), [b, d].toSorted()];
  const expected = [...low, e, ...high].map((id) => ({ id, priority: made.get(id ?? "") }));
  expect(mine).toEqual(expected);
});

test.each(["b3RoZXI", "MQ", "IDEgeA", "%%%"])("the cursor %s is none that a list gave", async (cursor) => {
  const refused = await request("GET", `/v1/admin/estimates?cursor=${encodeURIComponent(cursor)}`);
  expectProblem(refused, 400, "invalid_request", ["cursor"]);
});

describe("settings that name an estimate which is not there are refused by the field", () => {
  const settings = { availabilityEstimate: "no-such" };

  test("of a SKU: none is made, none is changed", async () => {
    const sku = freshSku();
    const refused = await request("PUT", `/v1/admin/skus/${sku}`, { body: { policy: settings } });
    expectProblem(refused, 422, "estimate_not_found", ["/policy/availabilityEstimate"]);
    expectProblem(await request("GET", `/v1/admin/skus/${sku}`), 404, "sku_not_found");
    const there = await stocked(1);
    const patch = { set: { ...settings, published: false } };
    const unchanged = await request("PATCH", `/v1/admin/skus/${there}/policy`, { body: patch });
    expectProblem(unchanged, 422, "estimate_not_found", ["/set/availabilityEstimate"]);
    expect((await request<Sku>("GET", `/v1/admin/skus/${there}`)).body).toMatchObject({
      revision: 1,
      policy: { published: { value: true } },
    });
  });

  test("of the store", async () => {
    const body = { policy: { set: settings } };
    const refused = await request("PATCH", "/v1/admin/settings", { body });
    expectProblem(refused, 422, "estimate_not_found", ["/policy/set/availabilityEstimate"]);
  });

  test("of a product, beside the SKUs that are not there", async () => {
    const [id, sku] = [freshId("p"), freshSku()];
    const ask = (body: object) => request("PUT", `/v1/admin/products/${id}`, { body: { title: "P", ...body } });
    const refused = await ask({ inventoryMethod: "none", policy: settings });
    expectProblem(refused, 422, "estimate_not_found", ["/policy/availabilityEstimate"]);
    const both = await ask({ inventoryMethod: "sku", sku, policy: settings });
    expectProblem(both, 422, "sku_not_found", ["/sku", "/policy/availabilityEstimate"]);
    expectProblem(await request("GET", `/v1/admin/products/${id}`), 404, "product_not_found");
  });

  test.each([true, false])("of rows, each by itself (dry run: %s)", async (dryRun) => {
    const named = await estimate();
    const [bad, good] = [freshSku(), freshSku()];
    const skus = await request<BulkResult>("POST", "/v1/admin/bulk/skus", {
      body: {
        dryRun,
        rows: [
          { sku: bad, policy: settings },
          { sku: good, policy: { availabilityEstimate: named } },
        ],
      },
    });
    expect(skus.body.rows).toMatchObject([
      { outcome: "refused", problem: { pointer: "/rows/0/policy/availabilityEstimate", code: "estimate_not_found" } },
      { outcome: "created" },
    ]);
    expectProblem(await request("GET", `/v1/admin/skus/${bad}`), 404, "sku_not_found");
    const plain = { title: "P", inventoryMethod: "none" };
    const products = await request<BulkResult>("POST", "/v1/admin/bulk/products", {
      body: {
        dryRun,
        rows: [
          { id: freshId("p"), ...plain, policy: { availabilityEstimate: named } },
          { id: freshId("p"), ...plain, policy: settings },
        ],
      },
    });
    expect(products.body.rows).toMatchObject([
      { outcome: "created" },
      { outcome: "refused", problem: { pointer: "/rows/1/policy/availabilityEstimate", code: "estimate_not_found" } },
    ]);
  });

  test("but not one that another Worker has made a moment ago", async () => {
    // This Worker remembers that there is none of it yet.
    await view(await stocked(0));
    const id = freshId("e");
    await env.DB.batch([
      env.DB.prepare("UPDATE estimate_changes SET revision = revision + 1"),
      env.DB.prepare("INSERT INTO estimate SELECT ?, 0, 5, 7, '{}', revision, 0 FROM estimate_changes").bind(id),
    ]);
    const sku = await stocked(0, { availabilityEstimate: id });
    expect((await view(sku)).estimate).toMatchObject({ id });
  });

  test("but not settings that a product has kept since before the estimate was removed", async () => {
    const named = await estimate();
    const definition = { title: "P", inventoryMethod: "none" } as const;
    const id = await product({ ...definition, policy: { availabilityEstimate: named } });
    await remove(named);
    const body = { rows: [{ id, ...definition, title: "Q" }] };
    const answer = await request<BulkResult>("POST", "/v1/admin/bulk/products", { body });
    expect(answer.body.rows).toMatchObject([{ outcome: "changed", changes: ["title"] }]);
    expect((await request<Product>("GET", `/v1/admin/products/${id}`)).body.policy).toEqual({
      availabilityEstimate: named,
    });
  });
});

describe("a shopper is told the estimate", () => {
  const WEEK = { minDays: 5, maxDays: 7, text: { en: "In about a week" }, priority: 4 };
  const shown = (id: string): Estimate => ({ id, minDays: 5, maxDays: 7, text: WEEK.text });

  test("when nothing is left, with the day by which it promises the goods", async () => {
    vi.setSystemTime(NOON);
    const id = await estimate(WEEK);
    const sku = await stocked(0, { availabilityEstimate: id });
    const told = await view(sku, "", await shopper());
    expect(told).toMatchObject({
      status: "out_of_stock",
      message: { code: "available_in", date: IN_A_WEEK },
      purchasable: false,
      schemaOrg: { availability: "https://schema.org/OutOfStock", availabilityStarts: IN_A_WEEK },
      merchantFeed: { availability: "out_of_stock" },
    });
    expect(told.estimate).toEqual(shown(id));
  });

  test("when it is on backorder, and a feed has the date that it needs", async () => {
    vi.setSystemTime(NOON);
    const sku = await stocked(0, { backorders: "allow_and_notify" });
    expect(await view(sku)).toMatchObject({
      message: { code: "backorder" },
      merchantFeed: { availability: "out_of_stock" },
      estimate: null,
    });
    const id = await estimate(WEEK);
    await setPolicy(sku, { availabilityEstimate: id });
    expect(await view(sku)).toMatchObject({
      status: "backorder",
      message: { code: "backorder_estimate", date: IN_A_WEEK },
      purchasable: true,
      merchantFeed: { availability: "backorder", availabilityDate: IN_A_WEEK },
      estimate: shown(id),
    });
  });

  test("without a day when it promises none", async () => {
    const sku = await stocked(0, { availabilityEstimate: await estimate({ text: { en: "Ask us" } }) });
    expect(await view(sku)).toMatchObject({ message: { code: "available_in" }, estimate: { text: { en: "Ask us" } } });
    expect((await view(sku)).message).not.toHaveProperty("date");
  });

  test("of the SKU before that of the product, and of the product before that of the store", async () => {
    const [ofSku, ofProduct, ofStore] = [await estimate(), await estimate(), await estimate()];
    const [own, plain] = [await stocked(0, { availabilityEstimate: ofSku }), await stocked(0)];
    const policy = { availabilityEstimate: ofProduct };
    const attributes = [{ name: "Size", values: ["S", "M", "L"] }];
    const combinations = [
      { selection: { Size: "S" }, sku: own },
      { selection: { Size: "M" }, sku: plain },
    ];
    const shirt = { title: "Shirt", inventoryMethod: "combinations", attributes, combinations } as const;
    const [with_, without] = [await product({ ...shirt, policy }), await product(shirt)];
    const named = async (id: string, size: string): Promise<string | undefined> => {
      const query = `?selection=${encodeURIComponent(JSON.stringify({ Size: size }))}`;
      const answer = await request<Availability>("GET", `/v1/products/${id}/availability${query}`);
      return answer.body.estimate?.id;
    };
    await request("PATCH", "/v1/admin/settings", { body: { policy: { set: { availabilityEstimate: ofStore } } } });
    try {
      expect([await named(with_, "S"), await named(with_, "M")]).toEqual([ofSku, ofProduct]);
      expect([await named(without, "S"), await named(without, "M")]).toEqual([ofSku, ofStore]);
      expect((await view(plain)).estimate?.id).toBe(ofStore);
      const none = await product({ title: "V", inventoryMethod: "none" });
      expect((await seen(none)).estimate?.id).toBe(ofStore);
      // Of a kit of which everything is there, no component has a say.
      const components = [{ sku: await stocked(1, { availabilityEstimate: ofSku }), quantity: 1 }];
      const kit = await product({ title: "K", inventoryMethod: "kit", components });
      expect((await seen(kit)).estimate?.id).toBe(ofStore);
    } finally {
      await request("PATCH", "/v1/admin/settings", { body: { policy: { inherit: ["availabilityEstimate"] } } });
    }
    expect((await view(plain)).estimate).toBeNull();
  });

  test("of a kit: the longest of the components that it waits for, unless it has its own", async () => {
    const [days, week, own] = [await estimate({ maxDays: 2 }), await estimate(), await estimate({ maxDays: 1 })];
    const bell = await stocked(1, { availabilityEstimate: days });
    const wheel = await stocked(1, { availabilityEstimate: week });
    const components = [
      { sku: bell, quantity: 2 },
      { sku: wheel, quantity: 2 },
    ];
    const bike = { title: "Bike", inventoryMethod: "kit", components } as const;
    const id = await product(bike);
    expect(await seen(id)).toMatchObject({ message: { code: "available_in" }, estimate: { id: week } });
    await request("POST", `/v1/admin/skus/${wheel}/adjust`, { body: { delta: 1, reason: "received" } });
    expect((await seen(id)).estimate).toMatchObject({ id: days });
    await request("PUT", `/v1/admin/products/${id}`, { body: { ...bike, policy: { availabilityEstimate: own } } });
    expect((await seen(id)).estimate).toMatchObject({ id: own });
  });

  test("as it is now: changed and removed through this Worker at once, through another within five seconds", async () => {
    vi.setSystemTime(NOON);
    const id = await estimate();
    const sku = await stocked(0, { availabilityEstimate: id });
    expect((await view(sku)).estimate).toMatchObject({ maxDays: 7 });
    await put(id, { maxDays: 9 });
    expect((await view(sku)).estimate).toMatchObject({ maxDays: 9 });
    await env.DB.batch([
      env.DB.prepare("UPDATE estimate_changes SET revision = revision + 1"),
      env.DB.prepare("UPDATE estimate SET max_days = 30 WHERE id = ?").bind(id),
    ]);
    vi.setSystemTime(NOON + 4_999);
    expect((await view(sku)).estimate).toMatchObject({ maxDays: 9 });
    vi.setSystemTime(NOON + 5_000);
    expect((await view(sku)).estimate).toMatchObject({ maxDays: 30 });
    await remove(id);
    expect(await view(sku)).toMatchObject({ message: { code: "out_of_stock" }, estimate: null });
    const kept = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
    expect(kept.body.policy.availabilityEstimate).toEqual({ value: id, source: "sku" });
  });

  test("nowhere that nothing is sold", async () => {
    await putChannel("void", {});
    const sku = await stocked(0, { availabilityEstimate: await estimate() });
    expect(await view(sku, "?channel=void")).toMatchObject({ message: { code: "out_of_stock" }, estimate: null });
  });

  test("and refused by the stock rule all the same, which does not depend on it", async () => {
    const [sku, plain] = [await stocked(1, { availabilityEstimate: await estimate() }), await stocked(1)];
    for (const each of [sku, plain]) {
      await hold([{ sku: each, quantity: 1 }]);
      const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku: each, quantity: 1 }] } });
      expectProblem(refused, 409, "insufficient_stock", ["/lines/0"]);
    }
  });
});

describe("the version of a view", () => {
  test("grows with every change of its estimate, and never falls", async () => {
    const id = await estimate();
    const sku = await stocked(0, { availabilityEstimate: id });
    const versions: number[] = [];
    const note = async (): Promise<void> => {
      versions.push((await view(sku)).version);
    };
    await note();
    await put(id, { maxDays: 9 });
    await note();
    await remove(id);
    await note();
    await put(id, { maxDays: 9 });
    await note();
    await setPolicy(sku, { availabilityEstimate: null });
    await note();
    expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
    await put(id, { maxDays: 9 });
    expect((await view(sku)).version).toBe(versions.at(-1));
  });

  test.each(["sku", "kit", "none"] as const)("grows at midnight, when the day is another one (%s)", async (method) => {
    const midnight = Date.UTC(2026, 11, 2);
    vi.setSystemTime(midnight - 1);
    const sku = await stocked(0, { availabilityEstimate: await estimate() });
    const source = { sku: { sku }, kit: { components: [{ sku, quantity: 1 }] }, none: {} }[method];
    const id = await product({ title: "P", inventoryMethod: method, ...source });
    const ask = (tag: string | null) =>
      request<Availability>("GET", `/v1/products/${id}/availability`, {
        headers: tag === null ? {} : { "if-none-match": tag },
      });
    const before = await ask(null);
    const tag = before.headers.get("etag");
    expect((await ask(tag)).status).toBe(304);
    // A view may be half a second old.
    vi.setSystemTime(midnight + 500);
    const after = await ask(tag);
    expect(after.status).toBe(200);
    expect(after.body.version).toBeGreaterThan(before.body.version);
    if (method !== "none")
      expect(after.body.message).toEqual({ code: "available_in", date: "2026-12-09T00:00:00.000Z" });
    expect((await ask(after.headers.get("etag"))).status).toBe(304);
  });
});
