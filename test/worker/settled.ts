import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { SkuObject } from "../../worker/objects/sku-object.ts";

/** Waits until a condition holds, by the real queue: a busy machine takes its time. */
export async function until(condition: () => Promise<void>): Promise<void> {
  await vi.waitFor(condition, { timeout: 20_000, interval: 100 });
}

/** Waits until the projection has every movement of a SKU up to a number. */
export async function untilProjected(sku: string, sequence: number): Promise<void> {
  await until(async () => {
    const row = await env.DB.prepare("SELECT lines_up_to FROM sku WHERE sku = ?")
      .bind(sku)
      .first<{ lines_up_to: number }>();
    if ((row?.lines_up_to ?? 0) < sequence) throw new Error(`${sku} is projected up to ${row?.lines_up_to}`);
  });
}

/** From now on no SKU hears of an acknowledgement, until `vi.restoreAllMocks()`. Tests run in the objects' isolate. */
export function withholdAcknowledgements(): void {
  vi.spyOn(SkuObject.prototype, "acknowledge").mockResolvedValue();
}
