import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Order } from "../../sdk/index.ts";
import type { SlotResult } from "../objects/slot-callable.ts";
import { sha256, slotOfHash } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";
import type { Caller } from "./caller.ts";
import { idempotencyOf } from "./idempotency.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { slotProblem } from "./refusals.ts";
import { jsonAnswer, jsonBody, problems } from "./responses.ts";
import { order, orderCancellation, orderRequest } from "./schemas/order.ts";
import { orderId } from "./schemas/text.ts";
import { askSlot, changeBySlot } from "./stock-access.ts";

const idParam = z.object({ id: orderId });
const tags = ["Orders"];

const place = createRoute({
  method: "post",
  path: "/v1/orders",
  tags,
  summary: "Place an order from a reservation",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(orderRequest) },
  responses: { 201: jsonAnswer(order, "The held units are allocated to the order."), ...problems(403, 404, 409, 413) },
});

const read = createRoute({
  method: "get",
  path: "/v1/orders/{id}",
  tags,
  summary: "Read an order",
  request: { params: idParam, query: noQuery },
  responses: { 200: jsonAnswer(order, "The order as it is."), ...problems(403, 404) },
});

const cancel = createRoute({
  method: "post",
  path: "/v1/orders/{id}/cancel",
  tags,
  summary: "Cancel a whole order",
  request: { params: idParam, query: noQuery, headers: idempotencyHeader, body: jsonBody(orderCancellation) },
  responses: { 200: jsonAnswer(order, "Cancelled; its units can be sold again."), ...problems(403, 404, 409, 413) },
});

/** Units promised to a placed order. */
export function orderRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(place, async (context) => {
    const request = context.req.valid("json");
    const { key, body } = await idempotencyOf(context, "orders", request.id, request);
    const call = { key, body, actor: actorOf(context.var.caller), ...request };
    const result = await changeBySlot(context, await slotOf(request.id), [], (slot) => slot.placeOrder(call));
    return context.json(accepted(result), 201);
  });

  app.openapi(read, async (context) => {
    const { id } = context.req.valid("param");
    return context.json(accepted(await askSlot(context, await slotOf(id), (slot) => slot.order(id))), 200);
  });

  app.openapi(cancel, async (context) => {
    const { id } = context.req.valid("param");
    const request = context.req.valid("json");
    const { key, body } = await idempotencyOf(context, "cancel", id, request);
    const call = { key, body, id, actor: actorOf(context.var.caller), note: request.note ?? null };
    // The answer tells what the order still has, which is nothing.
    const result = await changeBySlot(context, await slotOf(id), "unknown", (slot) => slot.cancelOrder(call));
    return context.json(accepted(result), 200);
  });
}

async function slotOf(order: string): Promise<number> {
  return slotOfHash(await sha256(order));
}

/** Who the movements say it was. */
export function actorOf(caller: Caller): string {
  return caller.kind === "secret" ? caller.actor : "shopper";
}

function accepted(result: SlotResult<Order>): Order {
  if (!result.accepted) throw slotProblem(result.refusal, true);
  return result.value;
}
