import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { Audit, Level, Policy } from "../../../sdk/index.ts";
import type { ResolvedLine } from "../../../worker/core/demand.ts";
import type { SkuCallable, StepsCall, StepsReply } from "../../../worker/objects/sku-callable.ts";
import { SkuObject } from "../../../worker/objects/sku-object.ts";
import type { ReserveCall, SlotCallable } from "../../../worker/objects/slot-callable.ts";
import { SlotObject } from "../../../worker/objects/slot-object.ts";
import { skuStub, slotStub } from "../../../worker/objects/stubs.ts";

/** The one channel and warehouse of these tests, and settings that nobody set. */
export const CHANNEL = { code: "web", warehouses: ["main"] };
export const STORE = { revision: 1, policy: {} };

/** In each test of the file the clock goes on only where a test says so (`advance`), and what was meddled with is mended after it. */
export function standTheClockStill(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

let made = 0;

/** A text that no other test of the file uses. */
export function fresh(name: string): string {
  made += 1;
  return `${name}-${made}`;
}

export function sku(name: string): SkuCallable {
  return skuStub(env, name);
}

export function slot(number: number): SlotCallable {
  return slotStub(env, number);
}

/** A SKU with units on hand. */
export async function stock(onHand: number, policy: Partial<Policy> = {}): Promise<string> {
  const name = fresh("SKU");
  await sku(name).create(policy, STORE);
  if (onHand > 0) await receive(name, onHand);
  return name;
}

export async function receive(name: string, delta: number, warehouse = "main"): Promise<void> {
  const change = { kind: "adjust", delta, reason: "received" } as const;
  const provenance = { actor: "test", note: null, document: null };
  const key = { scope: freshKey(), body: "b" };
  const written = await steadily(() => sku(name).write({ warehouse, change, provenance, key }));
  if (!written.accepted) throw new Error(`Not received: ${written.refusal.reason}`);
}

export function lines(...wanted: [sku: string, quantity: number][]): ResolvedLine[] {
  return wanted.map(([name, quantity]) => ({
    sku: name,
    requested: quantity,
    quantity,
    parts: [{ sku: name, perUnit: 1 }],
    context: { product: null, allowOutOfStock: null },
    rules: null,
  }));
}

/** An idempotency key as the Worker hashes it: 43 characters, fresh for each call. */
export function freshKey(): string {
  return fresh("key").padEnd(43, "x");
}

export function reserveCall(wanted: ResolvedLine[], more: Partial<ReserveCall> = {}): ReserveCall {
  return {
    key: freshKey(),
    body: "body",
    lines: wanted,
    channel: CHANNEL,
    store: STORE,
    ttlMs: 15 * 60_000,
    lifeMs: 24 * 3_600_000,
    client: null,
    partial: false,
    ...more,
  };
}

/** Asks again when the object was crashed by a test in the middle of it. */
export async function steadily<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** The level of a SKU at `main`, as stored. */
export async function level(name: string): Promise<Level> {
  const levels = await steadily(() => sku(name).levels());
  return levels?.[0] ?? { warehouse: "main", onHand: 0, held: 0, allocated: 0, planned: 0, incoming: 0 };
}

export async function audit(name: string): Promise<Audit> {
  const result = await steadily(() => sku(name).audit());
  if (result === null) throw new Error(`There is no SKU ${name}`);
  return result;
}

/** Moves the clock that the objects see. Alarms do not go off by it: `alarm` runs them. */
export function advance(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

/** Runs the alarm of a slot, if one is set. */
export function slotAlarm(number: number): Promise<boolean> {
  return runDurableObjectAlarm(env.SLOT.getByName(`slot-${number}`));
}

/** An honest crash: memory is lost, storage stays, whoever waits for an answer gets an error. */
export async function crashSlot(number: number): Promise<void> {
  await crash(env.SLOT.getByName(`slot-${number}`));
}

export async function crashSku(name: string): Promise<void> {
  await crash(env.SKU.getByName(name));
}

async function crash(stub: DurableObjectStub): Promise<void> {
  try {
    await runInDurableObject(stub, async (_, state) => {
      state.abort("crashed by a test");
    });
  } catch {
    // The call itself ends with the object.
  }
}

/** Expects a call to be cut off. An RPC promise is awaited, not handed on: that would leave a second rejection behind. */
export async function crashes(call: () => Promise<unknown>): Promise<void> {
  await expect((async () => await call())()).rejects.toThrow();
}

/** What happens to a call from a slot to a SKU. `take` is the real thing. */
export type TakeFault = (name: string, call: StepsCall, take: () => Promise<StepsReply>) => Promise<StepsReply>;

/** Puts something between the slots and the SKUs, until `vi.restoreAllMocks()`. Tests run in the objects' isolate. */
export function betweenSlotsAndSkus(fault: TakeFault): void {
  const original = SkuObject.prototype.take;
  vi.spyOn(SkuObject.prototype, "take").mockImplementation(function (this: SkuObject, call) {
    return fault(nameOf(this), call, () => original.call(this, call));
  });
}

/** Puts something before a method of the slots. */
export function beforeSlot<Method extends "give" | "offer" | "fates" | "areSettled" | "alterOrder">(
  method: Method,
  fault: (run: () => ReturnType<SlotObject[Method]>) => ReturnType<SlotObject[Method]>,
): void {
  const original = SlotObject.prototype[method] as (...args: unknown[]) => ReturnType<SlotObject[Method]>;
  vi.spyOn(SlotObject.prototype, method as "give").mockImplementation(function (this: SlotObject, ...args) {
    // One method's type at a time: the spy is for the method that was named.
    return fault(() => original.apply(this, args)) as ReturnType<SlotObject["give"]>;
  });
}

/** A slot dies once one SKU has taken what is meant, and before any other hears of it. */
export function crashAfter(first: string, number: number, isMeant: (call: StepsCall) => boolean = () => true): void {
  const { passed, open } = gate();
  betweenSlotsAndSkus(async (name, call, take) => {
    if (!isMeant(call)) return take();
    if (name === first) {
      const answers = await take();
      open();
      return answers;
    }
    await passed;
    await crashSlot(number);
    throw new Error("never arrived");
  });
}

/** A promise that is settled from outside. */
export function gate(): { passed: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

function nameOf(object: SkuObject): string {
  // `ctx` is protected; a test may look.
  return (object as unknown as { ctx: DurableObjectState }).ctx.id.name ?? "";
}
