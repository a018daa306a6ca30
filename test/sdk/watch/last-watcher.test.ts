import { describe, expect, test } from "vitest";
import { settled } from "../fake-environment.ts";
import { answering, silent } from "../line.ts";
import { paths, scene, type Told } from "./scene.ts";

describe("the last watcher", () => {
  test("stops everything: the timer, the listener, and the look that is under way", async () => {
    const stage = scene();
    stage.line.answers.push(silent, silent);
    const [one, two] = [stage.watch({ sku: "A" }), stage.watch({ sku: "A" })];
    await settled();
    const [sent] = stage.line.sent;
    expect(stage.environment.listeners).toBe(1);
    one.stop();
    one.stop();
    await settled();
    expect(sent?.signal.aborted).toBe(false);
    two.stop();
    await settled();
    expect(sent?.signal.aborted).toBe(true);
    expect([stage.environment.timers, stage.environment.listeners]).toEqual([0, 0]);
    expect([one.problems, two.problems]).toEqual([[], []]);
  });

  test("leaves no timer between two looks", async () => {
    const stage = scene({ goods: { A: {} } });
    const told = stage.watch({ sku: "A" });
    await stage.advance(1_000);
    expect(stage.environment.pending).toEqual([4_000]);
    told.stop();
    expect([stage.environment.timers, stage.environment.listeners]).toEqual([0, 0]);
    await stage.advance(60_000);
    expect(stage.line.sent).toHaveLength(1);
  });

  test("of one question leaves the others at theirs", async () => {
    const stage = scene({ goods: { A: {}, B: {} } });
    const [one] = ["A", "B"].map((sku) => stage.watch({ sku }));
    await stage.advance(0);
    one?.stop();
    await stage.advance(5_000);
    expect(paths(stage).at(-1)).toBe("/v1/availability?sku=B");
  });

  test("may be followed by a first one again, who is told anew by an answer without a past", async () => {
    const stage = scene();
    const list = { items: [{ sku: "A" }], unknown: [] };
    stage.line.answers.push(answering(200, list, { etag: '"a"' }), answering(200, list, { etag: '"a"' }));
    const first = stage.watch({ sku: "A" });
    await stage.advance(0);
    first.stop();
    const again = stage.watch({ sku: "A" });
    await stage.advance(0);
    expect([first.views.length, again.views.length]).toEqual([1, 1]);
    expect(stage.line.sent[1]?.headers.get("if-none-match")).toBeNull();
    expect(stage.environment.listeners).toBe(1);
  });

  test.each([["A"], ["B"]])(
    "may be followed by one of %s in the same turn, who does not wait for the next look",
    async (sku) => {
      const stage = scene({ goods: { A: {}, B: {} } });
      stage.watch({ sku: "A" }).stop();
      // As a page does that takes an element away and puts it back.
      const told: Told = stage.watch({ sku });
      await settled();
      expect(told.views).toEqual([{ sku }]);
      await stage.advance(5_000);
      expect(stage.environment.timers).toBe(1);
      expect(stage.environment.listeners).toBe(1);
    },
  );
});
