import { describe, expect, test, vi } from "vitest";
import { createFeed, createTransport } from "../../../sdk/index.ts";
import { BASE } from "../clients.ts";
import { FakeEnvironment, settled } from "../fake-environment.ts";
import { answering, line } from "../line.ts";
import { readAt, scene } from "./scene.ts";

describe("a watcher", () => {
  test("is told the first view at once, and then each that differs, every five seconds", async () => {
    const stage = scene({ goods: { A: { version: 1 } } });
    const told = stage.watch({ sku: "A" });
    await stage.advance(0);
    expect(told.views).toEqual([{ sku: "A", version: 1 }]);
    stage.goods.set("A", { version: 2 });
    await stage.advance(4_999);
    expect(told.views).toHaveLength(1);
    await stage.advance(1);
    expect(told.views.map(({ version }) => version)).toEqual([1, 2]);
    await stage.advance(10_000);
    expect(stage.askedAt).toEqual([0, 5, 10, 15]);
    expect(told.views).toHaveLength(2);
    expect(told.problems).toEqual([]);
  });

  test("is told nothing where the time of the answer alone is another", async () => {
    const stage = scene();
    stage.line.answers.push(readAt(1, "09:00:00"), readAt(1, "09:00:05"), readAt(2, "09:00:10"));
    const told = stage.watch({ sku: "A" });
    await stage.advance(10_000);
    expect(stage.askedAt).toEqual([0, 5, 10]);
    expect(told.views.map(({ version }) => version)).toEqual([1, 2]);
  });

  test("is not told what another server read before the view that is known", async () => {
    const stage = scene();
    stage.line.answers.push(
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
    await settled();
    expect(late.views.map(({ version }) => version)).toEqual([3]);
  });

  test("is told what is new although the server's clock was set back, and what began anew", async () => {
    const stage = scene();
    stage.line.answers.push(readAt(8, "09:00:00"), readAt(9, "08:00:00"), readAt(1, "08:00:05"));
    const told = stage.watch({ sku: "A" });
    await stage.advance(10_000);
    expect(told.views.map(({ version }) => version)).toEqual([8, 9, 1]);
  });

  test("is called only after `watch` has returned, and never after its stop", async () => {
    const stage = scene({ goods: { A: { version: 1 } } });
    const first = stage.watch({ sku: "A" });
    await stage.advance(0);
    const second = stage.watch({ sku: "A" });
    expect(second.views).toHaveLength(0);
    const third = stage.watch({ sku: "A" });
    third.stop();
    await settled();
    expect([first.views.length, second.views.length, third.views.length]).toEqual([1, 1, 0]);
    stage.goods.set("A", { version: 2 });
    first.stop();
    await stage.advance(5_000);
    expect([first.views.length, second.views.length]).toEqual([1, 2]);
  });

  test("that comes later is told at once what is known, and nothing is asked for it", async () => {
    const stage = scene({ goods: { A: { version: 1 } } });
    stage.watch({ sku: "A" });
    await stage.advance(3_000);
    const late = stage.watch({ sku: "A" });
    await settled();
    expect(late.views).toHaveLength(1);
    expect(stage.askedAt).toEqual([0]);
    await stage.advance(2_000);
    expect(late.views).toHaveLength(1);
  });

  test("that is started while others are told is told once", async () => {
    const environment = new FakeEnvironment();
    const items = [{ sku: "A" }, { sku: "B" }];
    const { fetch } = line([], answering(200, { items, unknown: [] }));
    const feed = createFeed(createTransport({ baseUrl: BASE, fetch, environment }));
    const late: (string | null)[] = [];
    const onProblem = () => {};
    const startTwo = () => {
      for (const sku of ["B", "A"]) feed.watch({ sku }, { onView: (view) => void late.push(view.sku), onProblem });
    };
    feed.watch({ sku: "A" }, { onView: startTwo, onProblem });
    feed.watch({ sku: "B" }, { onView: () => {}, onProblem });
    await environment.advance(0);
    expect(late.toSorted()).toEqual(["A", "B"]);
  });

  test("may stop itself or another one while it is told", async () => {
    const environment = new FakeEnvironment();
    const made = line([], answering(200, { items: [{ sku: "A" }], unknown: [] }));
    const feed = createFeed(createTransport({ baseUrl: BASE, fetch: made.fetch, environment }));
    const calls: string[] = [];
    const stops: (() => void)[] = [];
    for (const name of ["first", "second"]) {
      const onView = () => {
        calls.push(name);
        for (const stop of stops) stop();
      };
      stops.push(feed.watch({ sku: "A" }, { onView, onProblem: () => {} }));
    }
    await environment.advance(20_000);
    expect(calls).toEqual(["first"]);
    expect(made.sent).toHaveLength(1);
    expect([environment.timers, environment.listeners]).toEqual([0, 0]);
  });

  test("that throws is reported, and keeps nobody from being told", async () => {
    const environment = new FakeEnvironment();
    const made = line([], answering(200, { items: [{ sku: "A" }], unknown: [] }));
    const feed = createFeed(createTransport({ baseUrl: BASE, fetch: made.fetch, environment }));
    const reported: unknown[] = [];
    // As the runtime does it, but for what becomes of an error that nobody catches.
    const queue = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((run) => {
      void Promise.resolve()
        .then(run)
        .catch((error: unknown) => reported.push(error));
    });
    try {
      const bug = new Error("a bug of the page");
      const onView = () => {
        throw bug;
      };
      feed.watch({ sku: "A" }, { onView, onProblem: () => {} });
      const told: unknown[] = [];
      feed.watch({ sku: "A" }, { onView: (view) => void told.push(view), onProblem: () => {} });
      await environment.advance(5_000);
      expect(told).toEqual([{ sku: "A" }]);
      expect(made.sent).toHaveLength(2);
      expect(reported).toEqual([bug]);
    } finally {
      queue.mockRestore();
    }
  });
});

describe("`refreshMs` is the pause between two looks", () => {
  test.each([
    [undefined, [0, 5, 10, 15, 20]],
    [1_000, Array.from({ length: 21 }, (_, second) => second)],
    [15_000, [0, 15]],
    [Number.POSITIVE_INFINITY, [0]],
  ])("%s", async (refreshMs, askedAt) => {
    const stage = scene({ goods: { A: {} }, ...(refreshMs !== undefined && { refreshMs }) });
    stage.watch({ sku: "A" });
    await stage.advance(20_000);
    expect(stage.askedAt).toEqual(askedAt);
  });

  test("of which chance takes up to a quarter, so that pages do not look together", async () => {
    for (const [chance, askedAt] of [
      [0.5, [0, 4.375, 8.75]],
      [1 - Number.EPSILON, [0, 3.75, 7.5]],
    ] as const) {
      const stage = scene({ goods: { A: {} } });
      stage.environment.chance = chance;
      stage.watch({ sku: "A" });
      await stage.advance(9_000);
      expect(stage.askedAt.map((second) => Math.round(second * 1_000) / 1_000)).toEqual(askedAt);
    }
  });
});
