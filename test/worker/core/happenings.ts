import fc from "fast-check";
import { DAY, iso, NOW, SECOND } from "./given.ts";
import { CHANNELS, type ModelPolicy, WAREHOUSES, type Warehouse } from "./model.ts";

/** What may happen to a SKU. Claims, shipments and messages on the wire are named by position. */
export type Happening =
  | { event: "hold"; claim: number; units: number; channel: string; ttlMs: number; isLost: boolean }
  | { event: "decrease"; claim: number; units: number; isLost: boolean }
  | { event: "extend" | "release" | "allocate" | "end"; claim: number; isLost: boolean }
  | { event: "cancel"; claim: number; units: number; isLost: boolean }
  | { event: "plan"; claim: number; units: number; warehouse: Warehouse | null; isLost: boolean }
  | { event: "unplan" | "ship"; claim: number; shipment: number; isLost: boolean }
  | { event: "return"; units: number; warehouse: Warehouse; restock: boolean; isLost: boolean }
  | { event: "arrive"; claim: number; message: number }
  | { event: "adjust"; warehouse: Warehouse; delta: number }
  | { event: "count"; warehouse: Warehouse; onHand: number }
  | { event: "transfer"; from: Warehouse; to: Warehouse; units: number }
  | { event: "close"; warehouse: Warehouse };

export const CLAIM_COUNT = 6;

const claim = fc.nat({ max: CLAIM_COUNT - 1 });
const isLost = fc.nat({ max: 7 }).map((draw) => draw === 0);
const warehouse = fc.constantFrom(...WAREHOUSES);
const units = fc.integer({ min: 1, max: 6 });

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.record({
      event: fc.constant("hold" as const),
      claim,
      units,
      channel: fc.constantFrom(...Object.keys(CHANNELS)),
      // Some are overdue soon: that is shown, and decides nothing.
      ttlMs: fc.constantFrom(3 * SECOND, 900 * SECOND),
      isLost,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ event: fc.constant("decrease" as const), claim, units: fc.nat({ max: 8 }), isLost }),
  },
  { weight: 1, arbitrary: fc.record({ event: fc.constant("extend" as const), claim, isLost }) },
  { weight: 1, arbitrary: fc.record({ event: fc.constant("release" as const), claim, isLost }) },
  { weight: 7, arbitrary: fc.record({ event: fc.constant("allocate" as const), claim, isLost }) },
  {
    weight: 3,
    arbitrary: fc.record({ event: fc.constant("cancel" as const), claim, units: fc.nat({ max: 8 }), isLost }),
  },
  { weight: 1, arbitrary: fc.record({ event: fc.constant("end" as const), claim, isLost }) },
  {
    weight: 8,
    arbitrary: fc.record({
      event: fc.constant("plan" as const),
      claim,
      units: fc.integer({ min: 1, max: 5 }),
      warehouse: fc.option(warehouse),
      isLost,
    }),
  },
  { weight: 3, arbitrary: fc.record({ event: fc.constant("unplan" as const), claim, shipment: fc.nat(), isLost }) },
  { weight: 4, arbitrary: fc.record({ event: fc.constant("ship" as const), claim, shipment: fc.nat(), isLost }) },
  {
    weight: 2,
    arbitrary: fc.record({ event: fc.constant("return" as const), units, warehouse, restock: fc.boolean(), isLost }),
  },
  { weight: 4, arbitrary: fc.record({ event: fc.constant("arrive" as const), claim, message: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({ event: fc.constant("adjust" as const), warehouse, delta: fc.integer({ min: -5, max: 5 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ event: fc.constant("count" as const), warehouse, onHand: fc.integer({ min: -1, max: 9 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      event: fc.constant("transfer" as const),
      from: warehouse,
      to: warehouse,
      units: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ event: fc.constant("close" as const), warehouse }) },
);

export const policyOfModel: fc.Arbitrary<ModelPolicy> = fc.record({
  outOfStockThreshold: fc.integer({ min: -4, max: 3 }),
  backorders: fc.constantFrom("none" as const, "allow" as const, "allow_and_notify" as const),
  backorderLimit: fc.option(fc.nat({ max: 5 })),
  preorder: fc.option(
    fc.record({
      availableAt: fc.constant(iso(NOW + DAY)),
      limit: fc.nat({ max: 12 }),
      channelLimits: fc.constantFrom({}, { web: 3 }, { web: 5, market: 4 }),
    }),
    { freq: 4 },
  ),
});
