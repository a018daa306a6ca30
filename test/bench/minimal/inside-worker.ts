import { STEPS_PER_CALL_MAX } from "../../../worker/core/bounds.ts";
import { insideAnswer } from "../workers/inside-answer.ts";
import { StockObject as MinimalStock } from "./stock-object.ts";
import minimal from "./worker.ts";

interface InsideEnv {
  STOCK: DurableObjectNamespace<StockObject>;
}

/** The minimal object with a call for many holds in one transaction. */
export class StockObject extends MinimalStock {
  holdMany(count: number): number {
    return this.ctx.storage.transactionSync(() => {
      let held = 0;
      for (let hold = 0; hold < count; hold += 1) if (this.hold(1) !== null) held += 1;
      return held;
    });
  }
}

/** The minimal Worker, with one more route. */
export default {
  async fetch(request, env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/bench/inside") return minimal.fetch(request, env);
    const stub = env.STOCK.getByName(searchParams.get("sku") ?? "");
    return insideAnswer(Number(searchParams.get("calls")), async () => stub.holdMany(STEPS_PER_CALL_MAX));
  },
} satisfies ExportedHandler<InsideEnv>;
