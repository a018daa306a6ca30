import { expect, test } from "vitest";
import { audit, lines, receive, reserveCall, sku, slot, stock } from "./stage.ts";

test("a claim that waits gets the goods of a warehouse that is opened again", async () => {
  const name = await stock(0, { backorders: "allow" });
  await receive(name, 5, "east");
  const channel = { code: "both", warehouses: ["main", "east"] };
  const closed = { revision: 2, policy: {}, channels: [channel], closed: ["east"] };
  await sku(name).learn(closed);
  expect(await slot(40).reserve(reserveCall(lines([name, 2]), { channel, store: closed }))).toMatchObject({
    accepted: true,
    value: { lines: [{ backordered: 2 }] },
  });
  expect(await sku(name).levels()).toMatchObject([
    { warehouse: "east", onHand: 5, held: 0 },
    { warehouse: "main", held: 2 },
  ]);

  await sku(name).learn({ ...closed, revision: 3, closed: [] });
  expect(await sku(name).levels()).toMatchObject([
    { warehouse: "east", onHand: 5, held: 2 },
    { warehouse: "main", held: 0 },
  ]);
  expect((await audit(name)).drift).toEqual([]);
});
