import { SHOPPER_LIFE_MAX_MS, TTL_DEFAULT_MS } from "../../../worker/core/bounds.ts";
import type { Env } from "../../../worker/env.ts";
import onhand, { SkuObject as OnhandSku, SlotObject as OnhandSlot } from "../../../worker/index.ts";
import type { OutboxMessage } from "../../../worker/objects/outbox-message.ts";
import type { StepsCall, StepsReply } from "../../../worker/objects/sku-callable.ts";
import type { ReserveCall } from "../../../worker/objects/slot-callable.ts";
import { base64Url, slotOfHash } from "../../../worker/objects/slot-number.ts";
import { slotStub } from "../../../worker/objects/stubs.ts";
import { type CallCounts, HOLDS_PER_REQUEST, togetherAnswer } from "./answers.ts";
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
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/bench/calls") return Response.json(calls satisfies CallCounts);
    if (pathname === "/bench/holds") return holdTogether(searchParams.get("sku") ?? "", farApart(env));
    return onhand.fetch(request, farApart(env), context);
  },
} satisfies ExportedHandler<LatencyEnv, OutboxMessage>;

/** Many holds, each of a shopper of its own, asked of the slots as the routes would. */
async function holdTogether(sku: string, env: LatencyEnv): Promise<Response> {
  const results = await Promise.all(
    Array.from({ length: HOLDS_PER_REQUEST }, () => {
      const hash = crypto.getRandomValues(new Uint8Array(32));
      return slotStub(env, slotOfHash(hash)).reserve(reserveCall(sku, base64Url(hash)));
    }),
  );
  return togetherAnswer(results.filter((result) => result.accepted).length);
}

function reserveCall(sku: string, key: string): ReserveCall {
  return {
    key,
    body: key,
    lines: [
      {
        sku,
        requested: 1,
        quantity: 1,
        parts: [{ sku, perUnit: 1 }],
        context: { product: null, allowOutOfStock: null },
        rules: null,
      },
    ],
    channel: { code: "web", warehouses: ["main"] },
    store: { revision: 1, policy: {} },
    ttlMs: TTL_DEFAULT_MS,
    lifeMs: SHOPPER_LIFE_MAX_MS,
    client: null,
    partial: false,
  };
}

function farApart(env: LatencyEnv): LatencyEnv {
  const latencyMs = Number(env.LATENCY_MS);
  return { ...env, SKU: delayed(env.SKU, latencyMs), SLOT: delayed(env.SLOT, latencyMs) };
}
