import { beforeEach, describe, expect, test, vi } from "vitest";
import { ELEMENT_GZIP_BYTES_MAX, LINE_GZIP_BYTES_MAX } from "../../cli/build/size-bounds.ts";
import { control, inside, linesOf } from "./page.ts";

beforeEach(() => {
  // A page of its own, whose time is not in hand.
  vi.useRealTimers();
});

async function textOf(path: string): Promise<string> {
  const answer = await fetch(`/served/${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

/** The parts that a file loads by itself, by the name that they have in the sources. */
function partsIn(text: string): Map<string, string> {
  const paths = [...text.matchAll(/import\("\.\/([^"]+)"\)/g)].map((match) => match[1] ?? "");
  return new Map(paths.map((path) => [path.replace(/^.*\/|-[^-]*$/g, ""), path]));
}

/** As a browser loads it. */
async function gzipBytesOf(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

describe("the served file", () => {
  test("is small, Lit included, and needs nothing else to paint", async () => {
    const element = await textOf("stock-availability.js");
    expect(await gzipBytesOf(element)).toBeLessThan(ELEMENT_GZIP_BYTES_MAX);
    expect(element).not.toMatch(/(?:^|[;}])\s*import\s*["'{*\w]|\bfrom\s*["']/m);
    expect(element).toContain("extends");
  });

  test("loads by itself what is needed, and a line of availability is small, too", async () => {
    const element = await textOf("stock-availability.js");
    const parts = partsIn(element);
    expect([...parts.keys()].toSorted()).toEqual([
      ...["buy-button", "de", "en", "looking", "quantity-field", "subscribe-form"],
    ]);
    let line = await gzipBytesOf(element);
    for (const name of ["looking", "de"]) line += await gzipBytesOf(await textOf(parts.get(name) ?? ""));
    expect(line).toBeLessThan(LINE_GZIP_BYTES_MAX);
    for (const path of parts.values()) expect(await textOf(path)).not.toMatch(/\bfrom\s*["']|import\s*["']/);
    // Every part is whole: only what a language says in the form comes after it.
    expect([...partsIn(await textOf(parts.get("de") ?? "")).keys()]).toEqual(["de-subscribe"]);
  });

  test("has Lit's build for production, and its licence", async () => {
    const element = await textOf("stock-availability.js");
    expect(element).toContain("_$litElement$");
    expect(element).not.toMatch(/dev mode|litIssuedWarnings|lit\.dev\/msg/);
    expect(element).toContain("SPDX-License-Identifier: BSD-3-Clause");
  });
});

describe("on a page whose policy allows its own scripts and style sheets alone", () => {
  interface StrictWindow extends Window {
    violations: string[];
  }

  async function openPage(path = "strict.html", isReady = (element: Element) => void control(element)) {
    const frame = document.createElement("iframe");
    frame.src = `/served/${path}`;
    document.body.append(frame);
    await vi.waitFor(() => {
      const element = frame.contentDocument?.querySelector("stock-availability");
      if (element?.shadowRoot == null || linesOf(element).length === 0) throw new Error("nothing is shown yet");
      isReady(element);
    });
    if (frame.contentWindow === null) throw new Error("there is no page");
    // The page's first script made it one.
    return frame.contentWindow as StrictWindow;
  }

  test("the served file asks its own server, and shows and looks as everywhere", async () => {
    const { document: page } = await openPage();
    const element = page.querySelector("stock-availability");
    if (element === null) throw new Error("there is no element");
    expect(linesOf(element)).toEqual(["12 in stock"]);
    const mark = inside(element, "[part=mark]");
    expect(mark === null ? null : getComputedStyle(mark).backgroundColor).toBe("rgb(21, 128, 61)");
    expect(getComputedStyle(control(element)).borderRadius).toBe("6px");
  });

  test("nothing of the element is refused, and the button is off and looks so", async () => {
    const { document: page, violations } = await openPage();
    const element = page.querySelector("stock-availability");
    const button = page.querySelector("button");
    if (element === null || button === null) throw new Error("there is no element");
    control(element).value = "13";
    control(element).dispatchEvent(new Event("input", { bubbles: true }));
    await vi.waitFor(() => expect(button.ariaDisabled).toBe("true"));
    expect(getComputedStyle(button).opacity).toBe("0.5");
    expect(violations).toEqual(["style-src-attr p"]);
  });

  test("what is in stock loads nothing of the form", async () => {
    const { performance } = await openPage();
    const names = performance.getEntriesByType("resource").map(({ name }) => name);
    expect(names.filter((name) => name.includes("quantity-field")).length).toBe(1);
    expect(names.filter((name) => name.includes("subscribe"))).toEqual([]);
  });

  test("the form is there, looks as everywhere, and is sent", async () => {
    const inForm = <Found extends Element>(element: Element, selector: string): Found => {
      const found = inside<Found>(element, `[part=subscribe] ${selector}`);
      if (!found?.checkVisibility({ visibilityProperty: true })) throw new Error(`there is no ${selector} yet`);
      return found;
    };
    const { document: page, violations } = await openPage("strict-waiting.html", (element) => {
      inForm(element, "input");
    });
    const element = page.querySelector("stock-availability");
    if (element === null) throw new Error("there is no element");
    const input = inForm<HTMLInputElement>(element, "input");
    expect(getComputedStyle(input).borderRadius).toBe("6px");
    input.value = "ann@home.example";
    inForm<HTMLButtonElement>(element, "button").click();
    await vi.waitFor(() => {
      expect(inside(element, "[part=thanks]")?.textContent).toBe("We have sent you a mail: follow its link");
    });
    expect(violations).toEqual(["style-src-attr p"]);
  });
});
