import { describe, expect, onTestFinished, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { Availability } from "../../sdk/index.ts";
import { control, ENDPOINT, first, inside, linesOf, pass, passSeconds, put, putElement, settle, told } from "./page.ts";
import { problem, type StandIn, standIn, taken } from "./stand-in.ts";
import { viewWith } from "./views.ts";

const SOLD_OUT = viewWith({
  status: "out_of_stock",
  message: { code: "out_of_stock" },
  purchasable: false,
  subscribable: true,
});

const soldOut = (changes: Partial<Availability> = {}): Availability => ({ ...SOLD_OUT, ...changes });

const root = () => inside(first(), "[part=subscribe]");
const email = () => inside<HTMLInputElement>(first(), "[part=subscribe] [part=input]");
const button = () => inside<HTMLButtonElement>(first(), "[part=button]");
const reason = () => inside(first(), "[part=subscribe] [part=reason]");
const thanks = () => inside(first(), "[part=thanks]");
/** What stands on the button now. */
const face = () =>
  [...(button()?.children ?? [])]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .map(({ textContent }) => textContent)
    .join();
const focused = () => first().shadowRoot?.activeElement;

/** The element on a page where the mug is sold out. */
async function waiting(attributes = "", lang?: string): Promise<StandIn> {
  const server = standIn({ MUG: SOLD_OUT });
  putElement(`sku=MUG subscribe ${attributes}`, lang);
  await settle();
  return server;
}

/** What was sent, in order. */
async function sent(server: StandIn): Promise<{ path: string; key: string | null; body: unknown }[]> {
  const posts = server.requests.filter(({ method }) => method === "POST");
  return Promise.all(
    posts.map(async (request) => ({
      path: request.url.replace(`${ENDPOINT}/`, ""),
      key: request.headers.get("idempotency-key"),
      body: await request.clone().json(),
    })),
  );
}

async function submit(address: string): Promise<void> {
  const input = email();
  if (input === null) throw new Error("there is no form");
  await userEvent.fill(input, address);
  await userEvent.keyboard("{Enter}");
  await settle();
}

/** Answers come when the test lets them. */
function held(server: StandIn): (answer: Response) => Promise<void> {
  let release: (answer: Response) => void = () => {};
  server.subscribe = () => new Promise((resolve) => (release = resolve));
  return async (answer) => {
    release(answer);
    await settle();
  };
}

describe("the form is there", () => {
  test("where the page asks for it and the view is subscribable: label, input, button", async () => {
    await waiting();
    expect(linesOf(first())).toEqual(["Out of stock"]);
    const input = email();
    expect([input?.type, input?.autocomplete, input?.required, input?.maxLength]).toEqual([
      "email",
      "email",
      true,
      254,
    ]);
    expect([...(input?.labels ?? [])].map(({ textContent }) => textContent)).toEqual(["E-mail address"]);
    expect([face(), button()?.type]).toEqual(["Tell me when it is back", "submit"]);
    expect([reason()?.ariaLive, thanks()?.role, thanks()?.textContent]).toEqual(["polite", "status", ""]);
  });

  test("in German as well", async () => {
    await waiting("", "de-AT");
    expect(inside(first(), "[part=subscribe] label")?.textContent).toBe("E-Mail-Adresse");
    expect(face()).toBe("Bei Verfügbarkeit melden");
    await submit("nobody");
    expect(reason()?.textContent).toBe("Bitte eine E-Mail-Adresse eingeben");
  });

  test("in another language from the moment that the page speaks it, and what was typed stays", async () => {
    await waiting();
    await userEvent.fill(email() as HTMLInputElement, "ann@home.example");
    document.documentElement.lang = "de";
    first().requestUpdate();
    await settle();
    expect([face(), email()?.value]).toEqual(["Bei Verfügbarkeit melden", "ann@home.example"]);
  });

  test.each([
    ["without the attribute", "sku=MUG", SOLD_OUT],
    ["where the view is not subscribable", "sku=MUG subscribe", soldOut({ subscribable: false })],
    ["for what is hidden", "sku=MUG subscribe", soldOut({ status: "hidden", message: null })],
  ])("not %s", async (_, attributes, view) => {
    standIn({ MUG: view });
    const element = putElement(attributes);
    await settle();
    expect(element.availability).not.toBeNull();
    expect(element.shadowRoot?.querySelector("form, .subscribe")).toBeNull();
  });

  test.each(["normal", "1.55"])("in a place that is kept while it loads, in lines of %s", async (lineHeight) => {
    document.body.style.lineHeight = lineHeight;
    onTestFinished(() => document.body.removeAttribute("style"));
    const heights: number[] = [];
    const listen = () => void heights.push(first().offsetHeight);
    document.body.addEventListener("stock:change", listen, { once: true });
    await waiting();
    expect(email()?.checkVisibility({ visibilityProperty: true })).toBe(true);
    expect(heights).toEqual([first().offsetHeight]);
  });

  test("as the attribute comes and goes", async () => {
    standIn({ MUG: SOLD_OUT });
    const element = putElement("sku=MUG");
    await settle();
    element.subscribe = true;
    await settle();
    expect(element.hasAttribute("subscribe")).toBe(true);
    expect(email()?.checkVisibility()).toBe(true);
    element.subscribe = false;
    await settle();
    expect(root()).toBeNull();
  });

  test("while the view stays subscribable, and with what was typed when it is so again", async () => {
    const server = await waiting();
    await userEvent.fill(email() as HTMLInputElement, "ann@");
    server.views.set("MUG", soldOut({ message: { code: "available_in", date: "2026-12-03T00:00:00.000Z" } }));
    await pass(5_000);
    expect([linesOf(first())[0], email()?.value, focused()]).toEqual(["Currently unavailable", "ann@", email()]);
    server.views.set("MUG", viewWith());
    await pass(5_000);
    expect([linesOf(first()), root()]).toEqual([["In stock"], null]);
    server.views.set("MUG", SOLD_OUT);
    await pass(5_000);
    expect(email()?.value).toBe("ann@");
  });

  test("and who stands in it when it goes is brought to the message", async () => {
    const server = await waiting();
    email()?.focus();
    server.views.set("MUG", viewWith());
    await pass(5_000);
    expect(focused()).toBe(inside(first(), "[part=message]"));
    expect(linesOf(first())).toEqual(["In stock"]);
  });

  test("in place of the quantity input, also while another option's answer is awaited", async () => {
    const server = standIn({
      'SHIRT{"Size":"M"}': soldOut({ product: "SHIRT" }),
      'SHIRT{"Size":"L"}': soldOut({ product: "SHIRT" }),
      'SHIRT{"Size":"S"}': viewWith({ product: "SHIRT" }),
    });
    const element = putElement(`product=SHIRT selection='{"Size":"M"}' subscribe quantity-input`);
    await settle();
    expect([email()?.checkVisibility(), inside(element, "#input")]).toEqual([true, null]);
    const trouble = (next: StandIn["trouble"]) => {
      server.trouble = next;
    };
    trouble("never");
    element.selection = { Size: "L" };
    await settle();
    expect([element.availability, email()?.checkVisibility(), inside(element, "#input")]).toEqual([null, true, null]);
    trouble(null);
    element.selection = { Size: "S" };
    await settle();
    expect([root(), control(element).value]).toEqual([null, "1"]);
  });

  test("not when no answer comes about another thing", async () => {
    const server = await waiting();
    server.trouble = "offline";
    first().sku = "PLATE";
    await passSeconds(5);
    expect([first().matches(":state(failed)"), root()]).toEqual([true, null]);
  });
});

describe("a wish is sent", () => {
  test("by Enter, once, with what it is about, and the page is told without the address", async () => {
    const server = await waiting("channel=market reservation=r-1", "de-AT");
    const answers = told("stock:subscribe");
    await submit("ann@home.example");
    const [wish, ...others] = await sent(server);
    expect(others).toEqual([]);
    expect(wish).toEqual({
      path: "v1/subscriptions",
      key: expect.stringMatching(/^[\d-]{22,}$/),
      body: { sku: "MUG", channel: "market", email: "ann@home.example", locale: "de-AT" },
    });
    expect(answers.map(({ detail }) => detail)).toEqual([{ state: "confirmation" }]);
    expect(answers[0]).toMatchObject({ target: first(), bubbles: true, composed: true });
  });

  test("by the button, for a product with the options that are chosen", async () => {
    const server = standIn({ 'SHIRT{"Size":"M"}': soldOut({ product: "SHIRT" }) });
    putElement(`product=SHIRT selection='{"Size":"M"}' subscribe key=onh_pk_1`);
    await settle();
    await userEvent.fill(email() as HTMLInputElement, "ann@home.example");
    await userEvent.click(button() as HTMLButtonElement);
    await settle();
    expect((await sent(server)).map(({ body }) => body)).toEqual([
      { product: "SHIRT", selection: { Size: "M" }, email: "ann@home.example", locale: "en-US" },
    ]);
    expect(server.requests.at(-1)?.headers.get("authorization")).toBe("Bearer onh_pk_1");
  });

  test("and nothing of it reaches a form of the shop around the element", async () => {
    const server = standIn({ MUG: SOLD_OUT });
    put(`<form><stock-availability endpoint="${ENDPOINT}" sku="MUG" subscribe buy-button="#buy"></stock-availability>
      <button id="buy">Buy</button></form>`);
    await settle();
    const submitted = vi.fn((event: Event) => event.preventDefault());
    document.querySelector("form")?.addEventListener("submit", submitted);
    await submit("ann@home.example");
    expect((await sent(server)).length).toBe(1);
    expect(submitted).not.toHaveBeenCalled();
  });

  test("only for what looks like an address; the input says so, and takes it back", async () => {
    const server = await waiting();
    for (const typed of ["", "ann", "ann@"]) {
      await submit(typed);
      expect([typed, reason()?.textContent, email()?.ariaInvalid]).toEqual([typed, "Enter an e-mail address", "true"]);
      expect(email()?.getAttribute("aria-describedby")).toBe(reason()?.id);
      expect([email()?.value, focused()]).toEqual([typed, email()]);
    }
    await userEvent.fill(email() as HTMLInputElement, "ann@home.example");
    expect([reason()?.textContent, email()?.ariaInvalid, email()?.ariaDescribedByElements]).toEqual([
      "",
      "false",
      null,
    ]);
    expect(await sent(server)).toEqual([]);
  });

  test("and while it is on its way the button says so and is off, and nobody loses their place", async () => {
    const server = await waiting();
    const answer = held(server);
    const size = () => [root()?.offsetHeight, button()?.offsetWidth, first().offsetHeight];
    const before = size();
    await userEvent.fill(email() as HTMLInputElement, "ann@home.example");
    await userEvent.click(button() as HTMLButtonElement);
    await settle();
    expect([face(), button()?.ariaDisabled, email()?.readOnly]).toEqual(["Sending…", "true", true]);
    expect([focused(), size()]).toEqual([button(), before]);
    button()?.click();
    await userEvent.keyboard("{Enter}");
    email()?.focus();
    await userEvent.keyboard("{Enter}");
    await settle();
    expect((await sent(server)).length).toBe(1);
    await answer(taken("subscribed"));
    expect(size()).toEqual(before);
  });
});

describe("when it is taken", () => {
  test.each([
    [
      "confirmation",
      "We have sent you a mail: follow its link",
      "Eine E-Mail ist unterwegs: bitte dem Link darin folgen",
    ],
    ["subscribed", "We will write to you when it is back", "Eine E-Mail kommt, sobald es wieder erhältlich ist"],
  ] as const)("%s: it is said in place of the form, and the focus is there", async (state, english, german) => {
    for (const [lang, words] of [
      ["en", english],
      ["de", german],
    ]) {
      const server = await waiting("", lang);
      server.subscribe = () => taken(state);
      await submit("ann@home.example");
      expect(thanks()?.textContent).toBe(words);
      expect(email()?.checkVisibility({ visibilityProperty: true })).toBe(false);
      expect(focused()).toBe(thanks());
      vi.restoreAllMocks();
    }
  });

  test("who was elsewhere by then stays there", async () => {
    const server = standIn({ MUG: SOLD_OUT });
    put(`<stock-availability endpoint="${ENDPOINT}" sku="MUG" subscribe></stock-availability><input id="search">`);
    await settle();
    const answer = held(server);
    await submit("ann@home.example");
    document.querySelector<HTMLElement>("#search")?.focus();
    await answer(taken("confirmation"));
    expect(thanks()?.textContent).not.toBe("");
    expect(document.activeElement?.id).toBe("search");
  });

  test("the thanks stay until it can be bought; then there is a fresh form for the next time", async () => {
    const server = await waiting();
    await submit("ann@home.example");
    server.views.set("MUG", soldOut({ subscribable: false, message: { code: "available_in" } }));
    await pass(5_000);
    expect([linesOf(first()), thanks()?.textContent]).toEqual([
      ["Currently unavailable"],
      "We have sent you a mail: follow its link",
    ]);
    server.views.set("MUG", viewWith());
    await pass(5_000);
    expect(root()).toBeNull();
    server.views.set("MUG", SOLD_OUT);
    await pass(5_000);
    expect([thanks()?.textContent, email()?.value, email()?.checkVisibility({ visibilityProperty: true })]).toEqual([
      "",
      "",
      true,
    ]);
  });

  test("the thanks are of one thing: another one has its form", async () => {
    const server = await waiting();
    server.views.set("PLATE", soldOut({ sku: "PLATE" }));
    await submit("ann@home.example");
    first().reservation = "r-1";
    await settle();
    expect(thanks()?.textContent).not.toBe("");
    first().sku = "PLATE";
    await settle();
    expect([thanks()?.textContent, email()?.checkVisibility({ visibilityProperty: true })]).toEqual(["", true]);
    await submit("ann@home.example");
    expect((await sent(server)).map(({ body }) => (body as { sku: string }).sku)).toEqual(["MUG", "PLATE"]);
  });

  test("an answer that comes after the shopper has turned to another thing thanks for nothing there", async () => {
    const server = await waiting();
    server.views.set("PLATE", soldOut({ sku: "PLATE" }));
    const answers = told("stock:subscribe");
    const answer = held(server);
    await submit("ann@home.example");
    first().sku = "PLATE";
    await settle();
    expect([face(), email()?.readOnly]).toEqual(["Tell me when it is back", false]);
    await answer(taken("confirmation"));
    expect([thanks()?.textContent, answers.length]).toEqual(["", 1]);
  });
});

describe("when it is refused", () => {
  const rateLimited = () => {
    const answer = problem(429, "rate_limited");
    answer.headers.set("retry-after", "60");
    return answer;
  };

  test.each([
    ["too many", rateLimited, "Too many attempts: try again in a minute", false],
    [
      "an address that the server does not take",
      () => problem(400, "invalid_request", [{ pointer: "/email", code: "invalid_request", detail: "No." }]),
      "Enter an e-mail address",
      true,
    ],
    ["anything else", () => problem(503, "mail_not_configured"), "That did not work: try again later", false],
  ])("%s: it is said, and what was typed stays", async (_, answer, words, isInvalid) => {
    const server = await waiting();
    const answers = told("stock:subscribe");
    server.subscribe = answer;
    await submit("ann@home.example");
    expect([reason()?.textContent, email()?.ariaInvalid]).toEqual([words, String(isInvalid)]);
    expect(email()?.getAttribute("aria-describedby")).toBe(reason()?.id);
    expect([email()?.value, focused(), face()]).toEqual(["ann@home.example", email(), "Tell me when it is back"]);
    expect([(await sent(server)).length, answers]).toEqual([1, []]);
  });

  test("no connection: it is tried again, and once more by the shopper as the same wish", async () => {
    const server = await waiting();
    server.subscribe = () => {
      throw new TypeError("Failed to fetch");
    };
    await submit("ann@home.example");
    await passSeconds(10);
    expect(reason()?.textContent).toBe("No connection: try again");
    server.subscribe = () => taken("confirmation");
    await userEvent.click(button() as HTMLButtonElement);
    await settle();
    expect(thanks()?.textContent).toBe("We have sent you a mail: follow its link");
    const wishes = await sent(server);
    expect([wishes.length, new Set(wishes.map(({ key }) => key)).size]).toEqual([4, 1]);
  });

  test("no connection, and then another address: that is another wish", async () => {
    const server = await waiting();
    server.subscribe = () => {
      throw new TypeError("Failed to fetch");
    };
    await submit("ann@home.example");
    await passSeconds(10);
    server.subscribe = () => taken("confirmation");
    await submit("ben@home.example");
    expect(new Set((await sent(server)).map(({ key }) => key)).size).toBe(2);
  });

  test("nothing to wait for any more: the view is asked for at once, and says why", async () => {
    const server = await waiting("refresh=0");
    server.subscribe = () => problem(409, "not_subscribable");
    server.views.set("MUG", viewWith());
    await submit("ann@home.example");
    expect([linesOf(first()), root()]).toEqual([["In stock"], null]);
    expect(focused()).toBe(inside(first(), "[part=message]"));
  });

  test("nothing to wait for any more, and the view does not know it yet", async () => {
    const server = await waiting();
    server.subscribe = () => problem(409, "not_subscribable");
    await submit("ann@home.example");
    expect(reason()?.textContent).toBe("There is nothing to wait for any more");
    expect([linesOf(first()), email()?.value]).toEqual([["Out of stock"], "ann@home.example"]);
  });
});
