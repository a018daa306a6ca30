import fc from "fast-check";
import { describe, test } from "vitest";
import { type Happening, happening, policyOfModel } from "./happenings.ts";
import type { ModelPolicy } from "./model.ts";
import { Story } from "./story.ts";

const onHand = fc.array(fc.nat({ max: 9 }), { minLength: 3, maxLength: 3 });
// Long ones: what is left of goods at one warehouse and promised at another takes a dozen events to come about.
const happenings = fc.array(happening, { maxLength: 60, size: "max" });

describe("whatever happens to a SKU over three warehouses and two channels", () => {
  test("figures, claims and ledger are what happened, nothing is sold beyond the limit, and nothing is left stranded", () => {
    fc.assert(
      fc.property(policyOfModel, onHand, happenings, (policy, atFirst, all) => {
        const story = new Story(policy, atFirst);
        for (const each of all) story.tell(each);
      }),
      { numRuns: 600 },
    );
  }, 30_000);
});

describe("nothing is left stranded", () => {
  const policy: ModelPolicy = {
    outOfStockThreshold: 0,
    backorders: "allow",
    backorderLimit: null,
    preorder: null,
  };
  const hold = { event: "hold", ttlMs: 900_000, isLost: false } as const;
  const tell = (atFirst: number[], ...all: Happening[]): void => {
    const story = new Story(policy, atFirst);
    for (const each of all) story.tell(each);
  };

  test("when goods of a claim are lost at one warehouse and others are free at another", () => {
    tell(
      [5, 1, 0],
      { ...hold, claim: 0, channel: "web", units: 1 },
      { event: "adjust", warehouse: "north", delta: -5 },
    );
  });

  test("when an older claim takes more, and a younger one's goods with it", () => {
    tell(
      [0, 5, 0],
      { ...hold, claim: 0, channel: "market", units: 3 },
      { ...hold, claim: 1, channel: "web", units: 2 },
      { event: "adjust", warehouse: "north", delta: 4 },
      { ...hold, claim: 0, channel: "market", units: 5 },
    );
  });

  test("when a shipment is taken back whose goods an older claim has waited for", () => {
    tell(
      [0, 0, 0],
      { ...hold, claim: 0, channel: "market", units: 2 },
      { event: "adjust", warehouse: "south", delta: 4 },
      { ...hold, claim: 1, channel: "web", units: 2 },
      { event: "allocate", claim: 1, isLost: false },
      { event: "plan", claim: 1, units: 2, warehouse: "south", isLost: false },
      { event: "adjust", warehouse: "south", delta: -2 },
      { event: "adjust", warehouse: "north", delta: 4 },
      { event: "unplan", claim: 1, shipment: 0, isLost: false },
    );
  });
});
