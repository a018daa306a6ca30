import { offline, unavailable } from "onhand/testing";
import { describe, expect, test } from "vitest";
import type { OnhandError, Question } from "../../../sdk/index.ts";
import { errorNamed } from "../failures.ts";
import { quantityOf, shop, taking } from "./shop.ts";

// `watch` over a whole server in memory, whose clock the test turns.

describe("watch", () => {
  test("gives the first view of each, and then each newer one that differs, until its signal", async () => {
    const { server, stock, open, begun } = await shop();
    const controller = new AbortController();
    const { views, ended } = taking(stock.watch(["MUG", "PLATE"], { signal: controller.signal }));
    await begun();
    expect(views.map(({ sku }) => sku)).toEqual(["MUG", "PLATE"]);
    await server.clock.advance(10_000);
    expect(views).toHaveLength(2);
    await stock.reservations.create({ lines: [{ sku: "PLATE", quantity: 2 }] });
    await server.clock.advance(5_000);
    expect(views.slice(2).map((view) => [view.sku, quantityOf(view)])).toEqual([["PLATE", 3]]);
    controller.abort();
    await ended;
    expect(open).toEqual({ timers: 0, listeners: 0 });
  });

  test("asks one question for all who watch, and nothing anew where nothing changed", async () => {
    const { server, stock, open, asked, begun } = await shop();
    const controllers = [new AbortController(), new AbortController(), new AbortController()];
    const taken = controllers.map(({ signal }) => taking(stock.watch(["MUG"], { signal })));
    await begun();
    expect(asked()).toEqual(["/v1/availability?sku=MUG"]);
    expect(taken.map(({ views }) => views.length)).toEqual([1, 1, 1]);
    expect(open).toEqual({ timers: 1, listeners: 1 });
    await server.clock.advance(10_000);
    expect(asked()).toEqual(["/v1/availability?sku=MUG", "/v1/availability?sku=MUG"]);
    expect(server.requests.at(-1)?.headers["if-none-match"]).toMatch(/^W\/"/);
    expect(taken.map(({ views }) => views.length)).toEqual([1, 1, 1]);
    for (const [at, timers] of [
      [2, 1],
      [1, 1],
      [0, 0],
    ] as const) {
      controllers[at]?.abort();
      await server.clock.advance(0);
      expect(open.timers).toBe(timers);
    }
    await Promise.all(taken.map(({ ended }) => ended));
    expect(open).toEqual({ timers: 0, listeners: 0 });
  });

  test("asks nothing before it is taken from", async () => {
    const { server, stock, open, asked } = await shop();
    const watch = stock.watch(["MUG"]);
    await server.clock.advance(10_000);
    expect(asked()).toEqual([]);
    expect(open).toEqual({ timers: 0, listeners: 0 });
    await watch.return();
  });

  test("gives who takes slowly the newest view, not those in between", async () => {
    const { server, stock } = await shop();
    const watch = stock.watch(["MUG"]);
    expect(quantityOf((await watch.next()).value ?? undefined)).toBe(5);
    for (const quantity of [1, 2]) {
      await stock.reservations.create({ lines: [{ sku: "MUG", quantity }] });
      await server.clock.advance(5_000);
    }
    // Five, four, two: four was never taken.
    expect(quantityOf((await watch.next()).value ?? undefined)).toBe(2);
    await watch.return();
  });

  test("left by a break leaves no timer and no listener", async () => {
    const { server, stock, open, asked } = await shop();
    for await (const view of stock.watch(["MUG", "PLATE"])) {
      expect(view.sku).toBe("MUG");
      break;
    }
    expect(open).toEqual({ timers: 0, listeners: 0 });
    asked();
    await server.clock.advance(60_000);
    expect(asked()).toEqual([]);
  });

  test("ends at once with its signal while it waits for the first answer, and without a view", async () => {
    const { server, stock, open, begun } = await shop();
    // Nobody answers: it is the signal that ends it.
    server.fail({ kind: "slow", ms: 60_000 });
    const controller = new AbortController();
    const { views, ended } = taking(stock.watch(["MUG"], { signal: controller.signal }));
    await begun();
    await server.clock.advance(1_000);
    controller.abort();
    await ended;
    expect(views).toEqual([]);
    await server.clock.advance(0);
    expect(open).toEqual({ timers: 0, listeners: 0 });
  });

  test("gives nothing more once its signal has ended, although there is more", async () => {
    const { stock, open } = await shop();
    const controller = new AbortController();
    const seen: (string | null)[] = [];
    for await (const { sku } of stock.watch(["MUG", "PLATE"], { signal: controller.signal })) {
      seen.push(sku);
      controller.abort();
    }
    expect(seen).toEqual(["MUG"]);
    expect(open).toEqual({ timers: 0, listeners: 0 });
  });

  test("gives nothing where its signal had ended before", async () => {
    const { server, stock, open, asked } = await shop();
    const { views, ended } = taking(stock.watch(["MUG"], { signal: AbortSignal.abort() }));
    await ended;
    await server.clock.advance(0);
    expect(views).toEqual([]);
    expect(asked().filter((path) => !path.startsWith("/v1/availability"))).toEqual([]);
    expect(open).toEqual({ timers: 0, listeners: 0 });
  });

  test("watches products and other perspectives beside SKUs", async () => {
    const { stock, asked, begun } = await shop();
    const { id } = await stock.reserve([{ sku: "MUG", quantity: 2 }]);
    asked();
    const questions: (string | Question)[] = ["MUG", { sku: "PLATE", channel: "web" }];
    const own = taking(stock.watch(questions, { reservation: id }));
    await begun();
    // The options are for those that are named by a text alone.
    expect(asked().toSorted()).toEqual([
      `/v1/availability?sku=MUG&reservation=${id}`,
      "/v1/availability?sku=PLATE&channel=web",
    ]);
    expect(own.views.map((view) => [view.sku, quantityOf(view)]).toSorted()).toEqual([
      ["MUG", 5],
      ["PLATE", 5],
    ]);
  });
});

describe("a look that fails", () => {
  test("is thrown where trying again is no use: a SKU that there is not", async () => {
    const { stock, open } = await shop();
    const failed = errorNamed(taking(stock.watch(["MUG", "NONE"])).ended, "NotFoundError");
    expect((await failed).code).toBe("sku_not_found");
    expect(open).toEqual({ timers: 0, listeners: 0 });
  });

  test("is told instead where somebody wants to hear of it, and watching goes on", async () => {
    const { server, stock, begun } = await shop();
    const problems: [string, unknown][] = [];
    const { views } = taking(
      stock.watch(["NEW"], { onProblem: ({ name }, question) => void problems.push([name, question]) }),
    );
    await begun();
    expect(problems).toEqual([["NotFoundError", { sku: "NEW", channel: undefined, reservation: undefined }]]);
    await server.put("NEW", 1);
    await server.clock.advance(5_000);
    expect(views.map(({ sku, purchasable }) => [sku, purchasable])).toEqual([["NEW", true]]);
  });

  test("is passed over where trying again may help, and watching goes on", async () => {
    const { server, stock, begun } = await shop();
    server.fail(offline(), { times: 3 });
    const { views } = taking(stock.watch(["MUG"]));
    // Three attempts in one look: the next look is ten seconds later.
    await begun();
    await server.clock.advance(9_999);
    expect(views).toHaveLength(0);
    await server.clock.advance(1);
    expect(views).toHaveLength(1);
  });

  test("is told when it may help as well, where somebody wants to hear of it", async () => {
    const { server, stock, begun } = await shop();
    const problems: OnhandError[] = [];
    server.fail(unavailable({ retryAfterSeconds: 40 }));
    const { views } = taking(stock.watch(["MUG"], { onProblem: (problem) => void problems.push(problem) }));
    await begun();
    await server.clock.advance(39_999);
    expect(problems).toMatchObject([{ name: "ServerError", retryAfterMs: 40_000 }]);
    expect(views).toHaveLength(0);
    await server.clock.advance(1);
    expect(views).toHaveLength(1);
  });

  test("does not take the view away that is known and not taken yet", async () => {
    const { server, stock } = await shop();
    const watch = stock.watch(["MUG"], { onProblem: () => {} });
    const first = watch.next();
    expect(quantityOf((await first).value ?? undefined)).toBe(5);
    await stock.reservations.create({ lines: [{ sku: "MUG", quantity: 1 }] });
    await server.clock.advance(5_000);
    server.fail(offline(), { times: Number.POSITIVE_INFINITY });
    await server.clock.advance(60_000);
    expect(quantityOf((await watch.next()).value ?? undefined)).toBe(4);
    await watch.return();
  });
});

test("while nobody can see the page nothing is asked, and at once when it is seen again", async () => {
  const { server, stock, open, asked, show, begun } = await shop();
  const { views } = taking(stock.watch(["MUG"]));
  await begun();
  show(false);
  asked();
  expect(open).toEqual({ timers: 0, listeners: 1 });
  await stock.reservations.create({ lines: [{ sku: "MUG", quantity: 1 }] });
  await server.clock.advance(600_000);
  expect(asked()).toEqual(["/v1/reservations"]);
  show(true);
  await server.clock.advance(0);
  expect(asked()).toEqual(["/v1/availability?sku=MUG"]);
  expect(views.map(quantityOf)).toEqual([5, 4]);
});
