import { expect } from "vitest";
import type { ClosingObstacle, Policy, Warehouse } from "../../../sdk/index.ts";
import { until } from "../settled.ts";
import { request } from "../shop.ts";
import { namedPolicy, setStoreDefaults } from "./scenario.ts";
import { type Refused, type Stage, type Step, send } from "./stage.ts";

/** A stock write on a SKU: `adjust`, `count`, `transfer`, `replenishments/PO/receive`. */
export function stock(sku: string, path: string, body: Record<string, unknown>, refused?: Refused): Step {
  return async (stage) => {
    await send(stage, "POST", `${skuPath(sku, stage)}/${path}`, placed(body, stage), refused);
  };
}

/** Goods arrive, at `main` unless it is said. */
export function arrive(sku: string, units: number, warehouse = "main"): Step {
  return stock(sku, "adjust", { warehouse, delta: units, reason: "received" });
}

/** A replenishment is put. */
export function expects(sku: string, id: string, body: Record<string, unknown>, refused?: Refused): Step {
  return async (stage) => {
    await send(stage, "PUT", `${skuPath(sku, stage)}/replenishments/${id}`, placed(body, stage), refused);
  };
}

/** The rest of a replenishment is called off. */
export function callsOff(sku: string, id: string, refused?: Refused): Step {
  return async (stage) => {
    await send(stage, "DELETE", `${skuPath(sku, stage)}/replenishments/${id}`, undefined, refused);
  };
}

export function setPolicy(sku: string, set: Partial<Policy>, refused?: Refused): Step {
  return async (stage) => {
    const body = { set: namedPolicy(set, stage.name) };
    await send(stage, "PATCH", `${skuPath(sku, stage)}/policy`, body, refused);
  };
}

/** Keys are taken back to what is inherited. */
export function inherit(sku: string, ...keys: (keyof Policy)[]): Step {
  return async (stage) => {
    await send(stage, "PATCH", `${skuPath(sku, stage)}/policy`, { inherit: keys }, undefined);
  };
}

/** The store's own settings change, until the end of the scenario. */
export function setStore(set: Partial<Policy>): Step {
  return () => setStoreDefaults(set);
}

/** A channel is put as a whole. */
export function putChannel(code: string, warehouses: readonly string[], refused?: Refused): Step {
  return async (stage) => {
    const body = { name: code, warehouses: warehouses.map(stage.name) };
    await send(stage, "PUT", `/v1/admin/channels/${stage.name(code)}`, body, refused);
  };
}

/** A warehouse is made active or not, and that is through. */
export function activate(code: string, active: boolean): Step {
  return async (stage) => {
    await send(stage, "PUT", warehousePath(code, stage), { name: code, active }, undefined);
    await until(async () => expect((await warehouse(code, stage)).body).toMatchObject({ active, closing: null }));
  };
}

/** A warehouse is to be active no more, and something is in the way. */
export function staysActive(code: string, obstacle: Partial<ClosingObstacle>): Step {
  return async (stage) => {
    await send(stage, "PUT", warehousePath(code, stage), { name: code, active: false }, undefined);
    await untilRefused(code, obstacle, stage);
  };
}

/** A warehouse is removed, with all that is there moved to another, and that is through. */
export function remove(code: string, moveTo?: string): Step {
  return async (stage) => {
    await send(stage, "DELETE", removalPath(code, moveTo, stage), undefined, undefined);
    await until(async () => expect((await warehouse(code, stage)).status).toBe(404));
  };
}

/** A warehouse cannot be removed, which is known at once. */
export function cannotRemove(code: string, refused: Refused, moveTo?: string): Step {
  return async (stage) => {
    await send(stage, "DELETE", removalPath(code, moveTo, stage), undefined, refused);
  };
}

/** A warehouse was to be removed, and some SKU had something against it. */
export function staysOpen(code: string, moveTo: string, obstacle: Partial<ClosingObstacle>): Step {
  return async (stage) => {
    await send(stage, "DELETE", removalPath(code, moveTo, stage), undefined, undefined);
    await untilRefused(code, obstacle, stage);
  };
}

async function untilRefused(code: string, obstacle: Partial<ClosingObstacle>, stage: Stage): Promise<void> {
  const { sku } = obstacle;
  const named = { ...obstacle, ...(sku === undefined ? {} : { sku: stage.name(sku) }) };
  await until(async () => {
    const { closing } = (await warehouse(code, stage)).body;
    expect(closing).toMatchObject({ state: "refused", obstacles: [named] });
  });
}

function warehouse(code: string, stage: Stage) {
  return request<Warehouse>("GET", warehousePath(code, stage));
}

function warehousePath(code: string, { name }: Stage): string {
  return `/v1/admin/warehouses/${encodeURIComponent(name(code))}`;
}

function removalPath(code: string, moveTo: string | undefined, stage: Stage): string {
  const query = moveTo === undefined ? "" : `?moveTo=${encodeURIComponent(stage.name(moveTo))}`;
  return `${warehousePath(code, stage)}${query}`;
}

function skuPath(sku: string, { name }: Stage): string {
  return `/v1/admin/skus/${encodeURIComponent(name(sku))}`;
}

/** Fields that name a warehouse, by its real name. */
function placed(body: Record<string, unknown>, { name }: Stage): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) =>
      ["warehouse", "from", "to"].includes(key) && typeof value === "string" ? [key, name(value)] : [key, value],
    ),
  );
}
