import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import {
  type AnyOnhandError,
  type Availability,
  type AvailabilityCalls,
  type AvailabilityWatcher,
  createAvailability,
  createTransport,
  type Question,
} from "../../sdk/index.ts";
import { freshSku, hold, product, receive, request, stocked } from "../worker/shop.ts";
import { FakeEnvironment, settled } from "./fake-environment.ts";
import { answering, BASE, type Fault, silent, unreachable, type Wire, wire } from "./stage.ts";

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** A client of the real Worker with a clock that the test moves. */
interface Scene {
  availability: AvailabilityCalls;
  environment: FakeEnvironment;
  line: Wire;
  /** Lets time go by, and everything that is asked meanwhile be answered. */
  advance(ms: number): Promise<void>;
  /** Seconds from the start at which something was asked. */
  askedAt: number[];
  /** Starts to watch; what is told is collected. */
  watch(question: Question, intervalMs?: number): Told;
}

interface Told extends AvailabilityWatcher {
  views: Availability[];
  problems: AnyOnhandError[];
  stop: () => void;
}

function scene(): Scene {
  const environment = new FakeEnvironment();
  const line = wire();
  const startMs = environment.nowMs;
  const askedAt: number[] = [];
  const open = new Set<Promise<unknown>>();
  environment.idle = async () => {
    await settled();
    while (open.size > 0) await Promise.allSettled(open);
    await settled();
  };
  // Read here, so that an answer has come as a whole when it has come.
  const whole = async (url: string, init: RequestInit) => {
    const response = await line.fetch(url, init);
    const text = response.status === 304 ? null : await response.text();
    return new Response(text, { status: response.status, headers: response.headers });
  };
  const fetch: typeof line.fetch = (url, init) => {
    askedAt.push((environment.nowMs - startMs) / 1_000);
    const answer = whole(url, init);
    open.add(answer);
    const close = () => void open.delete(answer);
    answer.then(close, close);
    return answer;
  };
  // One attempt a look, so that each request here is a look.
  const options = { baseUrl: BASE, key: env.ADMIN_KEY ?? "", retries: 0, fetch, environment };
  const availability = createAvailability(createTransport(options));
  return {
    availability,
    environment,
    line,
    askedAt,
    advance: (ms) => environment.advance(ms),
    watch(question, intervalMs) {
      const views: Availability[] = [];
      const problems: AnyOnhandError[] = [];
      const onView = (view: Availability) => void views.push(view);
      const onProblem = (problem: AnyOnhandError) => void problems.push(problem);
      const stop = availability.watch(question, { onView, onProblem }, intervalMs === undefined ? {} : { intervalMs });
      return { views, problems, onView, onProblem, stop };
    },
  };
}

/** An answer that says no more of a SKU than its version and when it was read. */
const readAt = (version: number, time: string) =>
  answering(200, { items: [{ sku: "A", version, asOf: `2026-11-22T${time}Z` }], unknown: [] });

const paths = ({ line }: Scene) => line.sent.map(({ path }) => path);

describe("a watcher", () => {
  test("is told the first view, and then each that differs", async () => {
    const sku = await stocked(5, { displayStockQuantity: true });
    const stage = scene();
    const told = stage.watch({ sku });
    await stage.advance(0);
    expect(told.views.map(({ quantity }) => quantity?.value)).toEqual([5]);
    await stage.advance(4_999);
    expect(stage.line.sent).toHaveLength(1);
    await stage.advance(1);
    expect(stage.line.sent).toHaveLength(2);
    expect(told.views).toHaveLength(1);
    await hold([{ sku, quantity: 2 }]);
    await stage.advance(5_000);
    expect(told.views.map(({ quantity }) => quantity?.value)).toEqual([5, 3]);
    expect(told.problems).toEqual([]);
    told.stop();
  });

  test("is told nothing where the time of the answer alone is another", async () => {
    const stage = scene();
    const list = (version: number, asOf: string) => ({ items: [{ sku: "A", version, asOf }], unknown: [] });
    stage.line.faults.push(
      answering(200, list(1, "09:00")),
      answering(200, list(1, "09:05")),
      answering(200, list(2, "09:10")),
    );
    const told = stage.watch({ sku: "A" });
    await stage.advance(10_000);
    expect(stage.line.sent).toHaveLength(3);
    expect(told.views.map(({ version }) => version)).toEqual([1, 2]);
  });

  test("is not told what was read before the view that it knows", async () => {
    const stage = scene();
    stage.line.faults.push(
      readAt(2, "09:00:00.500"),
      // Two other servers: one that has remembered for longer, one that knows more.
      readAt(1, "09:00:00.100"),
      readAt(3, "09:00:10.000"),
      readAt(2, "09:00:09.900"),
    );
    const told = stage.watch({ sku: "A" });
    await stage.advance(15_000);
    expect(stage.line.sent).toHaveLength(4);
    expect(told.views.map(({ version }) => version)).toEqual([2, 3]);
    const late = stage.watch({ sku: "A" });
    await stage.advance(0);
    expect(late.views.map(({ version }) => version)).toEqual([3]);
    expect([...told.problems, ...late.problems]).toEqual([]);
  });

  test("is told what is new although the server's clock was set back, and what began anew", async () => {
    const stage = scene();
    stage.line.faults.push(readAt(8, "09:00:00.000"), readAt(9, "08:00:00.000"), readAt(1, "08:00:05.000"));
    const told = stage.watch({ sku: "A" });
    await stage.advance(10_000);
    expect(told.views.map(({ version }) => version)).toEqual([8, 9, 1]);
  });

  test("may look as often as every second, as seldom as it likes, or once", async () => {
    const list = { items: [{ sku: "A" }], unknown: [] };
    for (const [intervalMs, looksInAMinute] of [
      [1_000, 61],
      [30_000, 3],
      [Number.POSITIVE_INFINITY, 1],
    ] as const) {
      const stage = scene();
      stage.line.faults.push(...Array.from({ length: 70 }, () => answering(200, list)));
      const told = stage.watch({ sku: "A" }, intervalMs);
      await stage.advance(60_000);
      expect(stage.line.sent).toHaveLength(looksInAMinute);
      told.stop();
    }
    const refused = [999, 0, -1, Number.NaN];
    for (const intervalMs of refused)
      expect(() => scene().watch({ sku: "A" }, intervalMs)).toThrow("intervalMs is at least 1000.");
  });

  test("is called only after `watch` has returned, and never after its stop", async () => {
    const sku = await stocked(5);
    const stage = scene();
    const first = stage.watch({ sku });
    await stage.advance(0);
    const second = stage.watch({ sku });
    expect(second.views).toHaveLength(0);
    const third = stage.watch({ sku });
    third.stop();
    await stage.advance(0);
    expect([first.views.length, second.views.length, third.views.length]).toEqual([1, 1, 0]);
    await hold([{ sku, quantity: 5 }]);
    first.stop();
    await stage.advance(5_000);
    expect([first.views.length, second.views.length]).toEqual([1, 2]);
    second.stop();
  });

  test("is asked for what it named, whatever becomes of the object that it named it with", async () => {
    const question = { sku: "A" };
    const stage = scene();
    stage.watch(question);
    question.sku = "B";
    await stage.advance(0);
    expect(paths(stage)).toEqual(["/v1/availability?sku=A"]);
  });

  test("that is started while others are told is told once", async () => {
    const [one, two] = [await stocked(1), await stocked(2)].toSorted() as [string, string];
    const stage = scene();
    const late: Told[] = [];
    const onView = () => void late.push(stage.watch({ sku: two }), stage.watch({ sku: one }));
    stage.availability.watch({ sku: one }, { onView, onProblem: () => {} });
    stage.watch({ sku: two });
    await stage.advance(0);
    expect(late.map(({ views }) => views.map(({ sku }) => sku))).toEqual([[two], [one]]);
  });

  test("may stop itself or another one while it is told", async () => {
    const sku = await stocked(5);
    const stage = scene();
    const other = stage.watch({ sku });
    const calls: string[] = [];
    const onProblem = () => {};
    other.stop();
    const stopBoth = (name: string) => () => {
      calls.push(name);
      stopFirst();
      stopSecond();
    };
    const stopFirst = stage.availability.watch({ sku }, { onProblem, onView: stopBoth("first") });
    const stopSecond = stage.availability.watch({ sku }, { onProblem, onView: stopBoth("second") });
    await stage.advance(20_000);
    expect(calls).toEqual(["first"]);
    expect(stage.line.sent).toHaveLength(1);
    expect(stage.environment.timers).toBe(0);
  });
});

describe("looks of one client go together", () => {
  test("watchers that start in the same turn are one request, in one order whoever was first", async () => {
    const [one, two, three] = [await stocked(1), await stocked(2), await stocked(3)].toSorted() as [
      string,
      string,
      string,
    ];
    const stage = scene();
    const told = [three, one, two, one].map((sku) => stage.watch({ sku }));
    await stage.advance(0);
    expect(paths(stage)).toEqual([`/v1/availability?sku=${one}&sku=${two}&sku=${three}`]);
    expect(told.map(({ views }) => views.map(({ sku }) => sku))).toEqual([[three], [one], [two], [one]]);
    expect(stage.environment.timers).toBe(1);
    await stage.advance(5_000);
    expect(stage.line.sent).toHaveLength(2);
    for (const each of told) each.stop();
  });

  test("watchers that start later come into step", async () => {
    const [one, two] = [await stocked(1), await stocked(2)];
    const stage = scene();
    stage.watch({ sku: one });
    await stage.advance(2_000);
    stage.watch({ sku: two });
    await stage.advance(0);
    expect(stage.line.sent).toHaveLength(2);
    await stage.advance(3_000);
    expect(stage.line.sent).toHaveLength(3);
    await stage.advance(20_000);
    // Both in one, every five seconds.
    expect(stage.line.sent).toHaveLength(7);
    expect(new Set(paths(stage).slice(2)).size).toBe(1);
  });

  test("a watcher in more of a hurry hastens the looks for its question", async () => {
    const stage = scene();
    stage.line.faults.push(...Array.from({ length: 6 }, () => answering(200, { items: [{ sku: "A" }], unknown: [] })));
    stage.watch({ sku: "A" }, 30_000);
    await stage.advance(2_000);
    const hurried = stage.watch({ sku: "A" }, 3_000);
    await stage.advance(4_000);
    expect(stage.askedAt).toEqual([0, 3, 6]);
    hurried.stop();
    await stage.advance(60_000);
    expect(stage.askedAt).toEqual([0, 3, 6, 9, 39]);
  });

  test("a product with its choices is a question of its own, told when another of its SKUs changes", async () => {
    const [medium, large] = [await stocked(1), await stocked(1)];
    const id = await product({
      title: "P",
      inventoryMethod: "combinations",
      attributes: [{ name: "Size", values: ["M", "L"] }],
      combinations: [
        { selection: { Size: "M" }, sku: medium },
        { selection: { Size: "L" }, sku: large },
      ],
    });
    const stage = scene();
    const question = { product: id, selection: { Size: "M" } };
    const plain = stage.watch(question);
    const whole = stage.watch({ ...question, choices: true });
    await stage.advance(0);
    expect(stage.line.sent).toHaveLength(2);
    await hold([{ sku: large, quantity: 1 }]);
    await stage.advance(5_000);
    expect(plain.views.map(({ choices }) => choices)).toEqual([undefined]);
    const isLarge = ({ choices }: Availability) => choices?.[0]?.values[1]?.purchasable;
    expect(whole.views.map(isLarge)).toEqual([true, false]);
    plain.stop();
    whole.stop();
  });

  test("each channel and reservation is asked in its own eyes, each product by itself", async () => {
    const sku = await stocked(5, { displayStockQuantity: true });
    const { id } = await hold([{ sku, quantity: 2 }]);
    const kit = await product({ title: "P", inventoryMethod: "sku", sku });
    const stage = scene();
    const plain = stage.watch({ sku });
    const own = stage.watch({ sku, reservation: id });
    const web = stage.watch({ sku, channel: "web" });
    const whole = stage.watch({ product: kit });
    await stage.advance(0);
    expect(paths(stage).toSorted()).toEqual(
      [
        `/v1/availability?sku=${sku}`,
        `/v1/availability?reservation=${id}&sku=${sku}`,
        `/v1/availability?channel=web&sku=${sku}`,
        `/v1/products/${kit}/availability`,
      ].toSorted(),
    );
    const quantities = [plain, own, web, whole].map(({ views }) => views[0]?.quantity?.value);
    expect(quantities).toEqual([3, 5, 3, 3]);
    expect(stage.environment.timers).toBe(1);
  });

  test("equal questions share one look, in whichever order their options were chosen", async () => {
    const sku = await stocked(5);
    const values = ["M"];
    const id = await product({
      title: "Shirt",
      inventoryMethod: "combinations",
      attributes: [
        { name: "Size", values },
        { name: "Colour", values },
      ],
      combinations: [{ selection: { Size: "M", Colour: "M" }, sku }],
    });
    const stage = scene();
    const told = [
      stage.watch({ product: id, selection: { Size: "M", Colour: "M" } }),
      stage.watch({
        product: id,
        selection: Object.fromEntries([
          ["Colour", "M"],
          ["Size", "M"],
        ]),
      }),
    ];
    await stage.advance(0);
    expect(paths(stage)).toEqual([
      `/v1/products/${id}/availability?selection=${encodeURIComponent('{"Colour":"M","Size":"M"}')}`,
    ]);
    expect(told.map(({ views }) => views[0]?.sku)).toEqual([sku, sku]);
  });

  test("more than a hundred SKUs are several requests, and so are fewer with long names", async () => {
    const empty = answering(200, { items: [], unknown: [] });
    const stage = scene();
    stage.line.faults.push(empty, empty);
    const skus = Array.from({ length: 101 }, (_, index) => `M-${1_000 + index}`);
    for (const sku of skus) stage.watch({ sku });
    await stage.advance(0);
    expect(stage.line.sent.map(({ path }) => path.split("sku=").length - 1)).toEqual([100, 1]);
    const long = scene();
    long.line.faults.push(empty, empty, empty);
    for (let index = 10; index < 30; index += 1) long.watch({ sku: `${index}${"ä".repeat(126)}` });
    await long.advance(0);
    // 5 + 2 + 126 × 6 = 763 characters each: seven in 6,000.
    expect(long.line.sent.map(({ path }) => path.split("sku=").length - 1)).toEqual([7, 7, 6]);
  });
});

describe("a look", () => {
  test("names the ETag of exactly its address, and an answer without a body tells nobody anything", async () => {
    const [one, two] = [await stocked(1), await stocked(2)].toSorted() as [string, string];
    const stage = scene();
    const told = stage.watch({ sku: one });
    await stage.advance(0);
    await stage.advance(5_000);
    const [first, second] = stage.line.sent;
    expect(first?.headers.get("if-none-match")).toBeNull();
    const tag = second?.headers.get("if-none-match");
    expect(tag).toMatch(/^W\/"/);
    stage.watch({ sku: two });
    await stage.advance(5_000);
    await stage.advance(5_000);
    const last = stage.line.sent.at(-1);
    expect(last?.path).toBe(`/v1/availability?sku=${one}&sku=${two}`);
    expect(last?.headers.get("if-none-match")).not.toBe(tag);
    expect(told.views).toHaveLength(1);
  });

  test("is answered with 304 while nothing changed", async () => {
    const sku = await stocked(1);
    const stage = scene();
    const statuses: number[] = [];
    const noted: Fault = async (real) => {
      const response = await real();
      statuses.push(response.status);
      return response;
    };
    stage.line.faults.push(noted, noted, noted, noted);
    const told = stage.watch({ sku });
    for (const ms of [0, 5_000]) await stage.advance(ms);
    await hold([{ sku, quantity: 1 }]);
    for (const ms of [5_000, 5_000]) await stage.advance(ms);
    expect(statuses).toEqual([200, 304, 200, 304]);
    expect(told.views.map(({ purchasable }) => purchasable)).toEqual([true, false]);
  });

  test("answered with 304 shows what its own address had, whatever another one said meanwhile", async () => {
    const [sku, other] = ["A", "B"];
    const stage = scene();
    const list = (value: number) => ({ items: [{ sku, quantity: { value, capped: false } }], unknown: [other] });
    stage.line.faults.push(
      answering(200, list(1), { etag: '"one"' }),
      answering(200, list(2), { etag: '"two"' }),
      answering(304),
    );
    const told = stage.watch({ sku });
    await stage.advance(3_000);
    const second = stage.watch({ sku: other });
    await stage.advance(0);
    second.stop();
    await stage.advance(5_000);
    expect(paths(stage)).toEqual(["/v1/availability?sku=A", "/v1/availability?sku=A&sku=B", "/v1/availability?sku=A"]);
    const tags = stage.line.sent.map(({ headers }) => headers.get("if-none-match"));
    expect(tags).toEqual([null, null, '"one"']);
    expect(told.views.map(({ quantity }) => quantity?.value)).toEqual([1, 2, 1]);
  });
});

describe("a look that fails", () => {
  test("is told, and the next ones take their time: twice as long each, up to a minute", async () => {
    const sku = await stocked(5);
    const stage = scene();
    stage.line.faults.push(...Array.from({ length: 9 }, () => unreachable));
    stage.environment.chance = 1 - Number.EPSILON;
    const told = stage.watch({ sku });
    await stage.advance(300_000);
    expect(stage.askedAt).toEqual([0, 10, 30, 70, 130, 190, 250]);
    expect(told.problems.every(({ name }) => name === "NetworkError")).toBe(true);
    told.stop();
  });

  test("comes back to its interval with the first that succeeds", async () => {
    const sku = await stocked(5);
    const stage = scene();
    const there: Fault = (real) => real();
    stage.line.faults.push(unreachable, unreachable, there, there, unreachable);
    const told = stage.watch({ sku });
    await stage.advance(30_000);
    // The least of chance: half of 10 and of 20 seconds, and of 10 again.
    expect(stage.askedAt).toEqual([0, 5, 15, 20, 25, 30]);
    expect([told.problems.length, told.views.length]).toEqual([3, 1]);
  });

  test("is not made again before the server wants it", async () => {
    const sku = await stocked(5);
    const stage = scene();
    stage.line.faults.push(answering(429, null, { "retry-after": "120" }));
    const told = stage.watch({ sku });
    await stage.advance(0);
    expect(told.problems).toMatchObject([{ name: "RateLimitedError", retryAfterMs: 120_000 }]);
    stage.environment.show(false);
    stage.environment.show(true);
    stage.watch({ sku });
    await stage.advance(119_999);
    expect(stage.line.sent).toHaveLength(1);
    await stage.advance(1);
    expect(told.views).toHaveLength(1);
  });

  test("is not made before the server wants it for the sake of another look either", async () => {
    const stage = scene();
    const refuseOther: Fault = answering(429, null, { "retry-after": "12" });
    const list = answering(200, { items: [{ sku: "A" }, { sku: "B" }], unknown: [] });
    stage.line.faults.push(list, refuseOther, list, list, list);
    stage.watch({ sku: "A" });
    stage.watch({ sku: "B", channel: "other" });
    await stage.advance(12_000);
    const other = stage.line.sent.map(({ path }, index) => (path.includes("other") ? stage.askedAt[index] : null));
    expect(other).toEqual([null, 0, null, null, 12]);
  });

  test("is made no sooner than a regular one", async () => {
    const stage = scene();
    stage.line.faults.push(unreachable, unreachable);
    stage.watch({ sku: "A" }, 120_000);
    await stage.advance(120_000);
    expect(stage.askedAt).toEqual([0, 120]);
  });

  test("together fails for all, and all go on together", async () => {
    const skus = [await stocked(1), await stocked(2)];
    const stage = scene();
    stage.line.faults.push(unreachable);
    const told = skus.map((sku) => stage.watch({ sku }));
    let drawn = 0;
    // Another chance each time it is asked for.
    stage.environment.random = () => (drawn++ % 2 === 0 ? 0 : 0.9);
    await stage.advance(10_000);
    expect(stage.askedAt).toEqual([0, 5, 10]);
    expect(told.map(({ problems, views }) => [problems.length, views.length])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  test("for a SKU that there is not yet goes on, and leaves the others their pace", async () => {
    const [sku, missing] = [await stocked(5), freshSku()];
    const stage = scene();
    const there = stage.watch({ sku });
    const absent = stage.watch({ sku: missing });
    await stage.advance(0);
    expect(absent.problems).toMatchObject([{ name: "NotFoundError", code: "sku_not_found" }]);
    expect(absent.problems[0]?.message).not.toContain(missing);
    await request("PUT", `/v1/admin/skus/${missing}`, { body: {} });
    await receive(missing, 1);
    await stage.advance(10_000);
    expect([there.problems.length, absent.views.length]).toEqual([0, 1]);
    expect(there.views).toHaveLength(1);
  });

  test("for a product that there is not is told, too", async () => {
    const stage = scene();
    const told = stage.watch({ product: "none" });
    await stage.advance(0);
    expect(told.problems).toMatchObject([{ name: "NotFoundError", code: "product_not_found" }]);
  });

  test("for a name that the server refuses harms nobody else who was asked about with it", async () => {
    const sku = await stocked(5);
    const stage = scene();
    const good = stage.watch({ sku });
    const bad = [stage.watch({ sku: " " }), stage.watch({ sku: "x".repeat(129) })];
    await stage.advance(0);
    await stage.advance(0);
    expect(good).toMatchObject({ problems: [], views: [{ sku }] });
    for (const { problems, views } of bad) {
      expect(problems).toMatchObject([{ name: "ValidationError", code: "invalid_request" }]);
      expect(views).toEqual([]);
    }
    await stage.advance(5_000);
    expect(good.problems).toEqual([]);
  });

  test("for a name that no address can have is told as well", async () => {
    const stage = scene();
    const told = ["", "..", "\ud800"].map((sku) => stage.watch({ sku }));
    const stopped = stage.watch({ sku: "." });
    stopped.stop();
    await settled();
    for (const { problems } of told) expect(problems).toMatchObject([{ name: "ValidationError" }]);
    expect(stopped.problems).toEqual([]);
    expect([stage.line.sent.length, stage.environment.timers, stage.environment.listeners]).toEqual([0, 0, 0]);
  });

  test("because something else answers does so with patience", async () => {
    const stage = scene();
    stage.line.faults.push(answering(200, { hello: "world" }), answering(200, { items: [], unknown: [] }));
    const told = stage.watch({ sku: "A" });
    await stage.advance(5_000);
    expect(stage.askedAt).toEqual([0, 5]);
    expect(told.problems.map(({ name }) => name)).toEqual(["UnexpectedAnswerError", "UnexpectedAnswerError"]);
  });
});

describe("a page that nobody can see", () => {
  test("is not looked for, and at once when it is seen again", async () => {
    const sku = await stocked(5);
    const stage = scene();
    const told = stage.watch({ sku });
    await stage.advance(0);
    stage.environment.show(false);
    expect(stage.environment.timers).toBe(0);
    await stage.advance(600_000);
    expect(stage.line.sent).toHaveLength(1);
    await hold([{ sku, quantity: 5 }]);
    stage.environment.show(true);
    await stage.advance(0);
    expect(stage.line.sent).toHaveLength(2);
    expect(told.views.map(({ purchasable }) => purchasable)).toEqual([true, false]);
    await stage.advance(5_000);
    expect(stage.line.sent).toHaveLength(3);
  });

  test("from its beginning is looked for when it is seen", async () => {
    const sku = await stocked(5);
    const stage = scene();
    stage.environment.show(false);
    const once = stage.watch({ sku }, Number.POSITIVE_INFINITY);
    await stage.advance(60_000);
    expect(stage.line.sent).toHaveLength(0);
    stage.environment.show(true);
    await stage.advance(0);
    expect(once.views).toHaveLength(1);
    stage.environment.show(false);
    stage.environment.show(true);
    await stage.advance(60_000);
    expect(stage.line.sent).toHaveLength(1);
  });

  test("that comes and goes is looked for once a second at most, however often a look has failed", async () => {
    const sku = await stocked(5);
    const stage = scene();
    stage.line.faults.push(...Array.from({ length: 3 }, () => unreachable));
    stage.watch({ sku });
    await stage.advance(0);
    for (let times = 0; times < 20; times += 1) {
      stage.environment.show(false);
      stage.environment.show(true);
      await stage.advance(100);
    }
    expect(stage.line.sent).toHaveLength(3);
  });
});

describe("the last watcher", () => {
  test("stops everything: the timer, the listener, and the look that is under way", async () => {
    const stage = scene();
    stage.line.faults.push(silent);
    const one = stage.watch({ sku: "A" });
    const two = stage.watch({ sku: "B" });
    // Not waited for: it is never answered.
    stage.environment.idle = settled;
    await stage.advance(0);
    const [sent] = stage.line.sent;
    expect(stage.environment.listeners).toBe(1);
    one.stop();
    one.stop();
    expect(sent?.signal.aborted).toBe(false);
    two.stop();
    await settled();
    expect(sent?.signal.aborted).toBe(true);
    expect([stage.environment.timers, stage.environment.listeners]).toEqual([0, 0]);
    expect([one.problems, two.problems]).toEqual([[], []]);
  });

  test("may be followed by a first one again, who is told anew", async () => {
    const sku = await stocked(5);
    const stage = scene();
    stage.watch({ sku }).stop();
    const first = stage.watch({ sku });
    await stage.advance(0);
    first.stop();
    const again = stage.watch({ sku });
    await stage.advance(0);
    expect([first.views.length, again.views.length]).toEqual([1, 1]);
    first.stop();
    await hold([{ sku, quantity: 5 }]);
    await stage.advance(5_000);
    expect([first.views.length, again.views.length]).toEqual([1, 2]);
    expect(stage.line.sent[1]?.headers.get("if-none-match")).toBeNull();
    expect(stage.environment.listeners).toBe(1);
  });

  test("of one question leaves the others at theirs", async () => {
    const [one, two] = [await stocked(5), await stocked(5)];
    const stage = scene();
    const told = [one, two].map((sku) => stage.watch({ sku }));
    await stage.advance(0);
    told[0]?.stop();
    await stage.advance(5_000);
    expect(paths(stage)[1]).toBe(`/v1/availability?sku=${two}`);
  });
});

test("a watcher that throws is reported, and keeps nobody from being told", async () => {
  const sku = await stocked(5);
  const stage = scene();
  const reported: unknown[] = [];
  const queue = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((run) => {
    void Promise.resolve().then(() => {
      try {
        run();
      } catch (error) {
        reported.push(error);
      }
    });
  });
  try {
    const onView = () => {
      throw new Error("a bug of the page");
    };
    stage.availability.watch({ sku }, { onView, onProblem: () => {} });
    const other = stage.watch({ sku });
    await stage.advance(0);
    await stage.advance(5_000);
    expect(other.views).toHaveLength(1);
    expect(stage.line.sent).toHaveLength(2);
    expect(reported).toEqual([new Error("a bug of the page")]);
  } finally {
    queue.mockRestore();
  }
});
