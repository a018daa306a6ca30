import axe from "axe-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { cdp } from "vitest/browser";
import { control, ENDPOINT, first, inside, linesOf, passSeconds, put, putElement, settle, type } from "./page.ts";
import { problem, standIn, taken } from "./stand-in.ts";
import { rows, viewWith } from "./views.ts";

const SCHEMES = [
  { name: "light", scheme: "light", background: "#ffffff", colour: "#222222" },
  { name: "dark", scheme: "dark", background: "#121212", colour: "#eeeeee" },
  { name: "dark without saying so", scheme: "normal", background: "#121212", colour: "#eeeeee" },
];

const WAITING = viewWith({
  status: "out_of_stock",
  message: { code: "out_of_stock" },
  purchasable: false,
  subscribable: true,
});

afterEach(() => {
  document.documentElement.removeAttribute("style");
  document.body.removeAttribute("style");
});

function paint({ scheme, background, colour }: (typeof SCHEMES)[number]): void {
  document.documentElement.style.colorScheme = scheme;
  Object.assign(document.body.style, { background, color: colour });
}

/** What axe finds, by every rule for WCAG 2.2 AA and its good practice, but for what a whole page has to have. */
async function violations(): Promise<string[]> {
  vi.useRealTimers();
  const options = { rules: { region: { enabled: false }, "page-has-heading-one": { enabled: false } } };
  const results = await axe.run(document.body, options);
  const found = [...results.violations, ...results.incomplete];
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message}`));
}

describe.each(SCHEMES)("on a page that is $name, axe finds nothing", (look) => {
  test.each(Object.entries(rows))("in row %s", async (_, { view, en }) => {
    paint(look);
    standIn({ [view.product ?? "MUG"]: view });
    const element = putElement(view.product === undefined ? "sku=MUG quantity-input" : `product=${view.product}`);
    await settle();
    expect(linesOf(element)).toEqual(en);
    expect(await violations()).toEqual([]);
  });

  test("while it loads, and when that fails", async () => {
    paint(look);
    const server = standIn();
    server.trouble = "never";
    putElement("sku=MUG quantity-input");
    await settle();
    expect(first().matches(":state(loading)")).toBe(true);
    expect(await violations()).toEqual([]);
    vi.useFakeTimers();
    server.trouble = "offline";
    putElement("sku=MUG");
    await passSeconds(5);
    expect(first().matches(":state(failed)")).toBe(true);
    expect(await violations()).toEqual([]);
  });

  test("with a quantity that may not be ordered and a button that is off", async () => {
    paint(look);
    standIn({ MUG: viewWith({ orderQuantity: { min: 1, max: 12, allowed: null, multiple: 1 } }) });
    put(`<stock-availability endpoint="${ENDPOINT}" sku="MUG" quantity-input buy-button="button"></stock-availability>
      <button>Buy</button>`);
    await settle();
    await type(first(), "13");
    expect(inside(first(), "#reason")?.textContent).toBe("Order at most 12");
    expect(await violations()).toEqual([]);
  });

  test("with a choice of quantities", async () => {
    paint(look);
    standIn({ MUG: viewWith({ orderQuantity: { min: 1, max: 12, allowed: [2, 4], multiple: 1 } }) });
    putElement("sku=MUG quantity-input");
    await settle();
    expect(control(first()).localName).toBe("select");
    expect(await violations()).toEqual([]);
  });

  test("with a form: empty, with what is no address, while it sends, refused and taken", async () => {
    paint(look);
    const server = standIn({ MUG: WAITING });
    const element = putElement("sku=MUG subscribe");
    await settle();
    expect(await violations()).toEqual([]);
    const submit = async (address: string) => {
      vi.useFakeTimers();
      const input = inside<HTMLInputElement>(element, "#email");
      if (input === null) throw new Error("there is no form");
      input.value = address;
      inside<HTMLFormElement>(element, "form")?.requestSubmit();
      await settle();
    };
    const reason = () => inside(element, "#email-reason")?.textContent;
    await submit("ann");
    expect([reason(), await violations()]).toEqual(["Enter an e-mail address", []]);
    let answer: (response: Response) => void = () => {};
    server.subscribe = () => new Promise((resolve) => (answer = resolve));
    await submit("ann@home.example");
    expect([inside(element, "[part=button]")?.ariaDisabled, await violations()]).toEqual(["true", []]);
    vi.useFakeTimers();
    answer(problem(503, "mail_not_configured"));
    await settle();
    expect([reason(), await violations()]).toEqual(["That did not work: try again later", []]);
    server.subscribe = () => taken("confirmation");
    await submit("ann@home.example");
    expect(inside(element, "[part=thanks]")?.textContent).toBe("We have sent you a mail: follow its link");
    expect(await violations()).toEqual([]);
  });

  test("in the marks: each stands out from the page by 3 to 1", async () => {
    paint(look);
    for (const status of ["in_stock", "low_stock", "backorder", "preorder", "out_of_stock", "discontinued"] as const) {
      standIn({ MUG: viewWith({ status, message: { code: "in_stock" } }) });
      putElement("sku=MUG");
      await settle();
      const mark = inside(first(), "[part=mark]");
      const colour = mark === null ? "" : getComputedStyle(mark).borderTopColor;
      expect([status, contrast(colour, look.background)]).toEqual([
        status,
        expect.toSatisfy((ratio: number) => ratio >= 3),
      ]);
      vi.restoreAllMocks();
    }
  });
});

describe.each(SCHEMES)("on a page that is $name", (look) => {
  test("the edge of an input, right or wrong, stands out by 3 to 1", async () => {
    paint(look);
    standIn({ MUG: viewWith({ orderQuantity: { min: 1, max: 12, allowed: null, multiple: 1 } }) });
    putElement("sku=MUG quantity-input");
    await settle();
    for (const typed of ["12", "13"]) {
      await type(first(), typed);
      const ratio = contrast(getComputedStyle(control(first())).borderTopColor, look.background);
      expect([typed, ratio]).toEqual([typed, expect.toSatisfy((each: number) => each >= 3)]);
    }
  });

  test("the edges of the form, right or wrong, stand out by 3 to 1", async () => {
    paint(look);
    standIn({ MUG: WAITING });
    const element = putElement("sku=MUG subscribe");
    await settle();
    for (const isWrong of [false, true]) {
      if (isWrong) inside<HTMLFormElement>(element, "form")?.requestSubmit();
      for (const selector of ["#email", "[part=button]"]) {
        const edge = inside(element, selector);
        const ratio = edge === null ? 0 : contrast(getComputedStyle(edge).borderTopColor, look.background);
        expect([selector, isWrong, ratio]).toEqual([selector, isWrong, expect.toSatisfy((each: number) => each >= 3)]);
      }
    }
  });

  test("the sign before a reason is read in its circle, and the circle on the page", async () => {
    paint(look);
    standIn({ MUG: viewWith({ orderQuantity: { min: 1, max: 12, allowed: null, multiple: 1 } }) });
    putElement("sku=MUG quantity-input");
    await settle();
    await type(first(), "13");
    const reason = inside(first(), "#reason");
    if (reason === null) throw new Error("there is no reason");
    const { color, backgroundColor } = getComputedStyle(reason, "::before");
    expect(contrast(color, backgroundColor)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(backgroundColor, look.background)).toBeGreaterThanOrEqual(3);
  });
});

describe("people's own settings", () => {
  /** As if the browser or the system were set so, until the test ends. */
  async function set(features: { name: string; value: string }[]): Promise<void> {
    await cdp().send("Emulation.setEmulatedMedia", { features });
  }

  afterEach(() => set([]));

  test("forced colours keep the marks, in the colour of text", async () => {
    await set([{ name: "forced-colors", value: "active" }]);
    standIn({ MUG: viewWith() });
    putElement("sku=MUG");
    await settle();
    const mark = inside(first(), "[part=mark]");
    const style = mark === null ? null : getComputedStyle(mark);
    const text = getComputedStyle(first()).color;
    expect([style?.backgroundColor, style?.borderTopColor]).toEqual([text, text]);
  });

  test("forced colours keep the form: its edges, what is wrong with it, and the sign of thanks", async () => {
    await set([{ name: "forced-colors", value: "active" }]);
    standIn({ MUG: WAITING });
    const element = putElement("sku=MUG subscribe");
    await settle();
    const [input, button] = [inside<HTMLInputElement>(element, "#email"), inside(element, "[part=button]")];
    if (input === null || button === null) throw new Error("there is no form");
    inside<HTMLFormElement>(element, "form")?.requestSubmit();
    await settle();
    // The canvas of forced colours in a light scheme.
    const background = "#ffffff";
    for (const { borderTopColor, borderTopWidth } of [getComputedStyle(input), getComputedStyle(button)]) {
      expect([borderTopWidth, contrast(borderTopColor, background) >= 3]).toEqual(["1px", true]);
    }
    expect(await violations()).toEqual([]);
    vi.useFakeTimers();
    input.value = "ann@home.example";
    inside<HTMLFormElement>(element, "form")?.requestSubmit();
    await settle();
    const thanks = inside(element, "[part=thanks]");
    if (thanks === null) throw new Error("there are no thanks");
    expect(thanks.textContent).not.toBe("");
    const { borderRightColor, borderRightWidth } = getComputedStyle(thanks, "::before");
    expect([Number.parseFloat(borderRightWidth) >= 1, contrast(borderRightColor, background) >= 3]).toEqual([
      true,
      true,
    ]);
    expect(await violations()).toEqual([]);
  });

  test("reduced motion stops what moves", async () => {
    const server = standIn();
    server.trouble = "never";
    putElement("sku=MUG");
    await settle();
    const placeholder = inside(first(), "[part=placeholder]");
    if (placeholder === null) throw new Error("there is no placeholder");
    expect(getComputedStyle(placeholder).animationName).toBe("breathe");
    await set([{ name: "prefers-reduced-motion", value: "reduce" }]);
    expect(getComputedStyle(placeholder).animationName).toBe("none");
  });

  test("a dark system changes nothing on a page that is light, and all on one that goes along", async () => {
    await set([{ name: "prefers-color-scheme", value: "dark" }]);
    standIn({ MUG: viewWith() });
    putElement("sku=MUG");
    await settle();
    const mark = inside(first(), "[part=mark]");
    if (mark === null) throw new Error("there is no mark");
    expect(getComputedStyle(mark).borderTopColor).toBe("rgb(21, 128, 61)");
    document.documentElement.style.colorScheme = "light dark";
    expect(getComputedStyle(mark).borderTopColor).toBe("rgb(74, 222, 128)");
  });
});

test("the focus is to be seen where keys bring it", async () => {
  standIn({ MUG: viewWith() });
  const element = putElement("sku=MUG quantity-input");
  await settle();
  control(element).focus();
  const { outlineStyle, outlineWidth } = getComputedStyle(control(element));
  expect([outlineStyle, outlineWidth]).toEqual(["solid", "2px"]);
});

/** WCAG 2.2, relative luminance and contrast ratio: of a colour, which may let some of it through, and an opaque one behind. */
function contrast(colour: string, behind: string): number {
  const [lighter = 0, darker = 0] = [luminance(behind, colour), luminance(behind)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(...layers: string[]): number {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (context === null) throw new Error("there is no canvas");
  for (const colour of layers) {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
