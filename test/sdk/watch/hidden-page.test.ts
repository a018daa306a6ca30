import { describe, expect, test } from "vitest";
import { settled } from "../fake-environment.ts";
import { silent } from "../line.ts";
import { paths, scene } from "./scene.ts";

describe("a page that nobody can see", () => {
  test("is not looked for, without a timer, and at once when it is seen again", async () => {
    const stage = scene({ goods: { A: { version: 1 } } });
    const told = stage.watch({ sku: "A" });
    await stage.advance(2_000);
    stage.environment.show(false);
    expect(stage.environment.timers).toBe(0);
    await stage.advance(600_000);
    expect(stage.line.sent).toHaveLength(1);
    stage.goods.set("A", { version: 2 });
    stage.environment.show(true);
    await settled();
    expect(stage.askedAt).toEqual([0, 602]);
    expect(told.views.map(({ version }) => version)).toEqual([1, 2]);
    await stage.advance(5_000);
    expect(stage.askedAt).toEqual([0, 602, 607]);
  });

  test("from its beginning is looked for when it is seen, also for who came meanwhile", async () => {
    const stage = scene({ goods: { A: {}, B: {} } });
    stage.environment.show(false);
    const one = stage.watch({ sku: "A" });
    const two = stage.watch({ sku: "B" });
    await stage.advance(60_000);
    expect(stage.line.sent).toHaveLength(0);
    stage.environment.show(true);
    await settled();
    expect(paths(stage)).toEqual(["/v1/availability?sku=A&sku=B"]);
    expect([one.views.length, two.views.length]).toEqual([1, 1]);
  });

  test("which is to be looked for once is so when it is seen first, and not when it is seen again", async () => {
    const stage = scene({ goods: { A: {} }, refreshMs: Number.POSITIVE_INFINITY });
    stage.environment.show(false);
    const told = stage.watch({ sku: "A" });
    await stage.advance(60_000);
    expect(stage.line.sent).toHaveLength(0);
    for (const isVisible of [true, false, true]) {
      stage.environment.show(isVisible);
      await stage.advance(60_000);
    }
    expect(stage.askedAt).toEqual([60]);
    expect(told.views).toHaveLength(1);
    expect(stage.environment.timers).toBe(0);
  });

  test("that is hidden while a look is under way is not looked for after it", async () => {
    const stage = scene();
    let answer = (): void => {};
    stage.line.answers.push(
      () =>
        new Promise((resolve) => {
          answer = () => resolve(Response.json({ items: [{ sku: "A" }], unknown: [] }));
        }),
    );
    const told = stage.watch({ sku: "A" });
    await settled();
    stage.environment.show(false);
    answer();
    await stage.advance(60_000);
    expect(stage.line.sent).toHaveLength(1);
    expect(told.views).toHaveLength(1);
  });

  test("that comes and goes while a look is under way is looked for once", async () => {
    const stage = scene();
    stage.line.answers.push(silent);
    stage.watch({ sku: "A" });
    await settled();
    for (const isVisible of [false, true, false, true]) stage.environment.show(isVisible);
    await settled();
    expect(stage.line.sent).toHaveLength(1);
  });
});
