import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AllocationChoice, Order, OrderRequest } from "../../sdk/index.ts";
import { missingWarehouses } from "../catalogue/warehouses.ts";
import type { AllocationTerms, Alteration, PlaceOrderCall, SlotResult } from "../objects/slot-callable.ts";
import { sha256, slotOfHash } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";
import type { Caller } from "./caller.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { LINE_PROBLEMS, slotProblem } from "./refusals.ts";
import { linesOf } from "./requested-lines.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import {
  order,
  orderCancellation,
  orderLinesChange,
  orderRequest,
  orderStateReport,
  returnRequest,
  shipmentNote,
  shipmentRequest,
} from "./schemas/order.ts";
import { orderId, shipmentId } from "./schemas/text.ts";
import { askSlot, changeBySlot, channelOf, storeOf } from "./stock-access.ts";

const idParam = z.object({ id: orderId });
const shipmentParams = z.object({ id: orderId, shipment: shipmentId });
const tags = ["Orders"];
const shipmentTags = ["Shipments and returns"];
const changing = { query: noQuery, headers: idempotencyHeader };

const place = defineRoute({
  method: "post",
  path: "/v1/orders",
  tags,
  summary: "Place an order from a reservation, or make one from lines",
  description:
    "From a reservation, the held units are allocated at once. From lines, they are claimed once a reported state says so " +
    "(by default `PaymentAuthorized` and `PaymentSettled`); until then the order is `pending`.",
  request: { ...changing, body: jsonBody(orderRequest) },
  responses: { 201: jsonAnswer(order, "The order was made.") },
  problems: [
    "order_exists",
    "reservation_not_found",
    "reservation_expired",
    "reservation_released",
    "reservation_ordered",
    "change_in_progress",
    "channel_not_found",
    "sku_not_found as 422",
    "product_not_found as 422",
    ...LINE_PROBLEMS,
  ],
});

const read = defineRoute({
  method: "get",
  path: "/v1/orders/{id}",
  tags,
  summary: "Read an order, with the units that wait for goods now",
  request: { params: idParam, query: noQuery },
  responses: { 200: jsonAnswer(order, "The order as it is.") },
  problems: ["order_not_found"],
});

const report = defineRoute({
  method: "post",
  path: "/v1/orders/{id}/states",
  tags,
  summary: "Report the state that the order is in now",
  description: "The first reported state that the allocation strategy names claims the order's units. Never twice.",
  request: { ...changing, params: idParam, body: jsonBody(orderStateReport) },
  responses: { 200: jsonAnswer(order, "The order as it is now.") },
  problems: ["order_not_found", "too_many_changes", "sku_not_found as 422", ...LINE_PROBLEMS],
});

const change = defineRoute({
  method: "post",
  path: "/v1/orders/{id}/lines",
  tags,
  summary: "Change quantities before they are shipped",
  request: { ...changing, params: idParam, body: jsonBody(orderLinesChange) },
  responses: { 200: jsonAnswer(order, "The order as it is now.") },
  problems: [
    "order_not_found",
    "order_cancelled",
    "order_shipped",
    "exceeds_line",
    "too_many_changes",
    ...LINE_PROBLEMS,
  ],
});

const cancel = defineRoute({
  method: "post",
  path: "/v1/orders/{id}/cancel",
  tags,
  summary: "Cancel an order, or units of some lines",
  description: "What is on a shipment has to be unplanned first.",
  request: { ...changing, params: idParam, body: jsonBody(orderCancellation) },
  responses: { 200: jsonAnswer(order, "Cancelled; the units can be sold again.") },
  problems: [
    "order_not_found",
    "order_cancelled",
    "order_shipped",
    "exceeds_line",
    "shipment_planned",
    "too_many_changes",
  ],
});

const plan = defineRoute({
  method: "post",
  path: "/v1/orders/{id}/shipments",
  tags: shipmentTags,
  summary: "Plan a shipment",
  description:
    "Takes units for which goods are there, of the order's own; with `warehouse`, what is free there besides. A plan that " +
    "nobody came back for stays on the order until it is shipped or unplanned.",
  request: { ...changing, params: idParam, body: jsonBody(shipmentRequest) },
  responses: { 201: jsonAnswer(order, "The shipment is planned.") },
  problems: [
    "order_not_found",
    "order_not_allocated",
    "order_cancelled",
    "order_shipped",
    "exceeds_line",
    "shipment_exists",
    "insufficient_on_hand",
    "warehouse_not_found",
    "too_many_changes",
  ],
});

const unplan = defineRoute({
  method: "post",
  path: "/v1/orders/{id}/shipments/{shipment}/unplan",
  tags: shipmentTags,
  summary: "Undo the plan of a shipment that has not left",
  request: { ...changing, params: shipmentParams, body: jsonBody(shipmentNote) },
  responses: { 200: jsonAnswer(order, "Its units are allocated again.") },
  problems: ["order_not_found", "shipment_not_found", "shipment_shipped", "too_many_changes"],
});

const ship = defineRoute({
  method: "post",
  path: "/v1/orders/{id}/shipments/{shipment}/ship",
  tags: shipmentTags,
  summary: "Ship what is planned",
  request: { ...changing, params: shipmentParams, body: jsonBody(shipmentNote) },
  responses: { 200: jsonAnswer(order, "Its units are not on hand any more.") },
  problems: ["order_not_found", "shipment_not_found", "too_many_changes"],
});

const giveBack = defineRoute({
  method: "post",
  path: "/v1/orders/{id}/returns",
  tags: shipmentTags,
  summary: "Take shipped units back, on hand again or not",
  request: { ...changing, params: idParam, body: jsonBody(returnRequest) },
  responses: { 201: jsonAnswer(order, "The return is recorded.") },
  problems: [
    "order_not_found",
    "order_not_allocated",
    "order_cancelled",
    "exceeds_line",
    "return_exists",
    "warehouse_not_found",
    "too_many_changes",
  ],
});

/** Units promised to orders, until they are shipped and beyond. */
export function orderRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(place, async (context) => {
    const request = context.req.valid("json");
    const { key, body } = await idempotencyOf(context, "orders", request.id, request);
    const from = await sourceOf(context, request);
    const call: PlaceOrderCall = { key, body, id: request.id, actor: actorOf(context.var.caller), from };
    const asked = "lines" in from ? from.lines.flatMap(({ parts }) => parts.map(({ sku }) => sku)) : [];
    const result = await changeBySlot(context, await slotOf(request.id), asked, (slot) => slot.placeOrder(call));
    return context.json(accepted(result), 201);
  });

  app.openapi(read, async (context) => {
    const { id } = context.req.valid("param");
    return context.json(accepted(await askSlot(context, await slotOf(id), (slot) => slot.order(id))), 200);
  });

  app.openapi(report, async (context) => {
    const { id } = context.req.valid("param");
    const request = context.req.valid("json");
    const store = await storeOf(context);
    const what: Alteration = { kind: "report", state: request.state, store, ...termsOf(request) };
    return context.json(await alter(context, id, what, request), 200);
  });

  app.openapi(change, async (context) => {
    const { id } = context.req.valid("param");
    const request = context.req.valid("json");
    const store = await storeOf(context);
    const what: Alteration = { kind: "change", lines: request.lines, store, ...termsOf(request) };
    return context.json(await alter(context, id, what, request), 200);
  });

  app.openapi(cancel, async (context) => {
    const { id } = context.req.valid("param");
    const request = context.req.valid("json");
    return context.json(await alter(context, id, { kind: "cancel", lines: request.lines ?? null }, request), 200);
  });

  app.openapi(plan, async (context) => {
    const { id } = context.req.valid("param");
    const request = context.req.valid("json");
    const { id: shipment, lines } = request;
    const warehouse = await warehouseOf(context, request.warehouse);
    return context.json(await alter(context, id, { kind: "plan", shipment, lines, warehouse }, request), 201);
  });

  app.openapi(unplan, async (context) => {
    const { id, shipment } = context.req.valid("param");
    return context.json(await alter(context, id, { kind: "unplan", shipment }, context.req.valid("json")), 200);
  });

  app.openapi(ship, async (context) => {
    const { id, shipment } = context.req.valid("param");
    const what: Alteration = { kind: "ship", shipment, store: await storeOf(context) };
    return context.json(await alter(context, id, what, context.req.valid("json")), 200);
  });

  app.openapi(giveBack, async (context) => {
    const { id } = context.req.valid("param");
    const request = context.req.valid("json");
    const { id: document, lines, restock = true } = request;
    const warehouse = await warehouseOf(context, request.warehouse);
    const what: Alteration = { kind: "return", id: document, lines, restock, warehouse };
    return context.json(await alter(context, id, what, request), 201);
  });
}

/** Who the movements say it was. */
export function actorOf(caller: Caller): string {
  return caller.kind === "secret" ? caller.actor : "shopper";
}

async function alter(context: Context<AppEnv>, id: string, what: Alteration, request: object): Promise<Order> {
  // A shipment that is to be planned is named by the body; one that is there, by the path.
  const resource = what.kind === "unplan" || what.kind === "ship" ? [id, what.shipment] : [id];
  const { key, body } = await idempotencyOf(context, what.kind, JSON.stringify(resource), request);
  const note = "note" in request && typeof request.note === "string" ? request.note : null;
  const call = { key, body, id, actor: actorOf(context.var.caller), note, what };
  // What was given back is not on the order any more, so the answer does not tell all that changed.
  return accepted(await changeBySlot(context, await slotOf(id), "unknown", (slot) => slot.alterOrder(call)));
}

async function sourceOf(context: Context<AppEnv>, request: OrderRequest): Promise<PlaceOrderCall["from"]> {
  if (request.reservation !== undefined) {
    return { reservation: request.reservation, store: await storeOf(context) };
  }
  const [lines, channel, store] = await Promise.all([
    // One of the two is there, by the schema.
    linesOf(context, request.lines ?? []),
    channelOf(context, request.channel),
    storeOf(context),
  ]);
  return { lines, channel, store, reported: request.state ?? null, ...termsOf(request) };
}

function termsOf({ shortfall, allowNotPurchasable }: AllocationChoice): AllocationTerms {
  return {
    terms: allowNotPurchasable === true ? { evenIfNotPurchasable: true } : {},
    allowsShortfall: shortfall === "allocate_available",
  };
}

async function warehouseOf(context: Context<AppEnv>, code: string | undefined): Promise<string | null> {
  if (code === undefined) return null;
  if ((await missingWarehouses(context.env.DB, [code])).size === 0) return code;
  throw ProblemError.field("/warehouse", `There is no warehouse ${code}.`, "warehouse_not_found");
}

async function slotOf(order: string): Promise<number> {
  return slotOfHash(await sha256(order));
}

function accepted(result: SlotResult<Order>): Order {
  if (!result.accepted) throw slotProblem(result.refusal, true);
  return result.value;
}
