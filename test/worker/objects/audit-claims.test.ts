import { expect, test, vi } from "vitest";
import { alter, alteration, placed } from "./order-stage.ts";
import { advance, audit, betweenSlotsAndSkus, gate, level, STORE, standTheClockStill, stock } from "./stage.ts";

standTheClockStill();

test("units that are just being tried for an old order are no drift", async () => {
  const [one, two] = [await stock(9), await stock(9)];
  const order = await placed(30, [one, 2], [two, 2]);
  advance(11 * 60_000);
  const { passed, open } = gate();
  betweenSlotsAndSkus(async (name, call, take) => {
    const isTried = call.claims.some((claim) => claim.steps.some((step) => step.kind === "hold"));
    if (name === two && isTried) await passed;
    return take();
  });
  const lines = [0, 1].map((line) => ({ line, quantity: 3 }));
  const change = { kind: "change", lines, store: STORE, terms: {}, allowsShortfall: false } as const;
  const changing = alter(alteration(order.id, change));
  await vi.waitFor(async () => expect(await level(one)).toMatchObject({ held: 1, allocated: 2 }));

  expect((await audit(one)).drift).toEqual([]);
  open();
  expect(await changing).toMatchObject({ accepted: true });
  expect((await audit(one)).drift).toEqual([]);
});
