import { afterEach, describe, expect, test } from "vitest";
import { setDefaultEndpoint } from "../../widget/index.ts";
import { ENDPOINT, first, linesOf, pass, put, putElement, settle, told } from "./page.ts";
import { type StandIn, standIn } from "./stand-in.ts";
import { rows, viewWith } from "./views.ts";

const MANY = { message: { code: "in_stock_quantity" as const, quantity: { value: 1200, capped: false } } };

afterEach(() => {
  document.head.querySelector("meta[name^=onhand]")?.remove();
});

function addresses({ requests }: StandIn): string[] {
  return requests.map(({ url }) => decodeURIComponent(url));
}

describe("what is asked", () => {
  test("is the SKU, in the channel and with the shopper's own hold", async () => {
    const server = standIn();
    putElement('sku="MUG 1&2" channel=market reservation=rsv_1 product=SHIRT');
    await settle();
    expect(addresses(server)).toEqual([`${ENDPOINT}/v1/availability?sku=MUG+1&2&channel=market&reservation=rsv_1`]);
    expect(new URL(server.requests[0]?.url ?? "").searchParams.get("sku")).toBe("MUG 1&2");
  });

  test("is the product with the options of the attribute, and then with those of the property", async () => {
    const server = standIn({
      'SHIRT{"Size":"M"}': viewWith({ message: { code: "low_stock" } }),
      'SHIRT{"Size":"L"}': viewWith({ message: { code: "out_of_stock" } }),
    });
    const element = putElement(`product=SHIRT selection='{"Size":"M"}'`);
    await settle();
    expect(linesOf(element)).toEqual(["Only a few left"]);
    expect(element.selection).toEqual({ Size: "M" });
    element.selection = { Size: "L" };
    await settle();
    expect(linesOf(element)).toEqual(["Out of stock"]);
    expect(element.getAttribute("selection")).toBe('{"Size":"L"}');
    expect(addresses(server).at(-1)).toBe(`${ENDPOINT}/v1/products/SHIRT/availability?selection={"Size":"L"}`);
  });

  test("is nothing, and nothing is shown, without a SKU and a product", async () => {
    const server = standIn();
    const element = putElement("sku='' product=''");
    await settle();
    expect(server.requests).toEqual([]);
    expect(element.getBoundingClientRect().height).toBe(0);
  });
});

describe("a value that makes no sense", () => {
  test.each([
    ["selection", "{bad"],
    ["selection", "7"],
    ["selection", '["M"]'],
    ["selection", '{"Size":7}'],
  ])("%s=%s is as none", async (name, value) => {
    const server = standIn({ SHIRT: rows["2 options to choose"]?.view ?? viewWith() });
    const element = putElement("product=SHIRT");
    element.setAttribute(name, value);
    await settle();
    expect(addresses(server)).toEqual([`${ENDPOINT}/v1/products/SHIRT/availability`]);
    expect(linesOf(element)).toEqual(["Choose options to see availability"]);
  });

  test("set as a property is as none, too", async () => {
    const server = standIn({ SHIRT: viewWith() });
    const element = putElement("product=SHIRT");
    const circular: Record<string, unknown> = {};
    circular.Size = circular;
    Object.assign(element, { selection: circular, refresh: "often", locale: 5, channel: {}, reservation: [], key: 0 });
    await settle();
    expect(addresses(server)).toEqual([`${ENDPOINT}/v1/products/SHIRT/availability`]);
    expect(linesOf(element)).toEqual(["In stock"]);
  });

  test("as an endpoint falls back to the page's", async () => {
    const server = standIn({ MUG: viewWith() });
    for (const endpoint of ["", "http://", "javascript:alert(1)", "ftp://stock.shop.example"]) {
      put(`<div><meta name=onhand-endpoint content=${ENDPOINT}><stock-availability sku=MUG endpoint="${endpoint}">`);
      await settle();
      expect([endpoint, linesOf(first())]).toEqual([endpoint, ["In stock"]]);
    }
    expect(new Set(addresses(server))).toEqual(new Set([`${ENDPOINT}/v1/availability?sku=MUG`]));
  });

  test.each([
    ["a key that no header can carry", "sku=MUG key='ä ö'"],
    ["a secret key, which on a page is everybody's", "sku=MUG key=onh_sk_of_the_shop"],
    ["an endpoint with a query", "sku=MUG endpoint='/?shop=1'"],
    ["a product that no address can name", "product=."],
  ])("as %s is a failed look, not an exception", async (_, attributes) => {
    const server = standIn({ MUG: viewWith() });
    const errors = told("stock:error");
    const element = putElement(attributes);
    await settle();
    expect(server.requests).toEqual([]);
    expect(errors).toHaveLength(1);
    expect(linesOf(element)).toEqual(["Availability cannot be shown right now"]);
  });

  test("as a locale falls back to the page's language", async () => {
    standIn({ MUG: viewWith() });
    const element = putElement("sku=MUG locale=not_a_locale", "de");
    await settle();
    expect(linesOf(element)).toEqual(["Auf Lager"]);
  });
});

describe("defaults", () => {
  test("come from the nearest meta, the head's last, and attributes go before them", async () => {
    const server = standIn();
    const head = document.createElement("meta");
    Object.assign(head, { name: "onhand-endpoint", content: "https://head.shop.example/prefix" });
    document.head.append(head);
    put(`<section>
      <meta name="onhand-key" content="onh_pk_near"><meta name="onhand-channel" content="near">
      <p><stock-availability sku="A"></stock-availability></p>
    </section>
    <stock-availability sku="B" channel="own" key="onh_pk_own"></stock-availability>`);
    await settle();
    expect(addresses(server).toSorted()).toEqual([
      "https://head.shop.example/prefix/v1/availability?sku=A&channel=near",
      "https://head.shop.example/prefix/v1/availability?sku=B&channel=own",
    ]);
    const keys = server.requests.map(({ headers }) => headers.get("authorization"));
    expect(keys.toSorted()).toEqual(["Bearer onh_pk_near", "Bearer onh_pk_own"]);
  });

  test("reach into shadow roots", async () => {
    standIn({ MUG: viewWith() });
    document.body.innerHTML = `<div lang="de"><meta name="onhand-endpoint" content="${ENDPOINT}"><section></section></div>`;
    const shadow = document.querySelector("section")?.attachShadow({ mode: "open" });
    const element = document.createElement("stock-availability");
    element.sku = "MUG";
    shadow?.append(element);
    await settle();
    expect(linesOf(element)).toEqual(["Auf Lager"]);
  });

  test("of the page's script go before none", async () => {
    const server = standIn({ MUG: viewWith() });
    const errors = told("stock:error");
    const without = put("<stock-availability sku=MUG></stock-availability>");
    await settle();
    expect(server.requests).toEqual([]);
    expect(errors.map(({ detail }) => detail.error.message)).toEqual(["<stock-availability> has no endpoint."]);
    expect(linesOf(without)).toEqual(["Availability cannot be shown right now"]);
    setDefaultEndpoint(ENDPOINT);
    const withDefault = put("<stock-availability sku=MUG></stock-availability>");
    await settle();
    expect(linesOf(withDefault)).toEqual(["In stock"]);
  });
});

describe("the language", () => {
  test.each([
    ["de-AT", "1\u00a0200 Stück auf Lager"],
    ["de", "1.200 Stück auf Lager"],
    ["en-IN", "1,200 in stock"],
    ["fr", "1,200 in stock"],
    ["zh-Hant-TW", "1,200 in stock"],
  ])("of %s reads %s", async (locale, text) => {
    standIn({ MUG: viewWith(MANY) });
    const element = putElement(`sku=MUG locale=${locale}`);
    await settle();
    expect(linesOf(element)).toEqual([text]);
  });

  test("is the nearest lang around the element, and is said to screen readers", async () => {
    standIn({ MUG: viewWith() });
    put(
      `<div lang="de-DE"><p><stock-availability endpoint="${ENDPOINT}" sku="MUG"></stock-availability></p></div>`,
      "en",
    );
    await settle();
    expect(linesOf(first())).toEqual(["Auf Lager"]);
    expect(first().shadowRoot?.querySelector("[lang]")?.getAttribute("lang")).toBe("de");
  });

  test("that has no texts here is English, and says so", async () => {
    standIn({ MUG: viewWith({ message: { code: "preorder", date: "2027-01-15T00:00:00.000Z" } }) });
    const element = putElement("sku=MUG", "fr");
    await settle();
    expect(linesOf(element)).toEqual(["Pre-order now, available from January 15, 2027"]);
    expect(element.shadowRoot?.querySelector("[lang]")?.getAttribute("lang")).toBe("en");
  });
});

describe("refresh", () => {
  test.each([
    ["", 5],
    ["refresh=7", 7],
    ["refresh=1", 1],
    ["refresh=0.2", 1],
    ["refresh=-3", 5],
    ["refresh=often", 5],
    ["refresh=''", 5],
    ["refresh=Infinity", 86_400],
  ])("<stock-availability %s> looks every %i seconds", async (attribute, seconds) => {
    const server = standIn({ MUG: viewWith() });
    putElement(`sku=MUG ${attribute}`);
    await settle();
    expect(server.requests).toHaveLength(1);
    await pass(seconds * 1_000 - 1);
    expect(server.requests).toHaveLength(1);
    await pass(1);
    expect(server.requests).toHaveLength(2);
  });

  test("of 0 looks once", async () => {
    const server = standIn({ MUG: viewWith() });
    putElement("sku=MUG refresh=0");
    await pass(3_600_000);
    expect(server.requests).toHaveLength(1);
  });
});

test("properties mirror attributes, and attributes properties", async () => {
  standIn();
  const element = putElement("sku=MUG");
  const texts = ["sku", "product", "channel", "reservation", "endpoint", "key", "locale"] as const;
  for (const name of texts) {
    element.setAttribute(name, "a");
    expect(element[name]).toBe("a");
    element[name] = "b";
    await element.updateComplete;
    expect([name, element.getAttribute(name)]).toEqual([name, "b"]);
    element.removeAttribute(name);
    expect(element[name]).toBeNull();
  }
  element.setAttribute("buy-button", "#buy");
  expect(element.buyButton).toBe("#buy");
  element.setAttribute("quantity-input", "");
  expect(element.quantityInput).toBe(true);
  element.quantityInput = false;
  element.refresh = 30;
  await element.updateComplete;
  expect(element.hasAttribute("quantity-input")).toBe(false);
  expect(element.getAttribute("refresh")).toBe("30");
});
