import { describe, expect, test } from "vitest";
import { linesView, reservationView } from "../../../worker/core/reservation-view.ts";
import { heldRecord, kitLine, MINUTE, NOW, skuClaim, skuLine } from "./given.ts";

describe("a reservation as its holder sees it", () => {
  test("has its state, channel, revision, lines and times, and nothing of the inside", () => {
    expect(reservationView(heldRecord({ client: "secret", revision: 4 }))).toEqual({
      id: "r1",
      state: "held",
      channel: "web",
      revision: 4,
      lines: [
        {
          sku: "A",
          quantity: 3,
          requested: 3,
          backordered: 0,
          skus: [{ sku: "A", quantity: 3, backordered: 0, shipsFrom: "main" }],
        },
      ],
      createdAt: "2026-03-10T11:59:00.000Z",
      expiresAt: "2026-03-10T12:14:00.000Z",
    });
  });

  test("names its order once it has one", () => {
    const { changing: _, ...rest } = heldRecord();
    const view = reservationView({ ...rest, state: "ordered", order: "O-1", endedAt: NOW + MINUTE });
    expect(view).toMatchObject({ state: "ordered", order: "O-1" });
  });
});

describe("lines with what they have", () => {
  test("name what was asked for", () => {
    const shirt = skuLine("A", 1, { product: "shirt", selection: { Size: "M" } });
    const { sku: _, ...product } = shirt;
    expect(linesView([product], [skuClaim("A", 1)])).toMatchObject([{ product: "shirt", selection: { Size: "M" } }]);
    expect(linesView([product], [skuClaim("A", 1)])[0]).not.toHaveProperty("sku");
    expect(linesView([skuLine("A", 1)], [skuClaim("A", 1)])[0]).not.toHaveProperty("product");
    expect(linesView([skuLine("A", 1)], [skuClaim("A", 1)])[0]).not.toHaveProperty("selection");
  });

  test("show what was asked for beside what there was", () => {
    expect(linesView([skuLine("A", 3, { requested: 5 })], [skuClaim("A", 3)])).toMatchObject([
      { quantity: 3, requested: 5 },
    ]);
  });

  test("are backordered from the last one up", () => {
    const lines = [skuLine("A", 4), skuLine("B", 1), skuLine("A", 3)];
    const claims = [skuClaim("A", 7, { backordered: 5 }), skuClaim("B", 1)];
    expect(linesView(lines, claims).map((line) => line.backordered)).toEqual([2, 0, 3]);
    expect(linesView(lines, claims).map((line) => line.skus[0]?.backordered)).toEqual([2, 0, 3]);
  });

  test("of a kit have their units of every component", () => {
    const claims = [skuClaim("A", 6, { shipsFrom: "east" }), skuClaim("B", 3, { shipsFrom: null })];
    expect(linesView([kitLine("set", 3, { A: 2, B: 1 })], claims)).toEqual([
      {
        product: "set",
        quantity: 3,
        requested: 3,
        backordered: 0,
        skus: [
          { sku: "A", quantity: 6, backordered: 0, shipsFrom: "east" },
          { sku: "B", quantity: 3, backordered: 0, shipsFrom: null },
        ],
      },
    ]);
  });

  test.each([
    [1, 0, 1],
    [2, 0, 1],
    [3, 0, 2],
    [0, 3, 3],
    [3, 1, 2],
  ])("of a kit wait as soon as one component does: %d of A, %d of B, %d kits", (a, b, kits) => {
    const claims = [skuClaim("A", 6, { backordered: a }), skuClaim("B", 3, { backordered: b })];
    expect(linesView([kitLine("set", 3, { A: 2, B: 1 })], claims)).toMatchObject([{ backordered: kits }]);
  });

  test("share what is backordered with kits above them", () => {
    const claims = [skuClaim("A", 9, { backordered: 5 })];
    const views = linesView([kitLine("set", 3, { A: 2 }), skuLine("A", 3)], claims);
    // 3 at the line below, the other 2 units are one kit.
    expect(views.map((view) => view.backordered)).toEqual([1, 3]);
  });

  test("that nobody counts have no SKUs and wait for nothing", () => {
    expect(linesView([kitLine("card", 2, {})], [])).toMatchObject([{ backordered: 0, skus: [] }]);
  });
});
