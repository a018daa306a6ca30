import { expect, test } from "vitest";
import type { PlannedShipment } from "../../../worker/core/claim.ts";
import { shipmentsAt } from "../../../worker/core/shipment-units.ts";
import { allocatedClaim, heldClaim } from "./given.ts";

function shipment(id: string, ...units: [warehouse: string, units: number][]): PlannedShipment {
  return { id, units: units.map(([warehouse, count]) => ({ warehouse, units: count })) };
}

test("shipments that take units from a warehouse are named with them, most first; others are not", () => {
  const claims = [
    allocatedClaim({ id: "r1", order: "O-1", shipments: [shipment("S-1", ["main", 2]), shipment("S-2", ["east", 9])] }),
    allocatedClaim({ id: "r2", order: "O-2", shipments: [shipment("S-1", ["east", 1], ["main", 5])] }),
    allocatedClaim({ id: "r3", order: "O-3", shipments: [] }),
    heldClaim({ id: "r4" }),
  ];
  expect(shipmentsAt(claims, "main")).toEqual([
    { order: "O-2", shipment: "S-1", units: 5 },
    { order: "O-1", shipment: "S-1", units: 2 },
  ]);
  expect(shipmentsAt(claims, "west")).toEqual([]);
});

test("at most a hundred are named, those with most units", () => {
  const all = Array.from({ length: 101 }, (_, index) => shipment(`S-${index}`, ["main", index + 1]));
  const named = shipmentsAt([allocatedClaim({ shipments: all })], "main");
  expect(named).toHaveLength(100);
  expect(named[0]).toEqual({ order: "O-1", shipment: "S-100", units: 101 });
  expect(named.at(-1)).toEqual({ order: "O-1", shipment: "S-1", units: 2 });
  expect(shipmentsAt([allocatedClaim({ shipments: all.slice(1) })], "main")).toEqual(named);
});
