import { describe, expect, test } from "vitest";
import { settled } from "../fake-environment.ts";
import { answering } from "../line.ts";
import { paths, scene } from "./scene.ts";

describe("looks of one feed go together", () => {
  test("watchers that start in the same turn are one request, and one timer", async () => {
    const stage = scene({ goods: { A: {}, B: {}, C: {} } });
    const told = ["C", "A", "B", "A"].map((sku) => stage.watch({ sku }));
    await stage.advance(0);
    expect(paths(stage)).toEqual(["/v1/availability?sku=C&sku=A&sku=B"]);
    expect(told.map(({ views }) => views.map(({ sku }) => sku))).toEqual([["C"], ["A"], ["B"], ["A"]]);
    expect(stage.environment.timers).toBe(1);
    expect(stage.environment.listeners).toBe(1);
    await stage.advance(5_000);
    expect(stage.askedAt).toEqual([0, 5]);
    expect(stage.environment.timers).toBe(1);
  });

  test("watchers that start later are told at once, and come into step", async () => {
    const stage = scene({ goods: { A: {}, B: {} } });
    stage.watch({ sku: "A" });
    await stage.advance(2_000);
    const late = stage.watch({ sku: "B" });
    await settled();
    expect(late.views).toHaveLength(1);
    await stage.advance(13_000);
    expect(stage.askedAt).toEqual([0, 2, 5, 10, 15]);
    expect(paths(stage).slice(1)).toEqual(["/v1/availability?sku=B", ...Array(3).fill("/v1/availability?sku=A&sku=B")]);
    expect(stage.environment.timers).toBe(1);
  });

  test("each channel and reservation is asked about in its own eyes, each product by itself", async () => {
    const stage = scene({ goods: { A: {} } });
    const told = [
      stage.watch({ sku: "A" }),
      stage.watch({ sku: "A", channel: "fair" }),
      stage.watch({ sku: "A", reservation: "rsv_1" }),
      stage.watch({ product: "SHIRT" }),
      stage.watch({ product: "SHIRT", selection: { Size: "M" }, choices: true }),
    ];
    await stage.advance(0);
    expect(paths(stage).toSorted()).toEqual([
      "/v1/availability?sku=A",
      "/v1/availability?sku=A&channel=fair",
      "/v1/availability?sku=A&reservation=rsv_1",
      "/v1/products/SHIRT/availability",
      "/v1/products/SHIRT/availability?selection=%7B%22Size%22%3A%22M%22%7D&choices=true",
    ]);
    expect(told.map(({ views }) => views.length)).toEqual([1, 1, 1, 1, 1]);
    expect(stage.environment.timers).toBe(1);
  });

  test("equal questions share one look", async () => {
    const stage = scene();
    const question = { product: "SHIRT", selection: { Size: "M" } };
    const told = [stage.watch(question), stage.watch({ ...question }), stage.watch(question)];
    await stage.advance(5_000);
    expect(stage.line.sent).toHaveLength(2);
    expect(told.map(({ views }) => views.length)).toEqual([1, 1, 1]);
  });

  test("more than a hundred SKUs are several requests", async () => {
    const stage = scene();
    for (let index = 0; index < 101; index += 1) stage.watch({ sku: `M-${index}` });
    await stage.advance(0);
    stage.line.sent.length = 0;
    await stage.advance(5_000);
    expect(paths(stage).map((path) => path.split("sku=").length - 1)).toEqual([100, 1]);
  });
});

describe("a look", () => {
  test("names the ETag of exactly its address; an answer without a body is no news", async () => {
    const stage = scene({ goods: { B: {} } });
    const list = { items: [{ sku: "A" }], unknown: [] };
    stage.line.answers.push(answering(200, list, { etag: '"one"' }), answering(304));
    const told = stage.watch({ sku: "A" });
    await stage.advance(5_000);
    const other = stage.watch({ sku: "A", channel: "fair" });
    await stage.advance(0);
    expect(stage.line.sent.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, '"one"', null]);
    expect([told.views.length, told.problems.length, other.problems.length]).toEqual([1, 0, 1]);
  });

  test("answered with 304 shows what its own address had, whatever another one said meanwhile", async () => {
    const stage = scene();
    const list = (value: number) => ({ items: [{ sku: "A", quantity: { value, capped: false } }], unknown: ["B"] });
    stage.line.answers.push(
      answering(200, list(1), { etag: '"one"' }),
      answering(200, { items: [], unknown: ["B"] }),
      answering(200, list(2), { etag: '"two"' }),
      answering(304),
    );
    const told = stage.watch({ sku: "A" });
    await stage.advance(3_000);
    const second = stage.watch({ sku: "B" });
    await stage.advance(2_000);
    second.stop();
    await stage.advance(5_000);
    const asked = ["?sku=A", "?sku=B", "?sku=A&sku=B", "?sku=A"].map((query) => `/v1/availability${query}`);
    expect(paths(stage)).toEqual(asked);
    expect(stage.line.sent.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, null, null, '"one"']);
    expect(told.views.map(({ quantity }) => quantity?.value)).toEqual([1, 2, 1]);
  });

  test("remembers a bounded number of answers", async () => {
    const stage = scene({ goods: { A: {} } });
    stage.watch({ sku: "A" });
    await stage.advance(0);
    // Each of them asked once, as a page does on which much is looked at.
    for (let index = 0; index < 60; index += 1) {
      const passing = stage.watch({ product: `P-${index}` });
      await settled();
      expect(passing.views).toHaveLength(1);
      passing.stop();
    }
    stage.line.answers.push(answering(200, { items: [{ sku: "A" }], unknown: [] }, { etag: '"a"' }), answering(304));
    await stage.advance(10_000);
    expect(stage.line.sent.slice(-2).map(({ headers }) => headers.get("if-none-match"))).toEqual([null, '"a"']);
  });
});
