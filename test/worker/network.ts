import { expect } from "vitest";
import type { Channel, Level, Sku, Warehouse } from "../../sdk/index.ts";
import { type Answer, freshId, freshSku, request } from "./shop.ts";

/** Path of a warehouse or channel. */
export const pathOf = (kind: "warehouses" | "channels", code: string): string =>
  `/v1/admin/${kind}/${encodeURIComponent(code)}`;

export const putWarehouse = (
  code: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answer<Warehouse>> =>
  request<Warehouse>("PUT", pathOf("warehouses", code), { body: { name: code, ...body }, headers });

export const putChannel = (
  code: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answer<Channel>> =>
  request<Channel>("PUT", pathOf("channels", code), { body: { name: code, ...body }, headers });

/** Makes a warehouse under a fresh code. */
export async function warehouse(kind = "place"): Promise<string> {
  const code = freshId(kind);
  const made = await putWarehouse(code, {});
  if (made.status !== 201) throw new Error(`No warehouse: ${JSON.stringify(made.body)}`);
  return code;
}

/** Makes a channel of some warehouses under a fresh code. */
export async function channel(warehouses: readonly string[], strategy = "channel_order"): Promise<string> {
  const code = freshId("channel");
  const made = await putChannel(code, { warehouses, strategy });
  if (made.status !== 201) throw new Error(`No channel: ${JSON.stringify(made.body)}`);
  return code;
}

/** Makes a SKU with units on hand at some warehouses. */
export async function stockedAt(units: Record<string, number>, policy: Record<string, unknown> = {}): Promise<string> {
  const sku = freshSku();
  const levels = Object.entries(units).map(([code, onHand]) => ({ warehouse: code, onHand }));
  const made = await request<{ rows: { outcome: string }[] }>("POST", "/v1/admin/bulk/skus", {
    body: { rows: [{ sku, policy, levels }] },
  });
  if (made.body.rows[0]?.outcome !== "created") throw new Error(`No SKU: ${JSON.stringify(made.body)}`);
  return sku;
}

/** What stands at a warehouse; `null`: the SKU has no figures there. */
export async function levelAt(sku: string, code: string): Promise<Level | null> {
  const { levels } = (await request<Sku>("GET", `/v1/admin/skus/${sku}`)).body;
  return levels.find((level) => level.warehouse === code) ?? null;
}

/** Units of some figure by warehouse, those with none left out. */
export async function unitsAt(sku: string, figure: "held" | "allocated" | "onHand"): Promise<Record<string, number>> {
  const { levels } = (await request<Sku>("GET", `/v1/admin/skus/${sku}`)).body;
  return Object.fromEntries(levels.flatMap((level) => (level[figure] === 0 ? [] : [[level.warehouse, level[figure]]])));
}

/** Waits until closing a warehouse has come to an end; `null`: it is removed. */
export async function closed(code: string): Promise<Warehouse | null> {
  const read = (): Promise<Answer<Warehouse>> => request<Warehouse>("GET", pathOf("warehouses", code));
  await expect
    .poll(async () => (await read()).body.closing?.state, { timeout: 30_000, interval: 50 })
    .not.toBe("running");
  const answer = await read();
  return answer.status === 404 ? null : answer.body;
}
