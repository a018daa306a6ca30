import type { Context } from "hono";
import type { ChannelFacts } from "../core/limit.ts";
import { onceMore } from "../objects/once-more.ts";
import type { SkuCallable, StoreSettings } from "../objects/sku-callable.ts";
import type { SlotCallable, SlotResult } from "../objects/slot-callable.ts";
import { skuStub, slotStub } from "../objects/stubs.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** Where a shop sells when it does not say where. */
export const DEFAULT_CHANNEL = "web";
/** Where stock is when it is not said where. */
export const DEFAULT_WAREHOUSE = "main";

/** What SKUs are told of the store, as this Worker remembers it. */
export function storeOf(context: Context<AppEnv>): Promise<StoreSettings> {
  return context.var.facts.store();
}

/** The same as it is now: for a SKU that is made with stock, which nobody has told yet where nothing is put any more. */
export function freshStoreOf(context: Context<AppEnv>): Promise<StoreSettings> {
  context.var.facts.forgetStore();
  return context.var.facts.store();
}

/** The channel that a request names. One that sells nothing says so. */
export async function channelOf(context: Context<AppEnv>, code: string | undefined): Promise<ChannelFacts> {
  const wanted = code ?? DEFAULT_CHANNEL;
  const channel = await context.var.facts.channel(wanted);
  if (channel === null) throw ProblemError.field("channel", `There is no channel ${wanted}.`, "channel_not_found");
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

/** Has a SKU do something; whatever comes of it, the next view of the SKU through this Worker is read anew. */
export async function changeSku<Value>(
  context: Context<AppEnv>,
  sku: string,
  change: (sku: SkuCallable) => Promise<Value>,
): Promise<Value> {
  try {
    return await askSku(context, sku, change);
  } finally {
    context.var.looks.forget([sku]);
  }
}

/** Asks a slot, likewise. */
export function askSlot<Value>(
  context: Context<AppEnv>,
  slot: number,
  question: (slot: SlotCallable) => Promise<Value>,
): Promise<Value> {
  return answered(onceMore(() => slotStub(context.env, slot), question));
}

/** What a slot's answer says of the SKUs that it is about. */
interface Touched {
  lines: { skus: { sku: string }[] }[];
}

/**
 * Has a slot do something, likewise. The SKUs are those that are `asked` of and those that the answer tells of; where it
 * is `"unknown"` which ones there are besides, or what came of it, every view is read anew.
 */
export async function changeBySlot<Value extends Touched>(
  context: Context<AppEnv>,
  slot: number,
  asked: readonly string[] | "unknown",
  change: (slot: SlotCallable) => Promise<SlotResult<Value>>,
): Promise<SlotResult<Value>> {
  const { looks } = context.var;
  let result: SlotResult<Value> | null = null;
  try {
    result = await askSlot(context, slot, change);
    return result;
  } finally {
    if (result === null || asked === "unknown") looks.forgetAll();
    else {
      looks.forget(asked);
      if (result.accepted) looks.forget(result.value.lines.flatMap((line) => line.skus.map(({ sku }) => sku)));
    }
  }
}

async function answered<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    console.error("An object did not answer", error);
    throw new ProblemError("unavailable", "Nothing is known to be decided. Try again with the same idempotency key.");
  }
}
