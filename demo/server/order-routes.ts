import { z } from "@hono/zod-openapi";
import { askingOnhand } from "./asking-onhand.ts";
import { type DemoApp, inDemo } from "./demo-context.ts";
import { orderIdOf } from "./order-id.ts";
import { brake, sentByPage } from "./validated.ts";

const payment = z.strictObject({ reservation: z.string().min(1).max(100) });

/**
 * Where the shop takes the money. A real one charges the shopper first; then it does what is done here: places the order
 * from the reservation, with its secret key, under an order id of its own.
 */
export function orderRoutes(app: DemoApp): void {
  app.post(
    "/demo/orders",
    inDemo(async (context) => {
      await brake(context, "write");
      const { reservation } = await sentByPage(context, payment);
      const id = await orderIdOf(reservation);
      // Named for the order: the same payment is the same call, however often it comes.
      const idempotencyKey = `pay-${id}`;
      return askingOnhand(app, context, (server) => server.orders.place({ id, reservation }, { idempotencyKey }));
    }),
  );
}
