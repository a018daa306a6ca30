import { describe, expect, test } from "vitest";
import {
  channelFactsOf,
  channelsSellingFromAlone,
  closedWarehouses,
  emptiedInto,
  isClosing,
  type Network,
  type NetworkWarehouse,
} from "../../../worker/core/network.ts";

const open = (code: string): NetworkWarehouse => ({ code, active: true, closing: null });
const inactive = (code: string): NetworkWarehouse => ({ ...open(code), active: false });
const closing = (
  code: string,
  goal: "remove" | "deactivate",
  moveTo: string | null = null,
  state: "running" | "refused" = "running",
): NetworkWarehouse => ({ ...open(code), closing: { goal, moveTo, state } });

function network(warehouses: NetworkWarehouse[], channels: Record<string, string[]>, removed: string[] = []): Network {
  return {
    warehouses,
    channels: Object.entries(channels).map(([code, named]) => ({ code, warehouses: named, strategy: "channel_order" })),
    removed,
  };
}

describe("a channel sells from", () => {
  test.each([
    ["its warehouses in its own order", [open("a"), open("b")], ["b", "a"], ["b", "a"]],
    ["none that is not active", [open("a"), inactive("b")], ["b", "a"], ["a"]],
    ["none that is being removed", [open("a"), closing("b", "remove")], ["a", "b"], ["a"]],
    ["none that is being deactivated", [open("a"), closing("b", "deactivate")], ["a", "b"], ["a"]],
    ["one that was refused to be closed", [open("a"), closing("b", "remove", null, "refused")], ["a", "b"], ["a", "b"]],
    ["nothing where it names none", [open("a")], [], []],
  ])("%s", (_, warehouses, named, expected) => {
    expect(channelFactsOf(network(warehouses, { web: named }))).toEqual([
      { code: "web", strategy: "channel_order", warehouses: expected },
    ]);
  });
});

test("closed are warehouses that are being removed or were, not those that are only sold from no more", () => {
  const warehouses = [open("a"), closing("z", "remove"), closing("b", "deactivate"), inactive("c")];
  const refused = closing("d", "remove", null, "refused");
  expect(closedWarehouses(network([...warehouses, refused], {}, ["gone"]))).toEqual(["gone", "z"]);
});

test("a code that was made anew and is removed again is closed once", () => {
  expect(closedWarehouses(network([closing("a", "remove")], {}, ["a"]))).toEqual(["a"]);
});

describe("channels that sell from a warehouse alone", () => {
  const all = { web: ["a", "b"], outlet: ["a"], empty: [], other: ["b"] };

  test("are those with no other warehouse that they sell from", () => {
    expect(channelsSellingFromAlone(network([open("a"), open("b")], all), "a")).toEqual(["outlet"]);
    expect(channelsSellingFromAlone(network([open("a"), inactive("b")], all), "a")).toEqual(["web", "outlet"]);
    expect(channelsSellingFromAlone(network([open("a"), closing("b", "remove")], all), "a")).toEqual(["web", "outlet"]);
  });

  test("are none for a warehouse that nothing is sold from anyway", () => {
    expect(channelsSellingFromAlone(network([inactive("a"), open("b")], all), "a")).toEqual([]);
  });
});

test("a warehouse into which another is being emptied is known, and by which one", () => {
  const into = (state: "running" | "refused") => network([open("a"), closing("b", "remove", "a", state)], {});
  expect(emptiedInto(into("running"), "a")).toBe("b");
  expect(emptiedInto(into("refused"), "a")).toBeNull();
  expect(emptiedInto(into("running"), "b")).toBeNull();
});

test("closing is for one goal", () => {
  const warehouse = closing("a", "deactivate");
  expect([isClosing(warehouse), isClosing(warehouse, "deactivate"), isClosing(warehouse, "remove")]).toEqual([
    true,
    true,
    false,
  ]);
});
