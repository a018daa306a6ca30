import fc from "fast-check";

/** A cart: units by the index of a SKU. */
export type Cart = { sku: number; quantity: number }[];

/** What may happen to the next calls between slots and SKUs. */
export type Fault =
  | "lose_request"
  | "lose_answer"
  | "deliver_twice"
  | "deliver_later"
  | "crash_slot_before"
  | "crash_slot_after"
  | "crash_sku_before"
  | "crash_sku_after";

/** One thing that a client, the clock or bad luck does. Numbers pick among what there is by then. */
export type Operation =
  | { kind: "reserve"; slot: number; cart: Cart; channel: number; ttlMs: number; partial: boolean }
  | { kind: "change"; pick: number; cart: Cart }
  | { kind: "extend"; pick: number }
  | { kind: "release"; pick: number }
  | { kind: "order"; pick: number }
  | { kind: "cancel"; pick: number }
  /** Makes an order from lines; `kit`: of kits of two SKUs. */
  | { kind: "direct"; cart: Cart; kit: boolean; channel: number; isPaid: boolean; allowsShortfall: boolean }
  | { kind: "report"; pick: number; allowsShortfall: boolean }
  | { kind: "requantify"; pick: number; line: number; quantity: number; allowsShortfall: boolean }
  | { kind: "cancel_part"; pick: number; line: number; quantity: number }
  /** `quantity` of one line, or as many as there may be of all. */
  | { kind: "plan"; pick: number; line: number; quantity: number; isWhole: boolean; warehouse: string | null }
  | { kind: "unplan"; pick: number; shipment: number }
  | { kind: "ship"; pick: number; shipment: number }
  | { kind: "return"; pick: number; line: number; quantity: number; restock: boolean; warehouse: string | null }
  | { kind: "receive"; sku: number; delta: number; warehouse: string }
  | { kind: "retry"; pick: number }
  | { kind: "advance"; ms: number }
  | { kind: "alarm"; slot: number }
  | { kind: "wake_sku"; sku: number }
  | { kind: "evict_slot"; slot: number }
  | { kind: "evict_sku"; sku: number }
  | { kind: "crash_slot"; slot: number }
  | { kind: "crash_sku"; sku: number }
  | { kind: "fault"; fault: Fault; calls: number }
  | { kind: "lose_gift"; before: boolean }
  | { kind: "lose_fates" }
  | { kind: "deliver_late" }
  /** Both at once. */
  | { kind: "both"; one: Operation; other: Operation };

export const SKUS = 3;
export const SLOTS = [40, 41, 42];
export const WAREHOUSES = ["main", "east"];
export const CHANNELS = [
  { code: "web", warehouses: ["main", "east"] },
  { code: "outlet", warehouses: ["east"] },
];

const pick = fc.nat(11);
const slot = fc.nat(SLOTS.length - 1);
const sku = fc.nat(SKUS - 1);
const channel = fc.nat(CHANNELS.length - 1);
const warehouse = fc.constantFrom(...WAREHOUSES);
const anyWarehouse = fc.constantFrom(null, null, ...WAREHOUSES);
const line = fc.nat(SKUS - 1);
const few = fc.constantFrom(1, 1, 2, 3);
const cart: fc.Arbitrary<Cart> = fc.uniqueArray(fc.record({ sku, quantity: fc.integer({ min: 1, max: 6 }) }), {
  minLength: 1,
  maxLength: SKUS,
  selector: (line) => line.sku,
});

const shopping: fc.WeightedArbitrary<Operation>[] = [
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("reserve" as const),
      slot,
      cart,
      channel,
      ttlMs: fc.constantFrom(60_000, 900_000),
      partial: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("change" as const), pick, cart }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("extend" as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("release" as const), pick }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("order" as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), pick }) },
];

const ordering: fc.WeightedArbitrary<Operation>[] = [
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("direct" as const),
      cart,
      kit: fc.boolean(),
      channel,
      isPaid: fc.boolean(),
      allowsShortfall: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("report" as const), pick, allowsShortfall: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("requantify" as const),
      pick,
      line,
      quantity: fc.integer({ min: 0, max: 6 }),
      allowsShortfall: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("cancel_part" as const), pick, line, quantity: few }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("plan" as const),
      pick,
      line,
      quantity: few,
      isWhole: fc.boolean(),
      warehouse: anyWarehouse,
    }),
  },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant("unplan" as const), pick, shipment: pick }) },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant("ship" as const), pick, shipment: pick }) },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant("return" as const),
      pick,
      line,
      quantity: few,
      restock: fc.boolean(),
      warehouse: anyWarehouse,
    }),
  },
];

const trouble: fc.WeightedArbitrary<Operation>[] = [
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("receive" as const), sku, delta: few, warehouse }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("retry" as const), pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("advance" as const),
      ms: fc.constantFrom(1_000, 11_000, 31_000, 61_000, 901_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("alarm" as const), slot }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wake_sku" as const), sku }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("evict_slot" as const), slot }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("evict_sku" as const), sku }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("crash_slot" as const), slot }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash_sku" as const), sku }) },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant("fault" as const),
      fault: fc.constantFrom<Fault>(
        "lose_request",
        "lose_answer",
        "deliver_twice",
        "deliver_later",
        "crash_slot_before",
        "crash_slot_after",
        "crash_sku_before",
        "crash_sku_after",
      ),
      calls: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("lose_gift" as const), before: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant<Operation>({ kind: "lose_fates" }) },
  { weight: 2, arbitrary: fc.constant<Operation>({ kind: "deliver_late" }) },
];

const both: fc.WeightedArbitrary<Operation> = {
  weight: 10,
  arbitrary: fc.record({
    kind: fc.constant("both" as const),
    one: fc.oneof(...shopping, ...ordering),
    other: fc.oneof(...shopping, ...ordering, ...trouble.filter((_, index) => index >= 2 && index <= 8)),
  }),
};

const two: Cart = [{ sku: 0, quantity: 2 }];
const reserve: Operation = { kind: "reserve", slot: 0, cart: two, channel: 0, ttlMs: 60_000, partial: false };
const direct: Operation = { kind: "direct", cart: two, kit: false, channel: 0, isPaid: true, allowsShortfall: false };
const plan: Operation = { kind: "plan", pick: 0, line: 0, quantity: 1, isWhole: true, warehouse: null };

const twice: Operation = { kind: "fault", fault: "deliver_twice", calls: 1 };

/** One story in which everything happens that stories are made for, so that none of it can be missing. */
export const EVERYTHING: Operation[] = [
  direct,
  twice,
  plan,
  twice,
  { kind: "unplan", pick: 0, shipment: 0 },
  plan,
  twice,
  { kind: "ship", pick: 0, shipment: 0 },
  twice,
  { kind: "return", pick: 0, line: 0, quantity: 1, restock: true, warehouse: null },
  { ...direct, isPaid: false },
  { kind: "report", pick: 0, allowsShortfall: false },
  { kind: "requantify", pick: 0, line: 0, quantity: 3, allowsShortfall: false },
  { kind: "cancel_part", pick: 0, line: 0, quantity: 1 },
  { kind: "cancel", pick: 0 },
  reserve,
  { kind: "change", pick: 0, cart: [{ sku: 0, quantity: 1 }] },
  { kind: "extend", pick: 0 },
  { kind: "order", pick: 0 },
  { ...reserve, slot: 1 },
  { kind: "release", pick: 1 },
  { ...reserve, slot: 2 },
  { kind: "advance", ms: 61_000 },
  { kind: "order", pick: 2 },
  { kind: "order", pick: 0 },
  { ...reserve, cart: [{ sku: 1, quantity: 50 }] },
  { kind: "fault", fault: "lose_request", calls: 1 },
  reserve,
  { kind: "fault", fault: "crash_slot_before", calls: 1 },
  reserve,
];

/** A story of shoppers and of a shop in bad luck. */
export const stories: fc.Arbitrary<Operation[]> = fc.array(fc.oneof(...shopping, ...ordering, ...trouble, both), {
  minLength: 20,
  maxLength: 40,
});
