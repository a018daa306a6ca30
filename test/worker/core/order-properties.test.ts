import fc from "fast-check";
import { test } from "vitest";
import { OrderStory, type Request } from "./order-story.ts";

const line = fc.nat({ max: 2 });
const quantity = fc.integer({ min: 1, max: 4 });
const isCutOff = fc.nat({ max: 5 }).map((draw) => draw === 0);
const shipment = fc.nat({ max: 9 });

const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ ask: fc.constant("change" as const), line, quantity: fc.nat({ max: 8 }), isCutOff }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ask: fc.constant("plan" as const),
      line,
      quantity,
      warehouse: fc.option(fc.constantFrom("main", "east")),
      isCutOff,
    }),
  },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant("unplan" as const), shipment }) },
  { weight: 4, arbitrary: fc.record({ ask: fc.constant("ship" as const), shipment }) },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant("cancel" as const), line, quantity }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant("cancel" as const), line: fc.constant(null), quantity }) },
  {
    weight: 3,
    arbitrary: fc.record({ ask: fc.constant("return" as const), line, quantity, restock: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant("receive" as const),
      sku: fc.constantFrom("A", "B"),
      units: fc.integer({ min: 1, max: 6 }),
    }),
  },
);

test("whatever is asked of an order, every unit of it is in one place, and every SKU has what the order says", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 9 }),
      fc.nat({ max: 4 }),
      fc.array(request, { maxLength: 30, size: "max" }),
      (onHandOfA, onHandOfB, requests) => {
        const story = new OrderStory(onHandOfA, onHandOfB);
        for (const each of requests) story.take(each);
      },
    ),
    { numRuns: 300 },
  );
}, 30_000);
