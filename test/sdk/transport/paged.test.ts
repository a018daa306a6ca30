import { describe, expect, expectTypeOf, test } from "vitest";
import type { Admin, Page, Paged, SkuSummary } from "../../../sdk/index.ts";
import { adminOver } from "../clients.ts";
import { errorNamed } from "../failures.ts";
import { hurried } from "../fake-environment.ts";
import { answering, type Line, line, unreachable } from "../line.ts";

/** Three pages: two items, one, and none. */
function threePages(): Line {
  const pages: Record<string, object> = {
    "": { items: [{ sku: "A" }, { sku: "B" }], nextCursor: "b/1" },
    "b/1": { items: [{ sku: "C" }], nextCursor: "c" },
    c: { items: [], nextCursor: null },
  };
  return line([], ({ path }) => {
    const cursor = new URL(path, "https://onhand.test").searchParams.get("cursor");
    return Response.json(pages[cursor ?? ""]);
  });
}

const skusOf = (items: readonly SkuSummary[]) => items.map(({ sku }) => sku);
const paths = ({ sent }: Line) => sent.map(({ path }) => path);

describe("a list", () => {
  test("asks nothing before something is asked of it", async () => {
    const made = threePages();
    const list = adminOver(made).skus.list();
    list.pages();
    list[Symbol.asyncIterator]();
    await Promise.resolve();
    expect(made.sent).toHaveLength(0);
  });

  test("is awaited for one page", async () => {
    const made = threePages();
    const { items, nextCursor } = await adminOver(made).skus.list({ limit: 2 });
    expect([skusOf(items), nextCursor]).toEqual([["A", "B"], "b/1"]);
    expect(paths(made)).toEqual(["/v1/admin/skus?limit=2"]);
  });

  test("is iterated over all items of all pages, an empty one included, with the limit of each", async () => {
    const made = threePages();
    const seen: SkuSummary[] = [];
    for await (const sku of adminOver(made).skus.list({ limit: 2 })) seen.push(sku);
    expect(skusOf(seen)).toEqual(["A", "B", "C"]);
    expect(paths(made)).toEqual([
      "/v1/admin/skus?limit=2",
      "/v1/admin/skus?cursor=b%2F1&limit=2",
      "/v1/admin/skus?cursor=c&limit=2",
    ]);
  });

  test("is iterated over its pages", async () => {
    const seen: [string[], string | null][] = [];
    for await (const { items, nextCursor } of adminOver(threePages()).skus.list().pages()) {
      seen.push([skusOf(items), nextCursor]);
    }
    expect(seen).toEqual([
      [["A", "B"], "b/1"],
      [["C"], "c"],
      [[], null],
    ]);
  });

  test("begins at a cursor; null is the beginning", async () => {
    for (const [cursor, skus] of [
      ["b/1", ["C"]],
      [null, ["A", "B", "C"]],
    ] as const) {
      const seen: SkuSummary[] = [];
      for await (const sku of adminOver(threePages()).skus.list({ cursor })) seen.push(sku);
      expect(skusOf(seen)).toEqual(skus);
    }
  });

  test("is read no further than it is taken", async () => {
    const made = threePages();
    for await (const { sku } of adminOver(made).skus.list()) if (sku === "B") break;
    expect(made.sent).toHaveLength(1);
  });

  test("keeps what it is filtered by on every page", async () => {
    const made = threePages();
    for await (const _ of adminOver(made).movements.list({ sku: "A" }, { limit: 2 }));
    expect(paths(made)).toEqual([
      "/v1/admin/movements?sku=A&limit=2",
      "/v1/admin/movements?sku=A&cursor=b%2F1&limit=2",
      "/v1/admin/movements?sku=A&cursor=c&limit=2",
    ]);
  });

  test("is asked for anew by each who takes it", async () => {
    const made = threePages();
    const list = adminOver(made).skus.list();
    for (const _ of [1, 2]) for await (const sku of list) expect(sku).toHaveProperty("sku");
    await list;
    expect(made.sent).toHaveLength(7);
  });
});

describe("a page that fails", () => {
  test("is tried again as any call, and the others are not", async () => {
    const made = threePages();
    const { environment } = hurried();
    const seen: string[] = [];
    for await (const { sku } of adminOver(made, { environment }).skus.list()) {
      seen.push(sku);
      if (sku === "B") made.answers.push(unreachable, answering(503));
    }
    expect(seen).toEqual(["A", "B", "C"]);
    expect(made.sent).toHaveLength(5);
  });

  test("ends the iteration with its error, after what came before", async () => {
    const made = threePages();
    const seen: string[] = [];
    const read = async () => {
      for await (const { sku } of adminOver(made).skus.list()) {
        seen.push(sku);
        made.answers = [answering(403)];
      }
    };
    await errorNamed(read(), "PermissionError");
    expect(seen).toEqual(["A", "B"]);
  });

  test("is one that the signal ends, between two pages as well", async () => {
    const made = threePages();
    const controller = new AbortController();
    const read = async () => {
      for await (const _ of adminOver(made).skus.list({ signal: controller.signal })) controller.abort();
    };
    await errorNamed(read(), "AbortedError");
    expect(made.sent).toHaveLength(1);
  });

  test("rejects who awaits it", async () => {
    await errorNamed(adminOver(line([answering(403)])).skus.list(), "PermissionError");
  });
});

test("the compiler knows the items, the pages, and what is awaited", () => {
  type List = ReturnType<Admin["skus"]["list"]>;
  expectTypeOf<List>().toEqualTypeOf<Paged<SkuSummary>>();
  expectTypeOf<Awaited<List>>().toEqualTypeOf<Page<SkuSummary>>();
  const take = async (list: List) => {
    for await (const item of list) expectTypeOf(item).toEqualTypeOf<SkuSummary>();
    for await (const page of list.pages()) expectTypeOf(page).toEqualTypeOf<Page<SkuSummary>>();
  };
  expectTypeOf(take).toBeFunction();
});
