import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Reservation } from "../../sdk/index.ts";
import { SHOPPER_LIFE_MAX_MS, SHOPPER_TTL_MAX_MS, TTL_DEFAULT_MS, TTL_MAX_MS } from "../core/bounds.ts";
import type { ReserveCall, SlotResult } from "../objects/slot-callable.ts";
import { slotOfHash, slotOfReservation } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";
import { isSecret } from "./caller.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { LINE_PROBLEMS, slotProblem } from "./refusals.ts";
import { linesOf } from "./requested-lines.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { reservation, reservationChange, reservationExtension, reservationRequest } from "./schemas/reservation.ts";
import { askSlot, changeBySlot, channelOf, storeOf } from "./stock-access.ts";

/** Far beyond any shop's use; with a secret key all extensions together are bounded by it. */
const SECRET_LIFE_MAX_MS = 100 * TTL_MAX_MS;

const idParam = z.object({ id: z.string().min(1).max(100) });
const tags = ["Reservations"];

const create = defineRoute({
  method: "post",
  path: "/v1/reservations",
  tags,
  summary: "Hold a cart: all lines or none",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(reservationRequest) },
  responses: { 201: jsonAnswer(reservation, "Held until `expiresAt`.") },
  problems: ["channel_not_found", "sku_not_found as 422", "product_not_found as 422", ...LINE_PROBLEMS],
});

const read = defineRoute({
  method: "get",
  path: "/v1/reservations/{id}",
  tags,
  summary: "Read a reservation",
  request: { params: idParam, query: noQuery },
  responses: { 200: jsonAnswer(reservation, "The reservation as it is.") },
  problems: ["reservation_not_found"],
});

const change = defineRoute({
  method: "post",
  path: "/v1/reservations/{id}/change",
  tags,
  summary: "Change the lines as a whole, from the revision that was read",
  request: { params: idParam, query: noQuery, headers: idempotencyHeader, body: jsonBody(reservationChange) },
  responses: { 200: jsonAnswer(reservation, "The reservation with its new lines.") },
  problems: [
    "reservation_not_found",
    "reservation_expired",
    "reservation_released",
    "reservation_ordered",
    "revision_mismatch",
    "change_in_progress",
    "too_many_changes",
    "sku_not_found as 422",
    "product_not_found as 422",
    ...LINE_PROBLEMS,
  ],
});

const extend = defineRoute({
  method: "post",
  path: "/v1/reservations/{id}/extend",
  tags,
  summary: "Keep it longer, counted from now",
  request: { params: idParam, query: noQuery, headers: idempotencyHeader, body: jsonBody(reservationExtension) },
  responses: { 200: jsonAnswer(reservation, "The reservation with its new expiry.") },
  problems: [
    "reservation_not_found",
    "reservation_expired",
    "reservation_released",
    "reservation_ordered",
    "change_in_progress",
    "too_many_changes",
  ],
});

const release = defineRoute({
  method: "post",
  path: "/v1/reservations/{id}/release",
  tags,
  summary: "Give everything back now",
  request: { params: idParam, query: noQuery, headers: idempotencyHeader },
  responses: { 200: jsonAnswer(reservation, "The reservation, released.") },
  problems: ["reservation_not_found", "reservation_expired", "reservation_released", "reservation_ordered"],
});

/** Units set aside for a cart. */
export function reservationRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(create, async (context) => {
    const body = context.req.valid("json");
    const scope = await idempotencyOf(context, "reservations", "", body);
    const ttlMs = ttlOf(context, body.ttlSeconds);
    const [lines, channel, store] = await Promise.all([
      linesOf(context, body.lines),
      channelOf(context, body.channel),
      storeOf(context),
    ]);
    if (channel.warehouses.length === 0) {
      throw ProblemError.field("/channel", `${channel.code} sells nothing.`, "channel_without_warehouse");
    }
    const call: ReserveCall = {
      key: scope.key,
      body: scope.body,
      lines,
      channel,
      store,
      ttlMs,
      lifeMs: isSecret(context.var.caller) ? SECRET_LIFE_MAX_MS : SHOPPER_LIFE_MAX_MS,
      client: context.var.caller.kind === "shopper" ? context.var.caller.client : null,
      partial: body.partial ?? false,
    };
    const asked = lines.flatMap(({ parts }) => parts.map(({ sku }) => sku));
    const result = await changeBySlot(context, slotOfHash(scope.hash), asked, (slot) => slot.reserve(call));
    return context.json(accepted(context, result), 201);
  });

  app.openapi(read, async (context) => {
    const { id } = context.req.valid("param");
    const found = await askSlot(context, slotOf(id), (slot) => slot.reservation(id));
    if (found === null) throw unknownReservation();
    return context.json(found, 200);
  });

  app.openapi(change, async (context) => {
    const { id } = context.req.valid("param");
    const slot = slotOf(id);
    const body = context.req.valid("json");
    const { key, body: hash } = await idempotencyOf(context, "change", id, body);
    const [lines, store] = await Promise.all([linesOf(context, body.lines), storeOf(context)]);
    const call = { key, body: hash, id, revision: body.revision, lines, store };
    // Of lines that are no longer there the answer says nothing.
    const result = await changeBySlot(context, slot, "unknown", (stub) => stub.change(call));
    return context.json(accepted(context, result), 200);
  });

  app.openapi(extend, async (context) => {
    const { id } = context.req.valid("param");
    const slot = slotOf(id);
    const body = context.req.valid("json");
    const { key, body: hash } = await idempotencyOf(context, "extend", id, body);
    const call = { key, body: hash, id, ttlMs: ttlOf(context, body.ttlSeconds) };
    return context.json(accepted(context, await changeBySlot(context, slot, [], (stub) => stub.extend(call))), 200);
  });

  app.openapi(release, async (context) => {
    const { id } = context.req.valid("param");
    const slot = slotOf(id);
    const { key, body } = await idempotencyOf(context, "release", id, null);
    const result = await changeBySlot(context, slot, [], (stub) => stub.release({ key, body, id }));
    return context.json(accepted(context, result), 200);
  });
}

function ttlOf(context: Context<AppEnv>, ttlSeconds: number | undefined): number {
  const ttlMs = ttlSeconds === undefined ? TTL_DEFAULT_MS : ttlSeconds * 1000;
  if (!isSecret(context.var.caller) && ttlMs > SHOPPER_TTL_MAX_MS) {
    throw ProblemError.field("/ttlSeconds", `must be at most ${SHOPPER_TTL_MAX_MS / 1000} with this key`);
  }
  return ttlMs;
}

function slotOf(id: string): number {
  const slot = slotOfReservation(id);
  if (slot === null) throw unknownReservation();
  return slot;
}

function unknownReservation(): ProblemError {
  return new ProblemError("reservation_not_found", "There is no reservation with this id.");
}

function accepted(context: Context<AppEnv>, result: SlotResult<Reservation>): Reservation {
  if (!result.accepted) throw slotProblem(result.refusal, isSecret(context.var.caller));
  return result.value;
}
