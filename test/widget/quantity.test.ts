import { describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import type { OrderQuantity } from "../../sdk/index.ts";
import { control, inside, linesOf, pass, passSeconds, putElement, settle, told, type } from "./page.ts";
import { standIn } from "./stand-in.ts";
import { viewWith } from "./views.ts";

const TWELVE: OrderQuantity = { min: 1, max: 12, allowed: null, multiple: 1 };

function serve(orderQuantity: OrderQuantity) {
  return standIn({ MUG: viewWith({ orderQuantity }) });
}

function reasonOf(element: Element): string {
  return inside(element, "[part=quantity] [part=reason]")?.textContent ?? "";
}

describe("the quantity input", () => {
  test("is there where the page asks for it, has a name, and begins with the least quantity", async () => {
    serve({ min: 2, max: 12, allowed: null, multiple: 1 });
    const element = putElement("sku=MUG quantity-input");
    await settle();
    const input = control(element);
    expect([input.type, input.inputMode, input.value, input.min, input.max, input.step]).toEqual([
      ...["number", "numeric", "2", "2", "12", "1"],
    ]);
    expect([...(input.labels ?? [])].map(({ textContent }) => textContent)).toEqual(["Quantity"]);
    expect(element.quantity).toBe(2);
    expect(inside(element, "[part=input]")).toBe(input);
  });

  test("is not there without the attribute, and goes with it", async () => {
    serve(TWELVE);
    const element = putElement("sku=MUG");
    await settle();
    expect([inside(element, "#input"), element.quantity]).toEqual([null, null]);
    element.quantityInput = true;
    await settle();
    expect([control(element).value, element.quantity]).toEqual(["1", 1]);
    element.quantityInput = false;
    await settle();
    expect([inside(element, "#input"), element.quantity]).toEqual([null, null]);
  });

  test("is not there while nothing can be bought, and comes back with what was typed", async () => {
    const server = serve(TWELVE);
    const element = putElement("sku=MUG quantity-input");
    await settle();
    await type(element, "7");
    server.views.set(
      "MUG",
      viewWith({ status: "out_of_stock", message: { code: "out_of_stock" }, purchasable: false }),
    );
    await pass(5_000);
    expect([inside(element, "#input"), linesOf(element)]).toEqual([null, ["Out of stock"]]);
    server.views.set("MUG", viewWith({ orderQuantity: TWELVE }));
    await pass(5_000);
    expect([control(element).value, element.quantity]).toEqual(["7", 7]);
  });

  test("is there without a view, for shops that sell on", async () => {
    const server = serve(TWELVE);
    server.trouble = "offline";
    const element = putElement("sku=MUG quantity-input");
    await passSeconds(5);
    await type(element, "3");
    expect([element.quantity, reasonOf(element)]).toEqual([3, ""]);
  });

  test.each([
    ["13", TWELVE, "Order at most 12", 13],
    ["1", { ...TWELVE, min: 2 }, "Order at least 2", 1],
    ["7", { ...TWELVE, multiple: 6 }, "Order in multiples of 6", 7],
    ["1.5", TWELVE, "Enter a whole number", null],
    ["", TWELVE, "Enter a whole number", null],
    ["12", TWELVE, "", 12],
  ])("says of %o by %o: %o, and leaves it as it was typed", async (typed, rules, reason, quantity) => {
    serve(rules);
    const element = putElement("sku=MUG quantity-input");
    await settle();
    await type(element, typed);
    expect(reasonOf(element)).toBe(reason);
    expect(control(element).value).toBe(typed);
    expect(control(element).getAttribute("aria-invalid")).toBe(String(reason !== ""));
    expect(control(element).getAttribute("aria-describedby")).toBe(reason === "" ? null : "reason");
    expect(inside(element, "#reason")?.getAttribute("aria-live")).toBe("polite");
    expect(element.matches(":state(invalid-quantity)")).toBe(reason !== "");
    expect(element.quantity).toBe(quantity);
    await pass(20_000);
    expect(control(element).value).toBe(typed);
  });

  test("says it in German as well", async () => {
    serve({ ...TWELVE, min: 2, max: 1200 });
    const element = putElement("sku=MUG quantity-input", "de");
    await settle();
    expect(inside(element, "label")?.textContent).toBe("Menge");
    for (const [typed, reason] of [
      ["1201", "Höchstmenge: 1.200"],
      ["1", "Mindestmenge: 2"],
      ["", "Bitte eine ganze Zahl eingeben"],
    ] as const) {
      await type(element, typed);
      expect(reasonOf(element)).toBe(reason);
    }
  });

  test("keeps what real keys leave there, what is no number included", async () => {
    serve({ ...TWELVE, multiple: 6 });
    const element = putElement("sku=MUG quantity-input");
    await settle();
    const input = control(element);
    await userEvent.click(input);
    await userEvent.keyboard("{Control>}a{/Control}1");
    await settle();
    expect([input.value, reasonOf(element)]).toEqual(["1", "Order in multiples of 6"]);
    await userEvent.keyboard("-");
    await settle();
    expect([input.validity.badInput, reasonOf(element)]).toEqual([true, "Enter a whole number"]);
    await userEvent.keyboard("{Backspace}2");
    await settle();
    expect([input.value, reasonOf(element), element.quantity]).toEqual(["12", "", 12]);
    await userEvent.keyboard("{ArrowDown}");
    await settle();
    expect([input.value, element.quantity]).toEqual(["6", 6]);
    expect(element.shadowRoot?.activeElement).toBe(input);
  });

  test("follows new rules: the least one while nobody typed, else it is judged again", async () => {
    const server = serve(TWELVE);
    const element = putElement("sku=MUG quantity-input");
    await settle();
    server.views.set("MUG", viewWith({ orderQuantity: { ...TWELVE, min: 3 } }));
    await pass(5_000);
    expect(control(element).value).toBe("3");
    await type(element, "10");
    server.views.set("MUG", viewWith({ orderQuantity: { ...TWELVE, max: 4 } }));
    await pass(5_000);
    expect([control(element).value, control(element).max, reasonOf(element)]).toEqual(["10", "4", "Order at most 4"]);
  });

  test("offers whole multiples to the arrow keys", async () => {
    serve({ min: 7, max: 40, allowed: null, multiple: 6 });
    const element = putElement("sku=MUG quantity-input");
    await settle();
    const { value, min, max, step } = control(element);
    expect([value, min, max, step]).toEqual(["12", "12", "36", "6"]);
  });
});

describe("where only some quantities are allowed", () => {
  const SOME: OrderQuantity = { min: 1, max: 10, allowed: [12, 8, 2, 4], multiple: 1 };

  test("there is a choice of those that every rule allows", async () => {
    serve(SOME);
    const element = putElement("sku=MUG quantity-input");
    await settle();
    const select = control(element);
    expect(select.localName).toBe("select");
    expect([...select.options].map(({ value }) => value)).toEqual(["2", "4", "8"]);
    expect([select.value, element.quantity]).toEqual(["2", 2]);
    expect([...(select.labels ?? [])].map(({ textContent }) => textContent)).toEqual(["Quantity"]);
    await userEvent.selectOptions(select, "8");
    await settle();
    expect(element.quantity).toBe(8);
  });

  test("what was chosen stays to be seen when it is allowed no more", async () => {
    const server = serve(SOME);
    const element = putElement("sku=MUG quantity-input");
    await settle();
    await userEvent.selectOptions(control(element), "8");
    server.views.set("MUG", viewWith({ orderQuantity: { ...SOME, allowed: [2, 4, 6] } }));
    await pass(5_000);
    const select = control(element);
    expect([select.value, element.quantity, reasonOf(element)]).toEqual(["8", 8, "Choose 2, 4, or 6"]);
    expect([...select.options].map(({ value, disabled }) => [value, disabled])).toEqual([
      ["8", true],
      ["2", false],
      ["4", false],
      ["6", false],
    ]);
    await userEvent.selectOptions(select, "6");
    await settle();
    expect([...control(element).options].map(({ value }) => value)).toEqual(["2", "4", "6"]);
    expect([element.quantity, reasonOf(element)]).toEqual([6, ""]);
  });

  test("an input gives way to the choice and keeps what was typed", async () => {
    const server = serve(TWELVE);
    const element = putElement("sku=MUG quantity-input");
    await settle();
    await type(element, "4");
    server.views.set("MUG", viewWith({ orderQuantity: SOME }));
    await pass(5_000);
    expect([control(element).localName, control(element).value]).toEqual(["select", "4"]);
    expect(element.shadowRoot?.querySelectorAll("#input")).toHaveLength(1);
    server.views.set("MUG", viewWith({ orderQuantity: TWELVE }));
    await pass(5_000);
    expect([control(element).localName, control(element).value]).toEqual(["input", "4"]);
  });
});

describe("the page is told of the quantity", () => {
  test("whenever it or its being allowed is another", async () => {
    const server = serve(TWELVE);
    const changes = told("stock:quantity-change");
    const element = putElement("sku=MUG quantity-input");
    await settle();
    await type(element, "5");
    await type(element, "5");
    await type(element, "13");
    await type(element, "");
    await type(element, "12");
    server.views.set("MUG", viewWith({ orderQuantity: { ...TWELVE, max: 11 } }));
    await pass(5_000);
    expect(changes.map(({ detail }) => detail)).toEqual([
      { quantity: 5, valid: true },
      { quantity: 13, valid: false },
      { quantity: null, valid: false },
      { quantity: 12, valid: true },
      { quantity: 12, valid: false },
    ]);
    expect(changes[0]).toMatchObject({ target: element, bubbles: true, composed: true });
  });

  test("when the least one is more than 1, before anybody typed", async () => {
    serve({ ...TWELVE, multiple: 6 });
    const changes = told("stock:quantity-change");
    putElement("sku=MUG quantity-input");
    await settle();
    expect(changes.map(({ detail }) => detail)).toEqual([{ quantity: 6, valid: true }]);
  });
});
