import { z } from "@hono/zod-openapi";
import type { Admin } from "../../sdk/index.ts";
import { ProblemError } from "../../worker/routes/problem.ts";
import { type ShopSku, shopSku } from "../catalogue/shop-skus.ts";
import { type Count, type CounterView, MOVEMENTS_SHOWN, type Receipt } from "../contract/counter.ts";
import { askingOnhand } from "./asking-onhand.ts";
import { type DemoApp, type DemoContext, inDemo } from "./demo-context.ts";
import { brake, sentByPage } from "./validated.ts";

const receipt: z.ZodType<Receipt> = z.strictObject({ units: z.int().min(1).max(1_000) });
const count: z.ZodType<Count> = z.strictObject({
  onHand: z.int().min(0).max(100_000),
  expected: z.int().min(0).max(1_000_000_000),
});

/** What the drawer behind the counter asks. Only the shop's own SKUs are touched, whatever else the server counts. */
export function counterRoutes(app: DemoApp): void {
  app.get(
    "/demo/skus/:sku",
    inDemo(async (context) => {
      const sku = skuOf(context);
      await brake(context, "read");
      return askingOnhand(app, context, (server) => counterView(server, sku));
    }),
  );

  app.post(
    "/demo/skus/:sku/receive",
    inDemo(async (context) => {
      const { sku } = skuOf(context);
      await brake(context, "write");
      const { units } = await sentByPage(context, receipt);
      const goods = { delta: units, reason: "received", document: "Behind the counter" } as const;
      return askingOnhand(app, context, (server) => server.skus.adjust(sku, goods, keyOf(context)));
    }),
  );

  app.post(
    "/demo/skus/:sku/count",
    inDemo(async (context) => {
      const { sku } = skuOf(context);
      await brake(context, "write");
      const counted = await sentByPage(context, count);
      return askingOnhand(app, context, (server) =>
        server.skus.count(sku, { ...counted, document: "Behind the counter" }, keyOf(context)),
      );
    }),
  );
}

function skuOf(context: DemoContext): ShopSku {
  const found = shopSku(context.req.param("sku") ?? "");
  if (found === undefined) throw new ProblemError("sku_not_found", "The shop has no such SKU.");
  return found;
}

/** The page's own key goes on to Onhand, so that goods which arrive once are not counted twice when an answer is lost. */
function keyOf(context: DemoContext): { idempotencyKey: string } {
  const key = context.req.header("idempotency-key") ?? "";
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new ProblemError(
      "idempotency_key_missing",
      "Send an Idempotency-Key header, a random one for each new request.",
    );
  }
  return { idempotencyKey: key };
}

async function counterView(server: Admin, { sku, name }: ShopSku): Promise<CounterView> {
  const [view, movements] = await Promise.all([
    server.availability.get(sku),
    server.skus.movements(sku, { limit: MOVEMENTS_SHOWN }),
  ]);
  // A secret key is given the figures, whatever shoppers may see.
  const { onHand = 0, held = 0, allocated = 0, available = 0 } = view.figures ?? {};
  return { sku, name, status: view.status, onHand, held, allocated, available, movements: movements.items };
}
