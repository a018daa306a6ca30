import type { Context } from "hono";
import type { ChannelFacts } from "../core/limit.ts";
import { onceMore } from "../objects/once-more.ts";
import type { SkuCallable, StoreSettings } from "../objects/sku-callable.ts";
import type { SlotCallable } from "../objects/slot-callable.ts";
import { skuStub, slotStub } from "../objects/stubs.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** Where a shop sells when it does not say where. */
export const DEFAULT_CHANNEL = "web";
/** Where stock is when it is not said where. */
export const DEFAULT_WAREHOUSE = "main";

export async function storeOf(context: Context<AppEnv>): Promise<StoreSettings> {
  const { revision, policy } = await context.var.facts.settings();
  return { revision, policy };
}

/** The channel that a request names. One that sells nothing says so. */
export async function channelOf(context: Context<AppEnv>, code: string | undefined): Promise<ChannelFacts> {
  const channel = await context.var.facts.channel(code ?? DEFAULT_CHANNEL);
  if (channel === null) throw ProblemError.field("channel", `There is no channel ${code}.`, "channel_not_found");
  return channel;
}

/** Asks a SKU. An object that breaks gives no answer: nothing is known to be decided. */
export function askSku<Value>(
  context: Context<AppEnv>,
  sku: string,
  question: (sku: SkuCallable) => Promise<Value>,
): Promise<Value> {
  return answered(onceMore(() => skuStub(context.env, sku), question));
}

/** Asks a slot, likewise. */
export function askSlot<Value>(
  context: Context<AppEnv>,
  slot: number,
  question: (slot: SlotCallable) => Promise<Value>,
): Promise<Value> {
  return answered(onceMore(() => slotStub(context.env, slot), question));
}

async function answered<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    console.error("An object did not answer", error);
    throw new ProblemError("unavailable", "Nothing is known to be decided. Try again with the same idempotency key.");
  }
}
