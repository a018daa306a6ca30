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
  | { kind: "reserve"; slot: number; cart: Cart; ttlMs: number; partial: boolean }
  | { kind: "change"; pick: number; cart: Cart }
  | { kind: "extend"; pick: number }
  | { kind: "release"; pick: number }
  | { kind: "order"; pick: number }
  | { kind: "cancel"; pick: number }
  | { kind: "receive"; sku: number; delta: number }
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

const pick = fc.nat(11);
const slot = fc.nat(SLOTS.length - 1);
const sku = fc.nat(SKUS - 1);
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
      ttlMs: fc.constantFrom(60_000, 900_000),
      partial: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("change" as const), pick, cart }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("extend" as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("release" as const), pick }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("order" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("cancel" as const), pick }) },
];

const trouble: fc.WeightedArbitrary<Operation>[] = [
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("receive" as const), sku, delta: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("retry" as const), pick }) },
  {
    weight: 3,
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
    weight: 6,
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
    one: fc.oneof(...shopping),
    other: fc.oneof(...shopping, ...trouble.filter((_, index) => index >= 2 && index <= 8)),
  }),
};

/** A story of shoppers in bad luck. */
export const stories: fc.Arbitrary<Operation[]> = fc.array(fc.oneof(...shopping, ...trouble, both), {
  minLength: 12,
  maxLength: 40,
});
