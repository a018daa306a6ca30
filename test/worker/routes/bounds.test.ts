import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Page, Problem, ProblemCode, Reservation, Sku } from "../../../sdk/index.ts";
import type * as bounds from "../../../worker/core/bounds.ts";
import { putChannel, putWarehouse } from "../network.ts";
import {
  type Answer,
  type Ask,
  as,
  expectProblem,
  figures,
  freshAddress,
  freshId,
  freshSku,
  hold,
  keyFor,
  product,
  request,
  stocked,
} from "../shop.ts";

// Every bound that a caller can meet: what is at it is done, what is one past it is refused. The figures are those of
// the documentation, written out here. A bound that is added does not compile until it is tested, here or elsewhere.

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.useRealTimers();
});

interface Bound {
  /** A figure at the bound. Its answer must be a success, or what `atCode` says. */
  at: () => Promise<Answer<unknown>>;
  atCode?: ProblemCode;
  past: () => Promise<Answer<unknown>>;
  status: number;
  code: ProblemCode;
  pointers?: readonly string[];
}

interface Elsewhere {
  elsewhere: string;
}

const times = <Value>(count: number, value: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => value(index));
const reserve = (body: object, ask: Ask = request): Promise<Answer<unknown>> =>
  ask("POST", "/v1/reservations", { body });
const put = (policy: object): Promise<Answer<unknown>> =>
  request("PUT", `/v1/admin/skus/${freshSku()}`, { body: { policy } });
const define = (definition: object): Promise<Answer<unknown>> =>
  request("PUT", `/v1/admin/products/${freshId("p")}`, { body: { title: "P", ...definition } });
const adjust = (sku: string, body: object): Promise<Answer<unknown>> =>
  request("POST", `/v1/admin/skus/${sku}/adjust`, { body: { delta: 1, reason: "found", ...body } });
const makeKey = (name: string): Promise<Answer<unknown>> =>
  request("POST", "/v1/admin/keys", { body: { name, scopes: ["stock"] } });
const shopper = async (): Promise<Ask> => as(await keyFor("shopper"), freshAddress());

let pool: string[] = [];
/** SKUs with enough stock for every test, at most 101. They are made once. */
async function many(count: number): Promise<string[]> {
  if (pool.length === 0) {
    pool = times(101, freshSku);
    for (const skus of [pool.slice(0, 100), pool.slice(100)]) {
      const rows = skus.map((sku) => ({ sku, levels: [{ onHand: 1_000 }] }));
      await request("POST", "/v1/admin/bulk/skus", { body: { rows } });
    }
  }
  return pool.slice(0, count);
}

async function reserveMany(count: number): Promise<Answer<unknown>> {
  return reserve({ lines: (await many(count)).map((sku) => ({ sku, quantity: 1 })) });
}

/** Five kits of twenty SKUs each are a hundred SKUs; `more` lines each bring another one. */
async function reserveKits(more: number): Promise<Answer<unknown>> {
  const skus = await many(100);
  const kits = await Promise.all(
    times(5, (index) => {
      const components = skus.slice(index * 20, index * 20 + 20).map((sku) => ({ sku, quantity: 1 }));
      return product({ title: "K", inventoryMethod: "kit", components });
    }),
  );
  const others = (await many(100 + more)).slice(100).map((sku) => ({ sku, quantity: 1 }));
  return reserve({ lines: [...kits.map((id) => ({ product: id, quantity: 1 })), ...others] });
}

let extended: string | null = null;
/** Extends a reservation a hundred times; the same one once more when it was. */
async function extendOften(): Promise<Answer<unknown>> {
  const more = extended === null ? 100 : 1;
  extended ??= (await hold([{ sku: await stocked(1), quantity: 1 }])).id;
  let last: Answer<unknown> | null = null;
  for (let changes = 0; changes < more; changes += 1) {
    last = await request("POST", `/v1/reservations/${extended}/extend`, { body: {} });
  }
  if (last === null) throw new Error("Nothing was extended");
  return last;
}

async function holdTimes(count: number): Promise<Answer<unknown>> {
  const sku = await stocked(100);
  const ask = await shopper();
  let last: Answer<unknown> | null = null;
  for (let holds = 0; holds < count; holds += 1) last = await reserve({ lines: [{ sku, quantity: 1 }] }, ask);
  if (last === null) throw new Error("Nothing was held");
  return last;
}

async function stockAtWarehouses(count: number): Promise<Answer<unknown>> {
  const codes = times(count, (index) => `place-${index}`);
  await env.DB.prepare(
    "INSERT INTO warehouse (code, name, position) SELECT value, value, 9 FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
  )
    .bind(JSON.stringify(codes))
    .run();
  const sku = freshSku();
  const levels = codes.slice(0, 99).map((warehouse) => ({ warehouse, onHand: 1 }));
  await request("POST", "/v1/admin/bulk/skus", { body: { rows: [{ sku, levels }] } });
  let last: Answer<unknown> | null = null;
  for (const warehouse of codes.slice(99)) last = await adjust(sku, { warehouse });
  if (last === null) throw new Error("Nothing was received");
  return last;
}

/** So many open replenishments of one SKU; what the last one is answered. */
async function expectTimes(count: number): Promise<Answer<unknown>> {
  const sku = await stocked(0);
  const rows = times(Math.min(count, 100), (index) => ({ sku, id: `PO-${index}`, quantity: 1 }));
  await request("POST", "/v1/admin/bulk/replenishments", { body: { rows } });
  return request("PUT", `/v1/admin/skus/${sku}/replenishments/PO-${count - 1}`, { body: { quantity: 2 } });
}

async function ttl(ttlSeconds: number, ask: Ask = request): Promise<Answer<unknown>> {
  return reserve({ lines: [{ sku: await stocked(1), quantity: 1 }], ttlSeconds }, ask);
}

/** A hundred rows or one more, of each bulk request. */
async function bulk(count: number): Promise<Answer<unknown>> {
  const skus = await many(count);
  const rows = times(count, (index) => ({ sku: skus[index], delta: 1, reason: "found" }));
  return request("POST", "/v1/admin/bulk/adjust", { body: { rows } });
}

const combined = (values: number, combinations: number): object => {
  const attributes = times(2, (index) => ({ name: `A${index}`, values: times(values, String) }));
  const all = times(combinations, (index) => ({
    selection: { A0: String(index % values), A1: String(Math.floor(index / values)) },
    sku: null,
  }));
  return { inventoryMethod: "combinations", attributes, combinations: all };
};
const attributes = (count: number): object => ({
  inventoryMethod: "combinations",
  attributes: times(count, (index) => ({ name: `A${index}`, values: ["x"] })),
});
const values = (count: number): object => ({
  inventoryMethod: "combinations",
  attributes: [{ name: "A", values: times(count, String) }],
});
const named = (length: number): object => ({
  inventoryMethod: "combinations",
  attributes: [{ name: "n".repeat(length), values: ["v".repeat(length)] }],
});
async function kitOf(count: number, quantity = 1): Promise<Answer<unknown>> {
  const components = (await many(count)).map((sku) => ({ sku, quantity }));
  return define({ inventoryMethod: "kit", components });
}
const channels = (count: number): object => ({
  preorder: {
    availableAt: "2099-01-01T00:00:00Z",
    limit: 1,
    channelLimits: Object.fromEntries(times(count, (index) => [`c${index}`, 1])),
  },
});
const origins = (count: number): Promise<Answer<unknown>> =>
  request("PATCH", "/v1/admin/settings", {
    body: { allowedOrigins: times(count, (index) => `https://s${index}.example`) },
  });

const notices = (body: object): Promise<Answer<unknown>> =>
  request("PATCH", "/v1/admin/settings", { body: { notices: body } });
/** An address of so many characters. */
const emailOf = (length: number): string => `${"o".repeat(length - 13)}@shop.example`;
/** The page of a product, of so many characters. */
const pageOf = (length: number): object => ({
  inventoryMethod: "none",
  url: `https://shop.example/${"p".repeat(length - 21)}`,
});

const estimate = (body: object, id = freshId("e")): Promise<Answer<unknown>> =>
  request("PUT", `/v1/admin/estimates/${id}`, { body: { maxDays: 7, ...body } });
/** One estimate for all tests: it is there before their number comes to its bound. */
const again = (body: object): Promise<Answer<unknown>> => estimate(body, "bounded");
const texts = (count: number): object => Object.fromEntries(times(count, (index) => [`en-x-l${index}`, "t"]));

async function fillEstimates(count: number): Promise<void> {
  await again({});
  const now = await env.DB.prepare("SELECT count(*) AS estimates FROM estimate").first<{ estimates: number }>();
  for (let made = now?.estimates ?? 0; made < count; made += 1) await estimate({});
}

async function fillKeys(count: number): Promise<void> {
  const now = await env.DB.prepare("SELECT count(*) AS keys FROM api_key").first<{ keys: number }>();
  const fakes = times(count - (now?.keys ?? 0), (index) => `filler-${index}`);
  await env.DB.prepare(
    `INSERT INTO api_key (id, name, scopes, hash, idempotency, body, created_at)
     SELECT value, value, '["stock"]', value, value, '', 0 FROM json_each(?)`,
  )
    .bind(JSON.stringify(fakes))
    .run();
}

/** One webhook endpoint for all tests, as of estimates. Nothing is sent to it. */
const hook = (body: object, id = "bounded"): Promise<Answer<unknown>> =>
  request("PUT", `/v1/admin/webhooks/${id}`, {
    body: { url: "https://erp.shop.example/", types: ["stock.out"], enabled: false, ...body },
  });

async function rotateSecret(body: object): Promise<Answer<unknown>> {
  await hook({});
  return request("POST", "/v1/admin/webhooks/bounded/secrets", { body });
}

async function fillWebhooks(count: number): Promise<void> {
  await hook({});
  const fakes = times(count - (await countOf("SELECT count(*) AS count FROM webhook")), () => freshId("filler"));
  await env.DB.prepare(
    `INSERT INTO webhook (id, url, types, enabled, secrets, revision, created_at)
     SELECT value, 'https://erp.shop.example/', '["stock.out"]', 0, '[]', 1, 0 FROM json_each(?)`,
  )
    .bind(JSON.stringify(fakes))
    .run();
}

const place = (body: object): Promise<Answer<unknown>> => putWarehouse("bounded", body);
const countOf = async (query: string): Promise<number> =>
  (await env.DB.prepare(query).first<{ count: number }>())?.count ?? 0;

async function channelOver(count: number): Promise<Answer<unknown>> {
  const codes = times(count, (index) => `sold-from-${index}`);
  await env.DB.prepare(
    "INSERT INTO warehouse (code, name, position) SELECT value, value, 9 FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
  )
    .bind(JSON.stringify(codes))
    .run();
  return putChannel("bounded", { warehouses: codes });
}

async function fillChannels(count: number): Promise<void> {
  const fakes = times(count - (await countOf("SELECT count(*) AS count FROM channel")), () => freshId("filler"));
  await env.DB.prepare("INSERT INTO channel (code, name) SELECT value, value FROM json_each(?)")
    .bind(JSON.stringify(fakes))
    .run();
}

/** Half of them are removed already, and count all the same. */
async function fillWarehouses(count: number): Promise<void> {
  const now = "SELECT (SELECT count(*) FROM warehouse) + (SELECT count(*) FROM removed_warehouse) AS count";
  const fakes = times(count - (await countOf(now)), () => freshId("filler"));
  const half = Math.floor(fakes.length / 2);
  await env.DB.batch([
    env.DB.prepare("INSERT INTO warehouse (code, name, position) SELECT value, value, 9 FROM json_each(?)").bind(
      JSON.stringify(fakes.slice(half)),
    ),
    env.DB.prepare("INSERT INTO removed_warehouse (code, removed_at) SELECT value, 0 FROM json_each(?)").bind(
      JSON.stringify(fakes.slice(0, half)),
    ),
  ]);
}

const OBJECTS = { elsewhere: "test/worker/objects" } as const;
const invalid = (pointer: string) => ({ status: 400, code: "invalid_request", pointers: [pointer] }) as const;

const BOUNDS: Record<keyof typeof bounds, Bound | Elsewhere> = {
  FIGURE_MAX: {
    at: async () => adjust(await stocked(0), { delta: 1_000_000_000 }),
    past: async () => adjust(await stocked(1), { delta: 1_000_000_000 }),
    status: 422,
    code: "figure_out_of_range",
    pointers: ["/delta"],
  },
  LINE_QUANTITY_MAX: {
    at: async () => {
      const sku = await stocked(1_000_000, { maxCartQuantity: 1_000_000 });
      return reserve({ lines: [{ sku, quantity: 1_000_000 }] });
    },
    past: () => reserve({ lines: [{ sku: "S", quantity: 1_000_001 }] }),
    ...invalid("/lines/0/quantity"),
  },
  LINES_MAX: { at: () => reserveMany(100), past: () => reserveMany(101), ...invalid("/lines") },
  CLAIM_SKUS_MAX: { at: () => reserveKits(0), past: () => reserveKits(1), ...invalid("/lines") },
  RESERVATION_CHANGES_MAX: {
    at: () => extendOften(),
    past: () => extendOften(),
    status: 409,
    code: "too_many_changes",
  },
  ANSWERS_LENGTH_MAX: { elsewhere: "test/worker/core" },
  ADJUSTMENT_NEWS_MS_MAX: { elsewhere: "test/worker/catalogue" },
  OPEN_HOLDS_PER_SKU_MAX: { elsewhere: "test/worker/core" },
  OPEN_HOLDS_PER_CLIENT_MAX: {
    at: () => holdTimes(20),
    past: () => holdTimes(21),
    status: 429,
    code: "too_many_open_holds",
    pointers: ["/lines/0"],
  },
  WAREHOUSES_PER_SKU_MAX: {
    at: () => stockAtWarehouses(100),
    past: () => stockAtWarehouses(101),
    status: 409,
    code: "too_many_warehouses",
    pointers: ["/warehouse"],
  },
  REPLENISHMENTS_PER_SKU_MAX: {
    at: () => expectTimes(100),
    past: () => expectTimes(101),
    status: 409,
    code: "too_many_replenishments",
  },
  SHIPMENTS_NAMED_MAX: { elsewhere: "test/worker/core/shipment-units.test.ts" },
  TTL_MIN_MS: { at: () => ttl(60), past: () => ttl(59), ...invalid("/ttlSeconds") },
  TTL_DEFAULT_MS: { elsewhere: "test/worker/routes/reservations.test.ts" },
  TTL_MAX_MS: { at: () => ttl(86_400), past: () => ttl(86_401), ...invalid("/ttlSeconds") },
  SHOPPER_TTL_MAX_MS: {
    at: async () => ttl(1_800, await shopper()),
    past: async () => ttl(1_801, await shopper()),
    ...invalid("/ttlSeconds"),
  },
  SHOPPER_LIFE_MAX_MS: { elsewhere: "test/worker/routes/reservations.test.ts" },
  STEP_DEADLINE_MS: OBJECTS,
  ENDED_CLAIM_KEPT_MS: OBJECTS,
  HOLD_UNCONFIRMED_MS: OBJECTS,
  CLAIM_AUDITED_AFTER_MS: OBJECTS,
  QUESTIONS_PER_CALL_MAX: OBJECTS,
  STEPS_PER_CALL_MAX: { elsewhere: "test/worker/objects/gathering.test.ts" },
  LOOKS_REMEMBERED_MS: { elsewhere: "test/worker/catalogue/recent-looks.test.ts" },
  LOOKS_REMEMBERED_MAX: { elsewhere: "test/worker/catalogue/recent-looks.test.ts" },
  KEY_TEXT_LENGTH_MAX: { elsewhere: "test/worker/routes/authenticate.test.ts" },
  ANNOUNCE_HOLDS_AFTER_MS: OBJECTS,
  STEP_CALLS_PER_SECOND_MAX: { elsewhere: "test/worker/core/pace.test.ts" },
  CLAIMS_PER_CALL_WORTH_GATHERING: { elsewhere: "test/worker/core/pace.test.ts" },
  STEPS_GATHERED_FOR_MS_MAX: { elsewhere: "test/worker/core/pace.test.ts" },
  PARTIAL_TRIES_MAX: OBJECTS,
  PLACE_TRIES_MAX: OBJECTS,
  RECORD_KEPT_MS: OBJECTS,
  RECORDS_FORGOTTEN_PER_ALARM_MAX: OBJECTS,
  FORGET_EVERY_MS: OBJECTS,
  DRIVE_WATCHDOG_MS: OBJECTS,
  DRIVE_RETRY_MS: OBJECTS,
  DRIVE_RETRY_MAX_MS: OBJECTS,
  ORDER_HOLD_MS: OBJECTS,
  ORDER_LENGTH_MAX: { elsewhere: "test/worker/routes/order-length.test.ts" },
  ENDED_PER_ALARM_MAX: OBJECTS,
  LEDGER_LINES_PER_MESSAGE_MAX: { elsewhere: "test/worker/catalogue/history.test.ts" },
  EVENTS_PER_MESSAGE_MAX: OBJECTS,
  EVENTS_KEPT_MS: { elsewhere: "test/worker/notify/reactions.test.ts" },
  EVENTS_FORGOTTEN_PER_CRON_MAX: { elsewhere: "test/worker/notify/reactions.test.ts" },
  REACTION_TRIES_MAX: { elsewhere: "test/worker/notify/reactions.test.ts" },
  REACTION_MS_MAX: { elsewhere: "test/worker/notify/reactions.test.ts" },
  REACTION_OVERDUE_MS: { elsewhere: "test/worker/notify/reactions.test.ts" },
  REACTIONS_PER_CRON_MAX: { elsewhere: "test/worker/notify/reactions.test.ts" },
  MESSAGES_PER_SEND_MAX: { elsewhere: "test/worker/notify/waiting/targets.test.ts" },
  WAVE_MAILS_MAX: { elsewhere: "test/worker/core/waiting.test.ts" },
  WAVE_EVERY_MS: { elsewhere: "test/worker/core/waiting.test.ts" },
  LOOKS_PER_MESSAGE_MAX: { elsewhere: "test/worker/notify/waiting/waves.test.ts" },
  LOOKS_PER_CRON_MAX: { elsewhere: "test/worker/notify/waiting/waves.test.ts" },
  LOOK_EVERY_MS: { elsewhere: "test/worker/notify/waiting/waves.test.ts" },
  LOOK_AGAIN_MS: { elsewhere: "test/worker/notify/waiting/waves.test.ts" },
  CSV_ROWS_MAX: {
    at: () => request("GET", "/v1/admin/movements?format=csv&limit=5000"),
    past: () => request("GET", "/v1/admin/movements?format=csv&limit=5001"),
    ...invalid("limit"),
  },
  SELLERS_NAMED_MAX: { elsewhere: "test/worker/routes/reports.test.ts" },
  SKUS_AUDITED_AT_ONCE_MAX: { elsewhere: "test/worker/routes/audit.test.ts" },
  ANNOUNCE_AFTER_MS: OBJECTS,
  ANNOUNCE_AGAIN_MS: OBJECTS,
  LEDGER_LINES_KEPT: OBJECTS,
  LEDGER_LINES_FOLDED_PER_TIME: OBJECTS,
  ANSWER_KEPT_MS: OBJECTS,
  ANSWERS_FORGOTTEN_PER_WRITE_MAX: OBJECTS,
  CLAIMS_FORGOTTEN_PER_CALL_MAX: OBJECTS,
  AVAILABILITY_SKUS_MAX: {
    at: async () => request("GET", `/v1/availability?sku=${(await many(100)).join("&sku=")}`),
    past: async () => request("GET", `/v1/availability?sku=${(await many(101)).join("&sku=")}`),
    ...invalid("sku"),
  },
  CHOICE_SKUS_MAX: { elsewhere: "test/worker/routes/product-choices.test.ts" },
  CHOICE_STEPS_MAX: { elsewhere: "test/worker/core/choices.test.ts" },
  BULK_ROWS_MAX: { at: () => bulk(100), past: () => bulk(101), ...invalid("/rows") },
  ASSUMED_SKUS_MAX: {
    at: () => assume(1_000),
    past: () => assume(1_001),
    ...invalid("/assumeSkus"),
  },
  PAGE_SIZE_MAX: {
    at: () => request("GET", "/v1/admin/skus?limit=100"),
    past: () => request("GET", "/v1/admin/skus?limit=101"),
    ...invalid("limit"),
  },
  PAGE_SIZE_DEFAULT: { elsewhere: "below" },
  BODY_BYTES_MAX: {
    at: () => request("PUT", `/v1/admin/skus/${freshSku()}`, { body: `{}${" ".repeat(1_048_574)}` }),
    past: () => request("PUT", `/v1/admin/skus/${freshSku()}`, { body: `{}${" ".repeat(1_048_575)}` }),
    status: 413,
    code: "body_too_large",
  },
  SKU_LENGTH_MAX: {
    at: () => request("PUT", `/v1/admin/skus/${"s".repeat(128)}`, { body: {} }),
    past: () => request("PUT", `/v1/admin/skus/${"s".repeat(129)}`, { body: {} }),
    ...invalid("sku"),
  },
  CODE_LENGTH_MAX: {
    at: async () => adjust(await stocked(0), { warehouse: "w".repeat(64) }),
    atCode: "warehouse_not_found",
    past: async () => adjust(await stocked(0), { warehouse: "w".repeat(65) }),
    ...invalid("/warehouse"),
  },
  RULE_NAME_LENGTH_MAX: { elsewhere: "test/worker/stock-worker-options.test.ts" },
  DOCUMENT_LENGTH_MAX: {
    at: async () => adjust(await stocked(0), { document: "d".repeat(128) }),
    past: async () => adjust(await stocked(0), { document: "d".repeat(129) }),
    ...invalid("/document"),
  },
  NOTE_LENGTH_MAX: {
    at: async () => adjust(await stocked(0), { note: "😀".repeat(500) }),
    past: async () => adjust(await stocked(0), { note: "n".repeat(501) }),
    ...invalid("/note"),
  },
  TITLE_LENGTH_MAX: {
    at: () => define({ title: "t".repeat(500), inventoryMethod: "none" }),
    past: () => define({ title: "t".repeat(501), inventoryMethod: "none" }),
    ...invalid("/title"),
  },
  KEY_NAME_LENGTH_MAX: {
    at: () => makeKey("k".repeat(64)),
    past: () => makeKey("k".repeat(65)),
    ...invalid("/name"),
  },
  IDEMPOTENCY_KEY_LENGTH_MAX: {
    at: async () => withKey(200, request),
    past: async () => withKey(201, request),
    ...invalid("Idempotency-Key"),
  },
  SHOPPER_IDEMPOTENCY_KEY_LENGTH_MIN: {
    at: async () => withKey(22, await shopper()),
    past: async () => withKey(21, await shopper()),
    ...invalid("Idempotency-Key"),
  },
  ATTRIBUTES_MAX: { at: () => define(attributes(10)), past: () => define(attributes(11)), ...invalid("/attributes") },
  ATTRIBUTE_VALUES_MAX: {
    at: () => define(values(200)),
    past: () => define(values(201)),
    ...invalid("/attributes/0/values"),
  },
  ATTRIBUTE_TEXT_LENGTH_MAX: {
    at: () => define(named(128)),
    past: () => define(named(129)),
    status: 400,
    code: "invalid_request",
    pointers: ["/attributes/0/name", "/attributes/0/values/0"],
  },
  COMBINATIONS_MAX: {
    at: () => define(combined(40, 1_000)),
    past: () => define(combined(40, 1_001)),
    ...invalid("/combinations"),
  },
  KIT_COMPONENTS_MAX: { at: () => kitOf(20), past: () => kitOf(21), ...invalid("/components") },
  KIT_COMPONENT_QUANTITY_MAX: {
    at: () => kitOf(1, 10_000),
    past: () => kitOf(1, 10_001),
    ...invalid("/components/0/quantity"),
  },
  ALLOWED_QUANTITIES_MAX: {
    at: () => put({ allowedQuantities: times(100, (index) => index + 1) }),
    past: () => put({ allowedQuantities: times(101, (index) => index + 1) }),
    ...invalid("/policy/allowedQuantities"),
  },
  PREORDER_CHANNELS_MAX: {
    at: () => put(channels(50)),
    past: () => put(channels(51)),
    ...invalid("/policy/preorder/channelLimits"),
  },
  ESTIMATES_MAX: {
    at: async () => {
      await fillEstimates(99);
      return estimate({});
    },
    past: async () => {
      await fillEstimates(100);
      return estimate({});
    },
    status: 409,
    code: "too_many_estimates",
  },
  ESTIMATE_DAYS_MAX: {
    at: () => again({ minDays: 0, maxDays: 3_650 }),
    past: () => again({ maxDays: 3_651 }),
    ...invalid("/maxDays"),
  },
  ESTIMATE_PRIORITY_MAX: {
    at: () => again({ priority: -1_000_000 }),
    past: () => again({ priority: 1_000_001 }),
    ...invalid("/priority"),
  },
  ESTIMATE_LOCALES_MAX: {
    at: () => again({ text: texts(50) }),
    past: () => again({ text: texts(51) }),
    ...invalid("/text"),
  },
  ESTIMATE_TEXT_LENGTH_MAX: {
    at: () => again({ text: { en: "😀".repeat(200) } }),
    past: () => again({ text: { en: "t".repeat(201) } }),
    ...invalid("/text/en"),
  },
  LOCALE_LENGTH_MAX: {
    at: () => again({ text: { "en-x-aaaaaaaa-bbbbbbbb-cccccccc-ddd": "t" } }),
    past: () => again({ text: { "en-x-aaaaaaaa-bbbbbbbb-cccccccc-dddd": "t" } }),
    ...invalid("/text/en-x-aaaaaaaa-bbbbbbbb-cccccccc-dddd"),
  },
  ALLOWED_ORIGINS_MAX: { at: () => origins(100), past: () => origins(101), ...invalid("/allowedOrigins") },
  URL_LENGTH_MAX: { at: () => define(pageOf(2_000)), past: () => define(pageOf(2_001)), ...invalid("/url") },
  SHOP_NAME_LENGTH_MAX: {
    at: () => notices({ shopName: "😀".repeat(200) }),
    past: () => notices({ shopName: "n".repeat(201) }),
    ...invalid("/notices/shopName"),
  },
  OWNER_ADDRESSES_MAX: {
    at: () => notices({ ownerAddresses: times(10, (index) => `owner-${index}@shop.example`) }),
    past: () => notices({ ownerAddresses: times(11, (index) => `owner-${index}@shop.example`) }),
    ...invalid("/notices/ownerAddresses"),
  },
  EMAIL_LENGTH_MAX: {
    at: () => notices({ ownerAddresses: [emailOf(254)] }),
    past: () => notices({ ownerAddresses: [emailOf(255)] }),
    ...invalid("/notices/ownerAddresses/0"),
  },
  SUBSCRIPTION_DAYS_MAX: {
    at: () => notices({ subscriptionDays: 730 }),
    past: () => notices({ subscriptionDays: 731 }),
    ...invalid("/notices/subscriptionDays"),
  },
  SUBSCRIPTIONS_PER_ADDRESS_MAX: {
    at: () => notices({ subscriptionsPerAddressMax: 1_000 }),
    past: () => notices({ subscriptionsPerAddressMax: 1_001 }),
    ...invalid("/notices/subscriptionsPerAddressMax"),
  },
  SETTLING_SECONDS_MAX: {
    at: () => notices({ settlingSeconds: 3_600 }),
    past: () => notices({ settlingSeconds: 3_601 }),
    ...invalid("/notices/settlingSeconds"),
  },
  WAVE_FACTOR_MAX: {
    at: () => notices({ waveFactor: 100 }),
    past: () => notices({ waveFactor: 101 }),
    ...invalid("/notices/waveFactor"),
  },
  CONFIRMATION_LINK_MS: { elsewhere: "test/worker/routes/subscription-links.test.ts" },
  CONFIRMATION_AGAIN_MS: { elsewhere: "test/worker/routes/subscriptions.test.ts" },
  SUBSCRIPTION_KEPT_MS: { elsewhere: "test/worker/notify/subscriptions/look-after.test.ts" },
  SUBSCRIPTIONS_ENDED_PER_CRON_MAX: { elsewhere: "test/worker/notify/subscriptions/look-after.test.ts" },
  MAIL_TRIES_MAX: { elsewhere: "test/worker/notify/mail/attempt-mail.test.ts" },
  MAIL_RETRY_MS: { elsewhere: "test/worker/notify/mail/attempt-mail.test.ts" },
  MAIL_RETRY_MAX_MS: { elsewhere: "test/worker/notify/mail/attempt-mail.test.ts" },
  MAIL_SEND_MS_MAX: { elsewhere: "test/worker/notify/mail/attempt-mail.test.ts" },
  MAIL_ATTEMPT_MS_MAX: { elsewhere: "test/worker/notify/mail/attempt-mail.test.ts" },
  MAIL_OVERDUE_MS: { elsewhere: "test/worker/notify/mail/mails.test.ts" },
  SUBJECT_TITLE_LENGTH_MAX: { elsewhere: "test/worker/notify/mail/templates.test.ts" },
  MAILS_KEPT_MS: { elsewhere: "test/worker/notify/mail/mails.test.ts" },
  MAILS_FORGOTTEN_PER_CRON_MAX: { elsewhere: "test/worker/notify/mail/mails.test.ts" },
  MAILS_RESENT_PER_CRON_MAX: { elsewhere: "test/worker/notify/mail/mails.test.ts" },
  OUTBOX_MAILS_MAX: { elsewhere: "test/worker/notify/mail/transports.test.ts" },
  CROSSINGS_GATHERED_MS: { elsewhere: "test/worker/notify/owner/crossings.test.ts" },
  CROSSINGS_PER_MAIL_MAX: { elsewhere: "test/worker/notify/owner/crossings.test.ts" },
  CROSSINGS_STALE_MS: { elsewhere: "test/worker/notify/owner/crossings.test.ts" },
  DIGEST_ROWS_MAX: { elsewhere: "test/worker/notify/owner/digest.test.ts" },
  DEAD_LETTERS_KEPT_MS: { elsewhere: "test/worker/notify/dead-letters.test.ts" },
  DEAD_LETTERS_FORGOTTEN_PER_CRON_MAX: { elsewhere: "test/worker/notify/dead-letters.test.ts" },
  ERROR_LENGTH_MAX: { elsewhere: "test/worker/notify/dead-letters.test.ts" },
  WEBHOOKS_MAX: {
    at: async () => {
      await fillWebhooks(49);
      return hook({}, freshId("hook"));
    },
    past: async () => {
      await fillWebhooks(50);
      return hook({}, freshId("hook"));
    },
    status: 409,
    code: "too_many_webhooks",
  },
  WEBHOOK_DESCRIPTION_LENGTH_MAX: {
    at: () => hook({ description: "😀".repeat(200) }),
    past: () => hook({ description: "d".repeat(201) }),
    ...invalid("/description"),
  },
  SECRET_OVERLAP_HOURS_MAX: {
    at: () => rotateSecret({ overlapHours: 168 }),
    past: () => rotateSecret({ overlapHours: 169 }),
    ...invalid("/overlapHours"),
  },
  SECRET_OVERLAP_HOURS_DEFAULT: { elsewhere: "test/worker/routes/webhooks.test.ts" },
  SECRETS_PER_WEBHOOK_MAX: { elsewhere: "test/worker/notify/webhooks/secrets.test.ts" },
  WEBHOOK_MS_MAX: { elsewhere: "test/worker/notify/webhooks/deliveries.test.ts" },
  RESPONSE_HEAD_BYTES_MAX: { elsewhere: "test/worker/notify/webhooks/deliveries.test.ts" },
  WEBHOOK_FAILING_MS_MAX: { elsewhere: "test/worker/notify/webhooks/schedule.test.ts" },
  WEBHOOK_FAILING_ATTEMPTS_MIN: { elsewhere: "test/worker/notify/webhooks/schedule.test.ts" },
  RETRY_AFTER_MS_MAX: { elsewhere: "test/worker/notify/webhooks/schedule.test.ts" },
  DELIVERY_CLAIM_MS: { elsewhere: "test/worker/notify/webhooks/deliveries.test.ts" },
  DELIVERY_OVERDUE_MS: { elsewhere: "test/worker/notify/webhooks/deliveries.test.ts" },
  DELIVERIES_PER_REPLAY_MAX: { elsewhere: "test/worker/routes/webhooks.test.ts" },
  DELIVERIES_RESENT_PER_CRON_MAX: { elsewhere: "test/worker/notify/webhooks/deliveries.test.ts" },
  DELIVERIES_KEPT_MS: { elsewhere: "test/worker/notify/webhooks/deliveries.test.ts" },
  DELIVERIES_FORGOTTEN_PER_CRON_MAX: { elsewhere: "test/worker/notify/webhooks/deliveries.test.ts" },
  QUEUE_DELAY_MS_MAX: { elsewhere: "test/worker/notify/webhooks/deliveries.test.ts" },
  KEYS_MAX: {
    at: async () => {
      await fillKeys(999);
      return makeKey("the thousandth");
    },
    past: async () => {
      await fillKeys(1_000);
      return makeKey("one too many");
    },
    status: 409,
    code: "too_many_keys",
  },
  FACTS_CACHED_MS: { elsewhere: "test/worker/routes/settings.test.ts" },
  FACTS_CACHED_MAX: { elsewhere: "test/worker/catalogue/facts.test.ts" },
  SKUS_PER_JOB_MAX: { elsewhere: "test/worker/catalogue/jobs.test.ts" },
  SKUS_WOKEN_PER_CRON_MAX: { elsewhere: "test/worker/catalogue/jobs.test.ts" },
  POSITION_MAX: {
    at: () => place({ position: -1_000_000 }),
    past: () => place({ position: 1_000_001 }),
    ...invalid("/position"),
  },
  ADDRESS_LENGTH_MAX: {
    at: () => place({ address: "😀".repeat(500) }),
    past: () => place({ address: "a".repeat(501) }),
    ...invalid("/address"),
  },
  CLOSING_OBSTACLES_MAX: { elsewhere: "test/worker/catalogue/close-warehouse.test.ts" },
  WAREHOUSES_PER_CHANNEL_MAX: {
    at: () => channelOver(100),
    past: () => channelOver(101),
    ...invalid("/warehouses"),
  },
  CHANNELS_MAX: {
    at: async () => {
      await fillChannels(49);
      return putChannel(freshId("c"), {});
    },
    past: async () => {
      await fillChannels(50);
      return putChannel(freshId("c"), {});
    },
    status: 409,
    code: "too_many_channels",
  },
  // The last, as there can be no further warehouse then.
  WAREHOUSES_MAX: {
    at: async () => {
      await fillWarehouses(499);
      return putWarehouse(freshId("w"), {});
    },
    past: async () => {
      await fillWarehouses(500);
      return putWarehouse(freshId("w"), {});
    },
    status: 409,
    code: "too_many_warehouses_in_all",
  },
};

function assume(count: number): Promise<Answer<unknown>> {
  const rows = [{ id: "p", title: "P", inventoryMethod: "none" }];
  const assumeSkus = times(count, (index) => `n${index}`);
  return request("POST", "/v1/admin/bulk/products", { body: { rows, assumeSkus, dryRun: true } });
}

async function withKey(length: number, ask: Ask): Promise<Answer<unknown>> {
  const body = { lines: [{ sku: await stocked(1), quantity: 1 }] };
  return ask("POST", "/v1/reservations", { body, idempotencyKey: "k".repeat(length) });
}

const here = Object.entries(BOUNDS).flatMap(([name, bound]) => ("at" in bound ? [[name, bound] as const] : []));

describe.each(here)("%s", (_, { at, atCode, past, status, code, pointers }) => {
  test("what is at it is done", async () => {
    const answer = await at();
    if (atCode === undefined) expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    else expect((answer.body as Problem).code).toBe(atCode);
  });

  test("what is past it is refused", async () => {
    expectProblem(await past(), status, code, pointers);
  });
});

describe("a body of unknown length", () => {
  const send = async (bytes: number) => {
    const [start, rest] = ["{}", " ".repeat(bytes - 2)].map((text) => new TextEncoder().encode(text));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of [start, rest]) if (chunk !== undefined) controller.enqueue(chunk);
        controller.close();
      },
    });
    return request("PUT", `/v1/admin/skus/${freshSku()}`, { body });
  };

  test("is read up to 1 MiB and no further", async () => {
    expect((await send(1_048_576)).status).toBe(201);
    expectProblem(await send(1_048_577), 413, "body_too_large");
  });
});

test("a page has 50 items unless another number is asked for", async () => {
  await many(51);
  const page = await request<Page<Sku>>("GET", "/v1/admin/skus");
  expect(page.body.items).toHaveLength(50);
  expect(page.body.nextCursor).not.toBeNull();
});

describe("figures of settings", () => {
  test.each([
    ["outOfStockThreshold", [-1_000_000_000, 1_000_000_000], [-1_000_000_001, 1_000_000_001]],
    ["minStockQuantity", [0, 1_000_000_000], [-1, 1_000_000_001]],
    ["notifyQuantityBelow", [0, 1_000_000_000], [-1, 1_000_000_001]],
    ["backorderLimit", [0, 1_000_000_000], [-1, 1_000_000_001]],
    ["displayQuantityCap", [1, 1_000_000], [0, 1_000_001]],
    ["minCartQuantity", [1, 1_000_000], [0, 1_000_001]],
    ["maxCartQuantity", [1, 1_000_000], [0, 1_000_001]],
    ["quantityMultiple", [1, 1_000_000], [0, 1_000_001]],
  ])("%s", async (key, fitting, refused) => {
    for (const value of fitting) expect((await put({ [key]: value })).status).toBe(201);
    for (const value of refused) expectProblem(await put({ [key]: value }), 400, "invalid_request", [`/policy/${key}`]);
  });
});

test("no more is held than a figure can be, however far a SKU may be sold beyond its stock", async () => {
  const sku = await stocked(0, { backorders: "allow" });
  const policy = { maxCartQuantity: 1_000_000 };
  const kit = await product({ title: "K", inventoryMethod: "kit", components: [{ sku, quantity: 1_000 }], policy });
  expect((await reserve({ lines: [{ product: kit, quantity: 1_000_000 }] })).status).toBe(201);
  expect(await figures(sku)).toEqual({ onHand: 0, held: 1_000_000_000, allocated: 0 });
  const { errors } = expectProblem(await reserve({ lines: [{ sku, quantity: 1 }] }), 409, "insufficient_stock");
  expect(errors).toMatchObject([{ requested: 1, available: 0 }]);
});

test("a default life of 15 minutes", async () => {
  vi.setSystemTime(Date.UTC(2026, 11, 1));
  const held = await request<Reservation>("POST", "/v1/reservations", {
    body: { lines: [{ sku: await stocked(1), quantity: 1 }] },
  });
  expect(held.body.expiresAt).toBe("2026-12-01T00:15:00.000Z");
});
