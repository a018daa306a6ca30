import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Movement, Page } from "../../../sdk/index.ts";
import { project } from "../../../worker/catalogue/projection.ts";
import { outboxOf, withholdOutbox } from "../outbox.ts";
import { until, untilProjected, withholdAcknowledgements } from "../settled.ts";
import {
  type Answer,
  expectProblem,
  freshId,
  freshSku,
  history,
  hold,
  keyFor,
  order,
  receive,
  request,
  stocked,
} from "../shop.ts";

// Over HTTP, by the real objects, queue and database.

vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const list = (query: string): Promise<Answer<Page<Movement>>> => request("GET", `/v1/admin/movements${query}`);

/** Everything that a question comes to, page by page. */
async function all(query: string, limit = 100): Promise<Movement[]> {
  const found: Movement[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const more: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page: Answer<Page<Movement>> = await list(`?limit=${limit}&${query}${more}`);
    if (page.status !== 200) throw new Error(JSON.stringify(page.body));
    found.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return found;
}

const numbers = (movements: readonly Movement[], sku: string): number[] =>
  movements.filter((each) => each.sku === sku).map(({ sequence }) => sequence);

describe("the history of all SKUs", () => {
  test("has the movements of every SKU, newest first, whatever the size of the pages", async () => {
    const skus = [await stocked(3), await stocked(4), await stocked(5)];
    for (const sku of skus) await receive(sku, -1);
    for (const sku of skus) await untilProjected(sku, 2);
    const found = await all("");
    for (const sku of skus) expect(numbers(found, sku)).toEqual([2, 1]);
    expect(found.map(({ at }) => at)).toEqual(
      found
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(await all("", 2)).toEqual(found);
  });

  test("lists movements of one moment once each", async () => {
    vi.setSystemTime(Date.UTC(2027, 0, 5));
    const skus = [await stocked(3), await stocked(4), await stocked(5)];
    vi.useRealTimers();
    for (const sku of skus) await untilProjected(sku, 1);
    const found = await all("from=2027-01-05T00:00:00.000Z&to=2027-01-05T00:00:00.001Z", 1);
    expect(found.map(({ sku }) => sku)).toEqual(skus.toSorted().toReversed());
  });

  test("has no hole: what came before its turn waits for the lines before", async () => {
    const sku = freshSku();
    withholdOutbox(sku);
    await request("PUT", `/v1/admin/skus/${sku}`, { body: {} });
    for (let units = 0; units < 3; units += 1) {
      await receive(sku, 1);
      await until(async () =>
        expect(outboxOf(sku).some(({ lines }) => lines.at(-1)?.sequence === units + 1)).toBe(true),
      );
    }
    const messages = outboxOf(sku).filter(({ lines }) => lines.length > 0);
    const [first, ...later] = messages;
    if (first === undefined || later.length === 0) throw new Error("Not told in several messages");
    for (const message of later) await project(env.DB, [message]);
    expect(numbers(await all("kind=adjust"), sku)).toEqual([]);
    // Asked for by its name, the SKU says itself what is still on its way.
    expect(numbers(await all(`sku=${sku}`), sku)).toEqual([3, 2, 1]);
    await project(env.DB, [first]);
    expect(numbers(await all("kind=adjust"), sku)).toEqual([3, 2, 1]);
  });

  test("has no hole while acknowledgements are lost", async () => {
    withholdAcknowledgements();
    const sku = await stocked(2);
    const { id } = await order((await hold([{ sku, quantity: 1 }])).id);
    await receive(sku, 5);
    for (const query of [`sku=${sku}`, `order=${id}`]) {
      expect(numbers(await all(query), sku)).toEqual(query.startsWith("sku") ? [3, 2, 1] : [2]);
    }
    await untilProjected(sku, 3);
    expect(numbers(await all(`sku=${sku}`, 1), sku)).toEqual([3, 2, 1]);
    expect((await history(sku, 2)).map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  });
});

describe("movements asked for", () => {
  test("by SKU and by order are there at once, by everything else soon", async () => {
    const [one, two] = [await stocked(5), await stocked(5)];
    const { id } = await order(
      (
        await hold([
          { sku: one, quantity: 2 },
          { sku: two, quantity: 3 },
        ])
      ).id,
    );
    const ofOrder = await all(`order=${encodeURIComponent(id)}`);
    expect(ofOrder.map(({ sku, kind, change, order: of }) => [sku, kind, change, of]).toSorted()).toEqual(
      [
        [one, "allocate", 2, id],
        [two, "allocate", 3, id],
      ].toSorted(),
    );
    expect(numbers(await all(`sku=${one}&order=${id}`), one)).toEqual([2]);
    for (const sku of [one, two]) await untilProjected(sku, 2);
    expect(await all(`order=${id}`)).toEqual(ofOrder);
    expect(numbers(await all(`kind=allocate`), one)).toEqual([2]);
  });

  test("by document, actor, warehouse, kind and time fit all of it", async () => {
    const [sku, place, document] = [freshSku(), freshId("place"), freshId("note")];
    await request("PUT", `/v1/admin/warehouses/${place}`, { body: { name: "Place" } });
    await request("PUT", `/v1/admin/skus/${sku}`, { body: {} });
    const key = await keyFor("stock");
    const adjust = (body: object, asked?: string) =>
      request("POST", `/v1/admin/skus/${sku}/adjust`, {
        body: { delta: 1, reason: "found", ...body },
        ...(asked === undefined ? {} : { key: asked }),
      });
    await adjust({ document });
    await adjust({ warehouse: place });
    await adjust({ warehouse: place, document }, key);
    await request("POST", `/v1/admin/skus/${sku}/count`, { body: { warehouse: place, onHand: 7, document } });
    const times = (await all(`sku=${sku}`)).map(({ at }) => at);
    const found = async (query: string): Promise<number[]> => numbers(await all(query), sku);
    const check = async (about: string): Promise<void> => {
      expect(await found(`${about}document=${encodeURIComponent(document)}`)).toEqual([4, 3, 1]);
      expect(await found(`${about}warehouse=${place}`)).toEqual([4, 3, 2]);
      expect(await found(`${about}actor=stock`)).toEqual([3]);
      expect(await found(`${about}kind=count`)).toEqual([4]);
      expect(await found(`${about}warehouse=${place}&document=${document}&kind=adjust`)).toEqual([3]);
      expect(await found(`${about}from=${times[0]}`)).toContain(4);
      expect(await found(`${about}to=${times.at(-1)}`)).toEqual([]);
      expect(await found(`${about}actor=nobody`)).toEqual([]);
    };
    await check(`sku=${sku}&`);
    await untilProjected(sku, 4);
    await check("");
    await check(`sku=${sku}&`);
  });

  test("finds what a SKU has not had acknowledged behind much that does not fit", async () => {
    withholdAcknowledgements();
    const sku = await stocked(1);
    await request("POST", `/v1/admin/skus/${sku}/count`, { body: { onHand: 9 } });
    for (let from = 0; from < 500; from += 100) {
      const rows = Array.from({ length: 100 }, () => ({ sku, delta: 1, reason: "found" }));
      await request("POST", "/v1/admin/bulk/adjust", { body: { rows } });
    }
    expect(numbers((await list(`?sku=${sku}&kind=count`)).body.items, sku)).toEqual([2]);
  });
});

describe("as CSV", () => {
  test("a movement is a row, and no text of it is run by a spreadsheet", async () => {
    const sku = await stocked(1);
    const document = freshId("note");
    const body = { delta: -1, reason: "lost", note: '=HYPERLINK("x")', document };
    await request("POST", `/v1/admin/skus/${sku}/adjust`, { body });
    const [movement] = (await list(`?sku=${sku}&limit=1`)).body.items;
    const answer = await request<string>("GET", `/v1/admin/movements?sku=${sku}`, { headers: { accept: "text/csv" } });
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="movements.csv"');
    const [header, first, second, end] = answer.body.split("\r\n");
    expect(header).toBe("at,sku,sequence,warehouse,kind,figure,change,after,reason,note,order,document,actor");
    expect(first).toBe(`${movement?.at},${sku},2,main,adjust,onHand,-1,0,lost,"'=HYPERLINK(""x"")",,${document},admin`);
    expect(second).toContain(`,${sku},1,main,adjust,onHand,1,1,received,,,,admin`);
    expect(end).toBe("");
  });

  test("has up to five thousand rows, and goes on after its cursor", async () => {
    const sku = await stocked(1);
    await receive(sku, 1);
    const ask = (more: string) => request<string>("GET", `/v1/admin/movements?sku=${sku}&format=csv${more}`);
    const first = await ask("&limit=1");
    const rest = await ask(`&limit=5000&cursor=${first.headers.get("x-next-cursor")}`);
    expect([first, rest].map(({ body }) => body.split("\r\n")[1]?.split(",")[2])).toEqual(["2", "1"]);
    expect(rest.headers.get("x-next-cursor")).toBeNull();
    expectProblem(await ask("&limit=5001"), 400, "invalid_request", ["limit"]);
  });
});

test.each([
  ["?limit=101", 400, "invalid_request", "limit"],
  ["?kind=lose", 400, "invalid_request", "kind"],
  ["?from=today", 400, "invalid_request", "from"],
  ["?cursor=W10", 400, "invalid_request", "cursor"],
  ["?cursor=%25", 400, "invalid_request", "cursor"],
  ["?colour=red", 400, "invalid_request", "colour"],
  ["?sku=never-made", 404, "sku_not_found", "sku"],
] as const)("%s is refused", async (query, status, code, pointer) => {
  expectProblem(await list(query), status, code, [pointer]);
});

test("an order that there is not has no movements", async () => {
  expect((await list("?order=never-placed")).body).toEqual({ items: [], nextCursor: null });
});
