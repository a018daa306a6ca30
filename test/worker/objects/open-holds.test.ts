import { expect, test } from "vitest";
import type { StepsOfClaim } from "../../../worker/core/step.ts";
import { CHANNEL, fresh, sku, standTheClockStill, stock } from "./stage.ts";

standTheClockStill();

/** A first hold of one unit, for the client `busy`, that lasts so long. */
function hold(ttlMs: number, client = "busy"): StepsOfClaim {
  const context = { product: null, allowOutOfStock: null };
  const ask = { units: 1, direct: 1, contexts: [context], viaKit: false };
  const expiresAt = Date.now() + ttlMs;
  return { claim: fresh("rsv"), steps: [{ kind: "hold", n: 1, after: 0, ask, channel: CHANNEL, client, expiresAt }] };
}

test("a hold too many that comes in one call with the others is told when the first of those ends", async () => {
  const name = await stock(100);
  const deadline = Date.now() + 10_000;
  const others = Array.from({ length: 19 }, () => hold(900_000));
  const claims = [hold(60_000, "calm"), ...others, hold(120_000), hold(900_000)];
  const { answers } = await sku(name).take({ slot: 1, deadline, store: null, claims });
  expect(answers.slice(0, -1).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 21 }, () => "done"));
  expect(answers.at(-1)).toEqual({
    outcome: "refused",
    refusal: { reason: "too_many_open_holds", bound: 20, firstEndsAt: Date.now() + 120_000 },
  });
});
