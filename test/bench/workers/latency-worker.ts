import type { Env } from "../../../worker/env.ts";
import onhand, { SkuObject as OnhandSku, SlotObject as OnhandSlot } from "../../../worker/index.ts";
import type { OutboxMessage } from "../../../worker/objects/outbox-message.ts";
import type { StepsCall, StepsReply } from "../../../worker/objects/sku-callable.ts";
import type { CallCounts } from "./answers.ts";
import { delayed } from "./delayed.ts";

interface LatencyEnv extends Env {
  LATENCY_MS: string;
}

const calls: Record<string, number> = {};

/** Onhand as it is, but every call to an object takes its time: from the Worker to a slot, from slots to SKUs and back. */
export class SkuObject extends OnhandSku {
  constructor(ctx: DurableObjectState, env: LatencyEnv) {
    super(ctx, farApart(env));
  }

  override take(call: StepsCall): Promise<StepsReply> {
    const name = this.ctx.id.name ?? "";
    calls[name] = (calls[name] ?? 0) + 1;
    return super.take(call);
  }
}

export class SlotObject extends OnhandSlot {
  constructor(ctx: DurableObjectState, env: LatencyEnv) {
    super(ctx, farApart(env));
  }
}

export default {
  ...onhand,
  fetch(request, env, context): Response | Promise<Response> {
    if (new URL(request.url).pathname === "/bench/calls") return Response.json(calls satisfies CallCounts);
    return onhand.fetch(request, farApart(env), context);
  },
} satisfies ExportedHandler<LatencyEnv, OutboxMessage>;

function farApart(env: LatencyEnv): LatencyEnv {
  const latencyMs = Number(env.LATENCY_MS);
  return { ...env, SKU: delayed(env.SKU, latencyMs), SLOT: delayed(env.SLOT, latencyMs) };
}
