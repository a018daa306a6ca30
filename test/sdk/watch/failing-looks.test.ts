import { describe, expect, test } from "vitest";
import { createFeed, createTransport } from "../../../sdk/index.ts";
import { BASE } from "../clients.ts";
import { FakeEnvironment, settled } from "../fake-environment.ts";
import { answering, line, refusing, unreachable } from "../line.ts";
import { scene } from "./scene.ts";

describe("a look that fails", () => {
  test("is told, and the next ones take their time: twice as long each, up to a minute", async () => {
    const stage = scene();
    stage.line.answers.push(...Array(9).fill(unreachable));
    const told = stage.watch({ sku: "A" });
    await stage.advance(300_000);
    expect(stage.askedAt).toEqual([0, 10, 30, 70, 130, 190, 250]);
    expect(told.problems.map(({ name }) => name)).toEqual(Array(7).fill("NetworkError"));
  });

  test("comes back to its pace with the first that succeeds", async () => {
    const stage = scene({ goods: { A: {} } });
    const ok = answering(200, { items: [{ sku: "A" }], unknown: [] });
    stage.line.answers.push(unreachable, answering(500), ok, ok, answering(503), ok, ok);
    const told = stage.watch({ sku: "A" });
    await stage.advance(55_000);
    expect(stage.askedAt).toEqual([0, 10, 30, 35, 40, 50, 55]);
    expect([told.problems.length, told.views.length]).toEqual([3, 1]);
  });

  test("is not made again before the server wants it, and then no later", async () => {
    const stage = scene({ goods: { A: {} } });
    stage.line.answers.push(answering(429, null, { "retry-after": "120" }));
    const told = stage.watch({ sku: "A" });
    await stage.advance(119_999);
    expect(told.problems).toMatchObject([{ name: "RateLimitedError", retryAfterMs: 120_000 }]);
    expect(stage.askedAt).toEqual([0]);
    await stage.advance(1);
    expect(stage.askedAt).toEqual([0, 120]);
    expect(told.views).toHaveLength(1);
  });

  test("is not made before the server wants it although the page is seen again", async () => {
    const stage = scene({ goods: { A: {} } });
    stage.line.answers.push(answering(429, null, { "retry-after": "120" }));
    stage.watch({ sku: "A" });
    await stage.advance(1_000);
    stage.environment.show(false);
    stage.environment.show(true);
    await stage.advance(118_999);
    expect(stage.askedAt).toEqual([0]);
    await stage.advance(1);
    expect(stage.askedAt).toEqual([0, 120]);
  });

  test("before the server wants it while the page is hidden is made when it is seen", async () => {
    const stage = scene({ goods: { A: {} } });
    stage.line.answers.push(answering(429, null, { "retry-after": "120" }));
    stage.watch({ sku: "A" });
    await stage.advance(1_000);
    stage.environment.show(false);
    await stage.advance(299_000);
    expect(stage.askedAt).toEqual([0]);
    stage.environment.show(true);
    await settled();
    expect(stage.askedAt).toEqual([0, 300]);
  });

  test("takes its time although the server would have it sooner", async () => {
    const stage = scene({ goods: { A: {} } });
    stage.line.answers.push(answering(503, null, { "retry-after": "1" }));
    stage.watch({ sku: "A" });
    await stage.advance(10_000);
    expect(stage.askedAt).toEqual([0, 10]);
  });

  test("for a SKU that there is not is told, goes on at its pace, and says when there is one", async () => {
    const stage = scene({ goods: { A: {} } });
    const [there, absent] = [stage.watch({ sku: "A" }), stage.watch({ sku: "B" })];
    await stage.advance(5_000);
    expect(absent.problems).toMatchObject(Array(2).fill({ name: "NotFoundError", code: "sku_not_found" }));
    stage.goods.set("B", {});
    await stage.advance(5_000);
    expect(stage.askedAt).toEqual([0, 5, 10]);
    expect([absent.views.length, there.views.length, there.problems.length]).toEqual([1, 1, 0]);
  });

  test("for all that was asked together fails for all, and all go on together", async () => {
    const stage = scene({ goods: { A: {}, B: {} } });
    const told = ["A", "B"].map((sku) => stage.watch({ sku }));
    await stage.advance(0);
    stage.line.answers.push(unreachable);
    await stage.advance(15_000);
    expect(stage.askedAt).toEqual([0, 5, 15]);
    expect(told.map(({ problems, views }) => [problems.length, views.length])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  test("because the client may not, is told, and made again at its pace", async () => {
    const stage = scene();
    stage.line.answers.push(refusing("forbidden", 403), refusing("forbidden", 403));
    const told = stage.watch({ sku: "A" });
    await stage.advance(5_000);
    expect(stage.askedAt).toEqual([0, 5]);
    expect(told.problems.map(({ name }) => name)).toEqual(["PermissionError", "PermissionError"]);
  });

  test("is told to nobody who has stopped by then, be it that another one heard of it and stopped both", async () => {
    const environment = new FakeEnvironment();
    const { fetch } = line([], refusing("forbidden", 403));
    const feed = createFeed(createTransport({ baseUrl: BASE, fetch, environment }));
    const calls: string[] = [];
    const stops: (() => void)[] = [];
    for (const name of ["first", "second"]) {
      const onProblem = () => {
        calls.push(name);
        for (const stop of stops) stop();
      };
      stops.push(feed.watch({ sku: "A" }, { onView: () => {}, onProblem }));
    }
    await environment.advance(20_000);
    expect(calls).toEqual(["first"]);
    expect([environment.timers, environment.listeners]).toEqual([0, 0]);
  });
});
