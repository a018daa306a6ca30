import { type CallCounts, HOLDS_PER_REQUEST, togetherAnswer } from "../workers/answers.ts";
import { delayed } from "../workers/delayed.ts";
import { type MinimalEnv, StockObject as MinimalStock } from "./stock-object.ts";
import minimal from "./worker.ts";

interface LatencyEnv extends MinimalEnv {
  LATENCY_MS: string;
}

const calls: Record<string, number> = {};

/** The minimal object, which counts its calls. */
export class StockObject extends MinimalStock {
  override hold(quantity: number): string | null {
    const name = this.ctx.id.name ?? "";
    calls[name] = (calls[name] ?? 0) + 1;
    return super.hold(quantity);
  }
}

/** The minimal Worker, from which every call to an object takes its time. */
export default {
  async fetch(request, env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/bench/calls") return Response.json(calls satisfies CallCounts);
    const stock = delayed(env.STOCK, Number(env.LATENCY_MS));
    if (pathname !== "/bench/holds") return minimal.fetch(request, { STOCK: stock });
    const sku = searchParams.get("sku") ?? "";
    const holds = Array.from({ length: HOLDS_PER_REQUEST }, () => stock.getByName(sku).hold(1));
    return togetherAnswer((await Promise.all(holds)).filter((id) => id !== null).length);
  },
} satisfies ExportedHandler<LatencyEnv>;
