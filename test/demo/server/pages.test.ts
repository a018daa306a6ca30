import { expect, test } from "vitest";
import { GOODS } from "../../../demo/catalogue/goods.ts";
import { drawingOf } from "../../../demo/drawings/drawing-of.ts";
import { request, requestOf, setPolicy } from "../../worker/shop.ts";
import { askWith, visit } from "../shop-visit.ts";

const cardsOf = (html: string) => [...html.matchAll(/<li class="card" data-good="([^"]+)"/g)].map((match) => match[1]);

test("the list has everything that shoppers may see, without any script", async () => {
  const { status, body } = await visit();
  expect(status).toBe(200);
  expect(cardsOf(body)).toEqual(GOODS.filter(({ row }) => row !== 1).map(({ id }) => id));
  expect(body).toContain("Breakfast mug");
  expect(body).toContain("€24.00");
  expect(body).not.toContain('href="/products/studio-seconds"');
});

test("what is published comes into the list, and what is not goes", async () => {
  await visit();
  await setPolicy("LOAM-SECONDS", { published: true });
  await setPolicy("LOAM-BOWL", { published: false });
  const cards = cardsOf((await visit()).body);
  expect(cards).toContain("studio-seconds");
  expect(cards).not.toContain("everyday-bowl");
  expect((await visit("/products/studio-seconds")).status).toBe(200);
  expect((await visit("/products/everyday-bowl")).status).toBe(404);
  await setPolicy("LOAM-SECONDS", { published: false });
  await setPolicy("LOAM-BOWL", { published: true });
});

test.each(GOODS.filter(({ row }) => row !== 1).map(({ id, title }) => [id, title]))(
  "/products/%s has title, price, text, drawing and one element",
  async (id, title) => {
    const { status, body } = await visit(`/products/${id}`);
    expect(status).toBe(200);
    expect(body).toContain(`<h1>${title}</h1>`);
    expect(body).toContain(String(await drawingOf(id)));
    expect(body.match(/<stock-availability/g)).toHaveLength(1);
    expect(body).toContain("quantity-input");
    expect(body).toMatch(/<stock-availability[^>]*\ssubscribe\s[^>]*>/);
  },
);

test("one asks to be told on a good's own page alone", async () => {
  expect((await visit()).body).not.toMatch(/<stock-availability[^>]*\ssubscribe\s/);
});

test("the mails that are not sent are a link away, where there are such", async () => {
  const link = 'href="/outbox"';
  for (const path of ["/", "/products/sauce-boat", "/cart"]) expect((await visit(path)).body).toContain(link);
  for (const bindings of [{ MAIL_OUTBOX: "" }, { SMTP_URL: "smtps://user:secret@mail.shop.example" }]) {
    const answer = await askWith(bindings, requestOf("GET", "/products/sauce-boat", { key: null }));
    expect([answer.status, String(answer.body).includes(link)]).toEqual([200, false]);
  }
});

test("every good has a drawing", () => {
  expect(GOODS.filter(({ id }) => drawingOf(id) === "").map(({ id }) => id)).toEqual([]);
});

test("choices stand in the address; what the good does not have is not chosen", async () => {
  const { body } = await visit("/products/breakfast-mug?Size=Large&Glaze=Purple&constructor=x");
  expect(body).toContain('selection="{&quot;Size&quot;:&quot;Large&quot;}"');
  expect(body.match(/value="[^"]*" checked/g)).toEqual(['value="Large" checked']);
});

test("nothing from an address comes into a page as markup", async () => {
  const { status, body } = await visit(`/products/${encodeURIComponent("<script>alert(1)</script>")}`);
  expect(status).toBe(404);
  expect(body).not.toContain("alert(1)");
});

test.each(["/", "/products/bud-vase", "/cart", "/orders/LOAM-0000000000000000", "/products/nothing"])(
  "%s loads from this server alone, runs no script of its own text, and is kept by nobody",
  async (path) => {
    const { body, headers } = await visit(path);
    expect(headers.get("content-security-policy")?.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-type")).toContain("text/html");
    expect(body).not.toMatch(/https?:\/\//);
    expect(body).not.toMatch(/ style=| on[a-z]+=|<style/);
    expect(body.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/demo/shop.js">']);
  },
);

test("an order that is not the shop's is not shown", async () => {
  for (const id of ["A-1", "LOAM-0000000000000000", "LOAM-x"]) expect((await visit(`/orders/${id}`)).status).toBe(404);
});

test("the list asks for its SKUs together: a product of its own request is only what is no single SKU", async () => {
  const { body } = await visit();
  expect(body.match(/<stock-availability/g)).toHaveLength(16);
  expect([...body.matchAll(/ product="([^"]+)"/g)].map((match) => match[1])).toEqual([
    "loam-breakfast-mug",
    "loam-breakfast-for-two",
  ]);
});

test("the API of the server is as it is without the shop", async () => {
  const { body } = await request<{ paths: Record<string, unknown> }>("GET", "/openapi.json", { key: null });
  expect(Object.keys(body.paths).filter((path) => path.includes("demo"))).toEqual([]);
});
