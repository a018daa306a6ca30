import { expect, test } from "vitest";
import type { Availability } from "../../../sdk/index.ts";
import { RecentLooks } from "../../../worker/catalogue/recent-looks.ts";
import type { Look, LookQuestion } from "../../../worker/objects/sku-callable.ts";

const QUESTION: LookQuestion = {
  channel: { code: "web", warehouses: ["main"] },
  store: { revision: 1, policy: {} },
  product: null,
  allowOutOfStock: null,
  reservation: null,
};

/** Looks at a SKU that says another number each time that it is asked, at a time that the test sets. */
function looking() {
  const clock = { nowMs: 1_000_000 };
  const looks = new RecentLooks(() => clock.nowMs);
  let asked = 0;
  const say = async (): Promise<Look> => {
    asked += 1;
    // Only told apart by what is remembered.
    return { changes: asked } as Look;
  };
  const changes = async (question: Partial<LookQuestion> = {}, sku = "MUG"): Promise<number | undefined> =>
    (await looks.look(sku, { ...QUESTION, ...question }, say))?.changes;
  return { clock, looks, changes };
}

test("what a SKU said serves for half a second, and not longer", async () => {
  const { clock, changes } = looking();
  expect(await changes()).toBe(1);
  clock.nowMs += 499;
  expect(await changes()).toBe(1);
  clock.nowMs += 1;
  expect(await changes()).toBe(2);
});

test.each<[string, Partial<LookQuestion>]>([
  ["channel", { channel: { code: "shop", warehouses: ["main"] } }],
  ["warehouse", { channel: { code: "web", warehouses: ["main", "east"] } }],
  ["revision of the store's settings", { store: { revision: 2, policy: {} } }],
  ["product's settings", { product: { displayStockQuantity: true } }],
  ["combination's word", { allowOutOfStock: true }],
])("a question with another %s is asked", async (_, other) => {
  const { changes } = looking();
  expect(await changes()).toBe(1);
  expect(await changes(other)).toBe(2);
});

test("questions whose names read alike when they are put in a row are told apart", async () => {
  const { changes } = looking();
  expect(await changes({ channel: { code: "web", warehouses: ["main", "east"] } })).toBe(1);
  expect(await changes({ channel: { code: "web main", warehouses: ["east"] } })).toBe(2);
  expect(await changes({ channel: { code: "web main", warehouses: ["east"] } })).toBe(2);
  expect(await changes({ channel: { code: "web", warehouses: ["main east"] } })).toBe(3);
});

test("who asks with a reservation of their own is not told what others were", async () => {
  const { changes } = looking();
  expect(await changes()).toBe(1);
  expect(await changes({ reservation: "rsv_x" })).toBe(2);
  expect(await changes({ reservation: "rsv_x" })).toBe(3);
  expect(await changes()).toBe(1);
});

test("a change is seen by the next look at that SKU, and no other is asked for it", async () => {
  const { clock, looks, changes } = looking();
  expect(await changes()).toBe(1);
  expect(await changes({}, "BOWL")).toBe(2);
  clock.nowMs += 1;
  looks.forget(["MUG"]);
  clock.nowMs += 1;
  expect(await changes()).toBe(3);
  expect(await changes()).toBe(3);
  expect(await changes({}, "BOWL")).toBe(2);
});

test("after a change of nobody knows what, every SKU is asked", async () => {
  const { clock, looks, changes } = looking();
  await changes();
  await changes({}, "BOWL");
  looks.forgetAll();
  clock.nowMs += 1;
  expect(await changes()).toBe(3);
  expect(await changes({}, "BOWL")).toBe(4);
});

test.each(["forget", "forgetAll"] as const)(
  "an answer that was under way during a change is not kept (%s)",
  async (way) => {
    const { clock, looks, changes } = looking();
    const underWay = looks.look("MUG", QUESTION, async () => {
      clock.nowMs += 10;
      if (way === "forget") looks.forget(["MUG"]);
      else looks.forgetAll();
      clock.nowMs += 10;
      return { changes: 0 } as Look;
    });
    expect((await underWay)?.changes).toBe(0);
    expect(await changes()).toBe(1);
  },
);

test("a SKU that is not there is asked for each time: it may be made", async () => {
  const { looks, changes } = looking();
  expect(await looks.look("MUG", QUESTION, async () => null)).toBeNull();
  expect(await changes()).toBe(1);
});

test("5,000 SKUs are remembered, and the oldest is dropped for the one after them", async () => {
  const { changes } = looking();
  for (let n = 1; n <= 5_000; n += 1) await changes({}, `SKU-${n}`);
  expect(await changes({}, "SKU-1")).toBe(1);
  expect(await changes({}, "SKU-5001")).toBe(5_001);
  expect(await changes({}, "SKU-1")).toBe(5_002);
});

test("a view is made once for each asker of a look", async () => {
  const { looks } = looking();
  const look = { changes: 1 } as Look;
  let made = 0;
  const view = (asker: string): Availability =>
    looks.viewOf(look, asker, () => {
      made += 1;
      return { version: made } as Availability;
    });
  expect([view("shopper"), view("admin"), view("shopper")].map(({ version }) => version)).toEqual([1, 2, 1]);
});
