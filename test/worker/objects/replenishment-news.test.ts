import { expect, test } from "vitest";
import { replenishmentNews } from "../../../worker/objects/replenishment-news.ts";
import type { NumberedGoods } from "../../../worker/objects/replenishment-rows.ts";
import { goods } from "../core/given.ts";

/** A hundred replenishments, each with as long a note as it may have. */
const MANY = Array.from({ length: 100 }, (_, index): NumberedGoods => {
  return { ...goods({ id: `PO-${index}`, note: "😀".repeat(500), document: "é".repeat(128) }), sequence: index + 1 };
});

const news = (all: NumberedGoods[]) => replenishmentNews({ between: () => all }, "MUG", 0, Number.MAX_SAFE_INTEGER);

test("however long they are, replenishments are told in groups that fit into a message, each once and in their order", () => {
  const groups = news(MANY);
  for (const group of groups) {
    expect(group.length).toBeGreaterThan(0);
    expect(new TextEncoder().encode(JSON.stringify(group)).length).toBeLessThan(31_000);
  }
  expect(groups.flat().map(({ id, sequence }) => [id, sequence])).toEqual(
    MANY.map(({ id, sequence }) => [id, sequence]),
  );
  // Each has 2,000 bytes of note, 256 of document and some 235 besides: twelve fit into 30,000, and thirteen do not.
  expect(groups.map((group) => group.length)).toEqual([12, 12, 12, 12, 12, 12, 12, 12, 4]);
});

test("few go together, and of none there is no group", () => {
  expect(news(MANY.slice(0, 3))).toHaveLength(1);
  expect(news([])).toEqual([]);
});
