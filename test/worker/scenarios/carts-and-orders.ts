import { expect, vi } from "vitest";
import type { LineQuantity, Order, Reservation } from "../../../sdk/index.ts";
import { books, linesOf, orderPath, type Refused, type Stage, type Step, send, type Wanted } from "./stage.ts";

/** Time goes by. */
export function after(ms: number): Step {
  return async () => {
    vi.setSystemTime(Date.now() + ms);
  };
}

/** The clock shows this time. */
export function at(time: string): Step {
  return async () => {
    vi.setSystemTime(time);
  };
}

export function hold(
  reservation: string,
  wanted: Wanted,
  more: { channel?: string; refused?: Refused; backordered?: number; partial?: boolean } = {},
): Step {
  return async (stage) => {
    const { channel = "web", refused, backordered, partial } = more;
    const body = {
      lines: linesOf(wanted, stage),
      channel: stage.name(channel),
      ...(partial === true ? { partial } : {}),
    };
    const held = await send<Reservation>(stage, "POST", "/v1/reservations", body, refused);
    if (refused !== undefined) return;
    stage.reservations.set(reservation, held);
    if (backordered !== undefined) expect(sum(held.lines.map((line) => line.backordered))).toBe(backordered);
  };
}

export function change(reservation: string, wanted: Wanted, refused?: Refused): Step {
  return async (stage) => {
    const { id, revision } = reservationOf(reservation, stage);
    const body = { revision, lines: linesOf(wanted, stage) };
    const changed = await send<Reservation>(stage, "POST", `/v1/reservations/${id}/change`, body, refused);
    if (refused === undefined) stage.reservations.set(reservation, changed);
  };
}

export function release(reservation: string, refused?: Refused): Step {
  return async (stage) => {
    await send(stage, "POST", `/v1/reservations/${reservationOf(reservation, stage).id}/release`, undefined, refused);
  };
}

/** From a reservation, by its name, or from lines. */
export function order(
  id: string,
  from: string | Wanted,
  more: { state?: string; channel?: string; shortfall?: string; allowNotPurchasable?: boolean; refused?: Refused } = {},
): Step {
  return async (stage) => {
    const { refused, channel, ...rest } = more;
    const source =
      typeof from === "string"
        ? { reservation: reservationOf(from, stage).id }
        : { lines: linesOf(from, stage), ...(channel === undefined ? {} : { channel: stage.name(channel) }) };
    await send<Order>(stage, "POST", "/v1/orders", { id: stage.name(id), ...source, ...rest }, refused);
    if (refused === undefined) stage.orders.add(stage.name(id));
  };
}

/** A request on an order: `states`, `lines`, `cancel`, `shipments`, `shipments/S/ship`, `returns`. */
export function on(id: string, path: string, body: Record<string, unknown> = {}, refused?: Refused): Step {
  return async (stage) => {
    const { warehouse } = body;
    const sent = { ...body, ...(typeof warehouse === "string" ? { warehouse: stage.name(warehouse) } : {}) };
    await send<Order>(stage, "POST", `${orderPath(stage.name(id))}/${path}`, sent, refused);
  };
}

/** A shipment is planned, and leaves. */
export function ships(id: string, shipment: string, lines: readonly LineQuantity[], warehouse?: string): Step {
  return async (stage) => {
    const from = warehouse === undefined ? {} : { warehouse };
    await on(id, "shipments", { id: shipment, lines, ...from })(stage);
    await on(id, `shipments/${shipment}/ship`)(stage);
  };
}

/** Units of a line, of the first unless it is said. */
export function units(quantity: number, line = 0): LineQuantity[] {
  return [{ line, quantity }];
}

/** A step whose answer was lost: sent again with the same key it has the same answer, and is done once. */
export function twice(step: Step): Step {
  return async (stage) => {
    const key = crypto.randomUUID();
    await withKey(key, step, stage);
    const [answer, before] = [stage.last, await books(stage)];
    await withKey(key, step, stage);
    expect({ status: stage.last?.status, body: stage.last?.body }).toEqual({
      status: answer?.status,
      body: answer?.body,
    });
    expect(await books(stage)).toEqual(before);
  };
}

/** A step that is sent with a key of this name. */
export function keyed(key: string, step: Step): Step {
  return (stage) => withKey(stage.name(key), step, stage);
}

async function withKey(key: string, step: Step, stage: Stage): Promise<void> {
  stage.key = key;
  try {
    await step(stage);
  } finally {
    stage.key = null;
  }
}

function reservationOf(local: string, { reservations }: Stage): { id: string; revision: number } {
  const found = reservations.get(local);
  if (found === undefined) throw new Error(`Nothing was held as ${local}`);
  return found;
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
