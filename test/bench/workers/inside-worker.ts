import { STEP_DEADLINE_MS, STEPS_PER_CALL_MAX, TTL_DEFAULT_MS } from "../../../worker/core/bounds.ts";
import type { StepsOfClaim } from "../../../worker/core/step.ts";
import type { Env } from "../../../worker/env.ts";
import onhand from "../../../worker/index.ts";
import type { OutboxMessage } from "../../../worker/objects/outbox-message.ts";
import { newReservationId } from "../../../worker/objects/slot-number.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import { insideAnswer } from "./inside-answer.ts";

export { SkuObject, SlotObject } from "../../../worker/index.ts";

/** Onhand as it is, with one more route: calls an object as a slot does that has as many holds for it as fit. */
export default {
  ...onhand,
  async fetch(request, env, context): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/bench/inside") return onhand.fetch(request, env, context);
    return insideAnswer(Number(searchParams.get("calls")), async () => {
      const now = Date.now();
      const claims = Array.from({ length: STEPS_PER_CALL_MAX }, () => hold(now));
      const call = { slot: 0, deadline: now + STEP_DEADLINE_MS, store: null, claims };
      const { answers } = await skuStub(env, searchParams.get("sku") ?? "").take(call);
      return answers.filter(({ outcome }) => outcome === "done").length;
    });
  },
} satisfies ExportedHandler<Env, OutboxMessage>;

function hold(now: number): StepsOfClaim {
  return {
    claim: newReservationId(`rsv_00${"0".repeat(22)}`),
    steps: [
      {
        kind: "hold",
        n: 1,
        after: 0,
        ask: { units: 1, direct: 1, contexts: [{ product: null, allowOutOfStock: null }], viaKit: false },
        channel: { code: "web", warehouses: ["main"] },
        client: null,
        expiresAt: now + TTL_DEFAULT_MS,
      },
    ],
  };
}
