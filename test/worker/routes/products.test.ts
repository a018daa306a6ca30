import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { Page, Product } from "../../../sdk/index.ts";
import { expectProblem, freshId, freshSku, product, request, stocked } from "../shop.ts";

const put = (id: string, body: unknown, headers: Record<string, string> = {}) =>
  request<Product>("PUT", `/v1/admin/products/${encodeURIComponent(id)}`, { body, headers });

test("a product is put, read, put again as a whole, and removed; its SKUs stay", async () => {
  const [sku, id] = [await stocked(3), freshId("p/ü %")];
  const path = `/v1/admin/products/${encodeURIComponent(id)}`;
  const made = await put(id, { title: "Mug", inventoryMethod: "sku", sku, policy: { published: false } });
  expect(made.status).toBe(201);
  expect(made.headers.get("etag")).toBe('"1"');
  const { updatedAt, ...rest } = made.body;
  expect(rest).toEqual({
    id,
    title: "Mug",
    url: null,
    inventoryMethod: "sku",
    sku,
    attributes: [],
    combinations: [],
    onlyExistingCombinations: true,
    components: [],
    policy: { published: false },
    revision: 1,
  });
  expect(Number.isNaN(Date.parse(updatedAt))).toBe(false);
  const read = await request<Product>("GET", path);
  expect(read.body).toEqual(made.body);
  expect(read.headers.get("etag")).toBe('"1"');

  const again = await put(id, { title: "Mug", inventoryMethod: "sku", sku, policy: { published: false } });
  expect([again.status, again.body]).toEqual([200, made.body]);
  const changed = await put(id, { title: "Cup", inventoryMethod: "none" });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ title: "Cup", inventoryMethod: "none", sku: null, policy: {}, revision: 2 });

  expect((await request("DELETE", path)).status).toBe(204);
  expectProblem(await request("GET", path), 404, "product_not_found");
  expectProblem(await request("DELETE", path), 404, "product_not_found");
  expect((await request("GET", `/v1/admin/skus/${sku}`)).status).toBe(200);
});

describe("the page of a product", () => {
  const free = { title: "A", inventoryMethod: "none" };

  test.each([
    "https://shop.example/mug",
    "http://localhost:8080/p?id=1&x=%20#top",
    "https://shop.example/größe/日本",
    "https://xn--bcher-kva.example",
  ])("%s is kept as it is given, and gone when it is left out", async (url) => {
    const id = await product({ title: "A", inventoryMethod: "none", url });
    expect((await request<Product>("GET", `/v1/admin/products/${id}`)).body.url).toBe(url);
    const without = await put(id, free);
    expect([without.body.url, without.body.revision]).toEqual([null, 2]);
    expect((await put(id, { ...free, url: null })).body.revision).toBe(2);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://shop.example/mug",
    "shop.example/mug",
    "/mug",
    "https://",
    "https://shop.example/blue mug",
    " https://shop.example/mug",
    "https://shop.example/\nmug",
    "https://bank.example@shop.example/",
    "",
  ])("%j is none", async (url) => {
    expectProblem(await put(freshId("p"), { ...free, url }), 400, "invalid_request", ["/url"]);
  });

  test("a definition that was kept before there were pages has none", async () => {
    const id = await product({ title: "Old", inventoryMethod: "none", url: "https://shop.example/old" });
    await env.DB.prepare("UPDATE product SET definition = json_remove(definition, '$.url') WHERE id = ?")
      .bind(id)
      .run();
    expect((await request<Product>("GET", `/v1/admin/products/${id}`)).body).toMatchObject({ url: null, revision: 1 });
    const same = await put(id, { title: "Old", inventoryMethod: "none" });
    expect([same.status, same.body.revision]).toEqual([200, 1]);
  });
});

test("combinations, attributes and kits get their defaults", async () => {
  const sku = await stocked(1);
  const shirt = await put(freshId("p"), {
    title: "Shirt",
    inventoryMethod: "combinations",
    attributes: [
      { name: "Size", values: ["S"] },
      { name: "Gift", required: false, values: ["yes"] },
    ],
    combinations: [
      { selection: { Size: "S" }, sku },
      { selection: { Size: "S", Gift: "yes" }, sku: null, allowOutOfStock: true },
    ],
    onlyExistingCombinations: false,
  });
  expect(shirt.body).toMatchObject({
    attributes: [
      { name: "Size", required: true, values: ["S"] },
      { name: "Gift", required: false, values: ["yes"] },
    ],
    combinations: [
      { selection: { Size: "S" }, sku, allowOutOfStock: null },
      { selection: { Size: "S", Gift: "yes" }, sku: null, allowOutOfStock: true },
    ],
    onlyExistingCombinations: false,
  });
});

describe("a product is put on the revision that was read", () => {
  test("another one in the meantime is refused", async () => {
    const id = await product({ title: "A", inventoryMethod: "none" });
    const changed = await put(id, { title: "B", inventoryMethod: "none" }, { "if-match": '"1"' });
    expect(changed.body.revision).toBe(2);
    const stale = await put(id, { title: "C", inventoryMethod: "none" }, { "if-match": '"1"' });
    expect(expectProblem(stale, 412, "precondition_failed").detail).toContain("revision 2");
    // Even when it would have changed nothing.
    const same = await put(id, { title: "B", inventoryMethod: "none" }, { "if-match": '"1"' });
    expectProblem(same, 412, "precondition_failed");
    expect((await request<Product>("GET", `/v1/admin/products/${id}`)).body.title).toBe("B");
    expect((await put(id, { title: "C", inventoryMethod: "none" }, { "if-match": "*" })).body.revision).toBe(3);
  });

  test("one that is not there has no revision to be read", async () => {
    const refused = await put(freshId("p"), { title: "A", inventoryMethod: "none" }, { "if-match": '"1"' });
    expectProblem(refused, 412, "precondition_failed");
  });

  test("of several at the same time one is written, and the others are told so", async () => {
    const id = await product({ title: "A", inventoryMethod: "none" });
    const answers = await Promise.all(
      ["B", "C", "D", "E"].map((title) => put(id, { title, inventoryMethod: "none" }, { "if-match": '"1"' })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 412, "precondition_failed");
  });
});

test("of several at the same time that name no revision every one is written", async () => {
  const id = await product({ title: "A", inventoryMethod: "none" });
  const answers = await Promise.all(["B", "C", "D"].map((title) => put(id, { title, inventoryMethod: "none" })));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(answers.map((answer) => answer.body.revision).toSorted()).toEqual([2, 3, 4]);
});

describe("a definition", () => {
  const size = { name: "Size", values: ["S", "M"] };
  test.each<[string, object, string[]]>([
    ["sku without a SKU", { inventoryMethod: "sku" }, ["/sku"]],
    [
      "sku with parts of others",
      { inventoryMethod: "sku", sku: "S", components: [{ sku: "S", quantity: 1 }] },
      ["/components"],
    ],
    ["none with a SKU", { inventoryMethod: "none", sku: "S" }, ["/sku"]],
    ["kit without components", { inventoryMethod: "kit" }, ["/components"]],
    ["kit with an empty list", { inventoryMethod: "kit", components: [] }, ["/components"]],
    [
      "kit with a component twice",
      {
        inventoryMethod: "kit",
        components: [
          { sku: "S", quantity: 1 },
          { sku: "S", quantity: 2 },
        ],
      },
      ["/components/1/sku"],
    ],
    [
      "kit with none of a component",
      { inventoryMethod: "kit", components: [{ sku: "S", quantity: 0 }] },
      ["/components/0/quantity"],
    ],
    ["combinations without attributes", { inventoryMethod: "combinations", combinations: [] }, ["/attributes"]],
    ["an attribute twice", { inventoryMethod: "combinations", attributes: [size, size] }, ["/attributes/1/name"]],
    [
      "a value twice",
      { inventoryMethod: "combinations", attributes: [{ name: "Size", values: ["S", "S"] }] },
      ["/attributes/0/values"],
    ],
    [
      "an attribute without values",
      { inventoryMethod: "combinations", attributes: [{ name: "Size", values: [] }] },
      ["/attributes/0/values"],
    ],
    [
      "a combination twice",
      {
        inventoryMethod: "combinations",
        attributes: [size],
        combinations: [
          { selection: { Size: "S" }, sku: null },
          { selection: { Size: "S" }, sku: null },
        ],
      },
      ["/combinations/1/selection"],
    ],
    [
      "a combination of another attribute",
      {
        inventoryMethod: "combinations",
        attributes: [size],
        combinations: [{ selection: { Colour: "red" }, sku: null }],
      },
      ["/combinations/0/selection/Colour"],
    ],
    [
      "a combination of another value",
      { inventoryMethod: "combinations", attributes: [size], combinations: [{ selection: { Size: "L" }, sku: null }] },
      ["/combinations/0/selection/Size"],
    ],
    ["an unknown method", { inventoryMethod: "serial" }, ["/inventoryMethod"]],
    ["a title with spaces around", { inventoryMethod: "none", title: " A" }, ["/title"]],
  ])("%s is refused", async (_, definition, pointers) => {
    const id = freshId("p");
    const body = { title: "P", ...definition };
    expectProblem(await put(id, body), 400, "invalid_request", pointers);
    expectProblem(await request("GET", `/v1/admin/products/${id}`), 404, "product_not_found");
  });

  test("names every SKU that is not there, where it stands", async () => {
    const [there, one, two] = [await stocked(1), freshSku(), freshSku()];
    const id = freshId("p");
    const components = [one, there, two].map((sku) => ({ sku, quantity: 1 }));
    const refused = await put(id, { title: "K", inventoryMethod: "kit", components });
    const { errors } = expectProblem(refused, 422, "sku_not_found");
    expect(errors?.map(({ pointer, sku }) => [pointer, sku]).toSorted()).toEqual([
      ["/components/0/sku", one],
      ["/components/2/sku", two],
    ]);
    const single = await put(id, { title: "S", inventoryMethod: "sku", sku: one });
    expectProblem(single, 422, "sku_not_found", ["/sku"]);
    expectProblem(await request("GET", `/v1/admin/products/${id}`), 404, "product_not_found");
  });
});

test("the list has every product once, in order of its id", async () => {
  const ids = await Promise.all(["A", "B", "C"].map((title) => product({ title, inventoryMethod: "none" })));
  const listed: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const path: string = `/v1/admin/products?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const page = await request<Page<Product>>("GET", path);
    listed.push(...page.body.items.map((each) => each.id));
    cursor = page.body.nextCursor;
  }
  expect(listed).toEqual([...new Set(listed)].toSorted());
  expect(listed).toEqual(expect.arrayContaining(ids));
});
