import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DisplayPolicy, Policy, ProductRequest, Selection } from "../../../sdk/index.ts";
import { expectClean, request } from "../shop.ts";
import { newStage, type Stage, type Step } from "./stage.ts";

// A scenario reads from top to bottom: what is given, what happens, what then stands in the books. Every step is a real
// request; the clock is faked in the runtime. Names in it are local: each scenario has SKUs, warehouses and orders of its own.

/** When each scenario begins. */
export const START = "2026-12-01T09:00:00.000Z";

/** Some steps wait for queues, and a busy machine takes its time. */
const PATIENCE_MS = 60_000;

/** A product by what it sells. Nothing: it is not counted. */
export interface GivenProduct {
  sku?: string;
  /** Units of each component in one kit. */
  kit?: Readonly<Record<string, number>>;
  /** What is chosen, the SKU behind it, and whether it sells without stock. */
  combinations?: readonly (readonly [Selection, string | null, boolean?])[];
  policy?: Partial<DisplayPolicy>;
}

export interface Given {
  /** Warehouses beside `main`, by local name. */
  warehouses?: readonly string[];
  /** Channels beside `web` (which sells from `main`), with their warehouses in order. */
  channels?: Readonly<Record<string, { warehouses: readonly string[]; strategy?: string }>>;
  /** On hand by warehouse, and the SKU's own settings. */
  skus: Readonly<Record<string, { onHand?: Readonly<Record<string, number>>; policy?: Partial<Policy> }>>;
  products?: Readonly<Record<string, GivenProduct>>;
}

/** One row of the specification. */
export interface Scenario {
  /** What it fixes. */
  that: string;
  given: Given;
  steps: readonly Step[];
}

/** Runs scenarios; after each the books of every SKU have to be clean. */
export function specify(title: string, scenarios: readonly Scenario[]): void {
  describe(title, () => {
    beforeEach(() => {
      vi.setSystemTime(START);
    });
    afterEach(async () => {
      vi.useRealTimers();
      await resetStore();
    });
    test.each(scenarios.map((scenario) => [scenario.that, scenario] as const))(
      "%s",
      async (_, { given, steps }) => {
        const stage = newStage(Object.keys(given.skus), Object.keys(given.products ?? {}));
        await prepare(given, stage);
        for (const step of steps) await step(stage);
        await expectClean(...stage.skus.map(stage.name));
      },
      PATIENCE_MS,
    );
  });
}

async function prepare({ warehouses = [], channels = {}, skus, products = {} }: Given, { name }: Stage): Promise<void> {
  const put = async (path: string, body: unknown): Promise<void> => {
    const made = await request("PUT", path, { body });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  };
  for (const code of warehouses) await put(`/v1/admin/warehouses/${name(code)}`, { name: code });
  for (const [code, { warehouses: places, strategy }] of Object.entries(channels)) {
    const body = { name: code, warehouses: places.map(name), ...(strategy === undefined ? {} : { strategy }) };
    await put(`/v1/admin/channels/${name(code)}`, body);
  }
  for (const [sku, { onHand = {}, policy = {} }] of Object.entries(skus)) {
    await put(`/v1/admin/skus/${name(sku)}`, { policy: namedPolicy(policy, name) });
    for (const [warehouse, units] of Object.entries(onHand)) {
      const body = { warehouse: name(warehouse), onHand: units };
      expect(await request("POST", `/v1/admin/skus/${name(sku)}/count`, { body })).toMatchObject({ status: 200 });
    }
  }
  for (const [id, product] of Object.entries(products)) {
    await put(`/v1/admin/products/${name(id)}`, definitionOf(id, product, name));
  }
}

function definitionOf(
  title: string,
  { sku, kit, combinations, policy = {} }: GivenProduct,
  name: Stage["name"],
): ProductRequest {
  if (sku !== undefined) return { title, inventoryMethod: "sku", sku: name(sku), policy };
  if (kit !== undefined) {
    const components = Object.entries(kit).map(([component, quantity]) => ({ sku: name(component), quantity }));
    return { title, inventoryMethod: "kit", components, policy };
  }
  if (combinations === undefined) return { title, inventoryMethod: "none", policy };
  const values = new Map<string, Set<string>>();
  for (const [attribute, value] of combinations.flatMap(([selection]) => Object.entries(selection))) {
    values.set(attribute, (values.get(attribute) ?? new Set()).add(value));
  }
  return {
    title,
    inventoryMethod: "combinations",
    attributes: [...values].map(([attribute, chosen]) => ({ name: attribute, values: [...chosen] })),
    combinations: combinations.map(([selection, of, allowOutOfStock = null]) => ({
      selection,
      sku: of === null ? null : name(of),
      allowOutOfStock,
    })),
    policy,
  };
}

/** Settings with the real names of the channels and the warehouse that they speak of. */
export function namedPolicy(policy: Partial<Policy>, name: Stage["name"]): Partial<Policy> {
  const { preorder, preferredWarehouse } = policy;
  const limits = Object.entries(preorder?.channelLimits ?? {}).map(([code, limit]) => [name(code), limit]);
  return {
    ...policy,
    ...(preorder?.channelLimits ? { preorder: { ...preorder, channelLimits: Object.fromEntries(limits) } } : {}),
    ...(preferredWarehouse ? { preferredWarehouse: name(preferredWarehouse) } : {}),
  };
}

const storeKeys = new Set<keyof Policy>();

/** The store's own settings, for the rest of a scenario. */
export async function setStoreDefaults(set: Partial<Policy>): Promise<void> {
  for (const key of Object.keys(set)) storeKeys.add(key as keyof Policy); // Keys of a policy, by its type.
  const changed = await request("PATCH", "/v1/admin/settings", { body: { policy: { set } } });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
}

async function resetStore(): Promise<void> {
  if (storeKeys.size === 0) return;
  const body = { policy: { inherit: [...storeKeys] } };
  storeKeys.clear();
  expect(await request("PATCH", "/v1/admin/settings", { body })).toMatchObject({ status: 200 });
}
