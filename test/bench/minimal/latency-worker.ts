import type { CallCounts } from "../workers/answers.ts";
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
  fetch(request, env): Response | Promise<Response> {
    if (new URL(request.url).pathname === "/bench/calls") return Response.json(calls satisfies CallCounts);
    return minimal.fetch(request, { STOCK: delayed(env.STOCK, Number(env.LATENCY_MS)) });
  },
} satisfies ExportedHandler<LatencyEnv>;
