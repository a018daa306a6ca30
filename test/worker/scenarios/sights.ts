import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type {
  Availability,
  EventType,
  Page,
  Policy,
  PolicySource,
  Problem,
  RecordedEvent,
  Reservation,
  Sku,
} from "../../../sdk/index.ts";
import { until, untilProjected } from "../settled.ts";
import { type Answer, history, request } from "../shop.ts";
import { levelsOf, linesOf, orderPath, type Row, type Stage, type Step } from "./stage.ts";

/** What a cart may have of anything where nothing else bounds it: `maxCartQuantity` by default. */
export const AS_MUCH_AS_A_CART_MAY = 10_000;

/** The figures of a SKU by warehouse. Warehouses that are not named have none. */
export function stands(sku: string, rows: Readonly<Record<string, Row>>): Step {
  return async ({ name }) => {
    const expected = Object.entries(rows).map(([warehouse, [onHand, held, allocated, planned, incoming = 0]]) => [
      name(warehouse),
      [onHand, held, allocated, planned, incoming],
    ]);
    expect(await levelsOf(name(sku))).toEqual(Object.fromEntries(expected));
  };
}

/** The movements of a SKU, oldest first: kind, figure, change, figure after; the warehouse where it is not `main`. */
export function moved(sku: string, lines: readonly (readonly [string, string, number, number, string?])[]): Step {
  return async ({ name }) => {
    const all = (await history(name(sku))).toReversed();
    expect(all.map((line) => [line.kind, line.figure, line.change, line.after, line.warehouse])).toEqual(
      lines.map(([kind, figure, change, left, warehouse = "main"]) => [kind, figure, change, left, name(warehouse)]),
    );
  };
}

/** What the last movements say of who did it and why, newest first. */
export function lastMoved(sku: string, lines: readonly Record<string, unknown>[]): Step {
  return async ({ name }) => {
    const all = await history(name(sku));
    const orders = lines.map((line) => (typeof line.order === "string" ? { ...line, order: name(line.order) } : line));
    expect(all.slice(0, lines.length)).toMatchObject(orders);
  };
}

/** What the view of a SKU or product says in a channel, to a secret key. */
export function views(
  what: string,
  expected: Record<string, unknown>,
  { channel = "web", own }: { channel?: string; own?: string } = {},
): Step {
  return async (stage) => {
    const reservation = own === undefined ? null : (stage.reservations.get(own)?.id ?? null);
    expect(await viewOf(what, channel, reservation, stage)).toMatchObject(expected);
  };
}

/**
 * How many may be had in a channel: as the view says, as a hold is judged, and not one more. Both must agree.
 */
export function mayHave(what: string, most: number, channel = "web"): Step {
  return async (stage) => {
    const view = await viewOf(what, channel, null, stage);
    expect(view.purchasable, JSON.stringify(view)).toBe(most > 0);
    if (most > 0) {
      expect(view.orderQuantity.max).toBe(most);
      const held = await tryHold(what, most, channel, stage);
      expect(held.status, JSON.stringify(held.body)).toBe(201);
      await request("POST", `/v1/reservations/${held.body.id}/release`);
    }
    const refused = await tryHold(what, most + 1, channel, stage);
    // What is refused is a problem; where it is not, this fails.
    const { code, errors } = refused.body as unknown as Problem;
    if (most === 0) expect(["insufficient_stock", "not_purchasable"]).toContain(code);
    else if (most === AS_MUCH_AS_A_CART_MAY) expect(code).toBe("invalid_quantity");
    else expect(code).toBe("insufficient_stock");
    // Of a product it is said which of its SKUs is short, and of how many of those there are.
    if (code === "insufficient_stock" && !stage.products.has(what)) expect(errors?.[0]?.available).toBe(most);
  };
}

/** What the order says of itself. */
export function says(id: string, expected: Record<string, unknown>): Step {
  return async ({ name }) => {
    const read = await request("GET", orderPath(name(id)));
    expect(read.body).toMatchObject(expected);
  };
}

/** What the last answer says. */
export function answers(expected: Record<string, unknown>): Step {
  return async ({ last }) => {
    expect(last?.body).toMatchObject(expected);
  };
}

/** Settings of a SKU, and where each comes from. */
export function settings(
  sku: string,
  expected: Partial<Record<keyof Policy, readonly [unknown, PolicySource]>>,
  product?: string,
): Step {
  return async ({ name }) => {
    const asking = product === undefined ? "" : `?product=${name(product)}`;
    const { policy } = (await request<Sku>("GET", `/v1/admin/skus/${name(sku)}${asking}`)).body;
    const found = Object.entries(policy).filter(([key]) => Object.hasOwn(expected, key));
    expect(Object.fromEntries(found.map(([key, { value, source }]) => [key, [value, source]]))).toEqual(expected);
  };
}

/**
 * Events of a SKU, oldest first, of the types that are named here: the stock level, the units that are short or covered, or
 * the change.
 */
export function told(sku: string, expected: readonly (readonly [EventType, number])[], channel = "web"): Step {
  const types = new Set(expected.map(([type]) => type));
  return async ({ name }) => {
    await until(async () => {
      // The SKU's alarm is set by the faked clock.
      await runDurableObjectAlarm(env.SKU.getByName(name(sku)));
      const { items } = (await request<Page<RecordedEvent>>("GET", `/v1/admin/events?sku=${name(sku)}`)).body;
      const found = items.filter(
        (event) => types.has(event.type) && (!("channel" in event) || event.channel === name(channel)),
      );
      expect(found.toReversed().map((event) => [event.type, figureOf(event)])).toEqual(expected);
    });
  };
}

function figureOf(event: RecordedEvent): number | null {
  switch (event.type) {
    case "order.shortfall":
      return event.shortfall;
    case "order.covered":
      return event.units;
    case "stock.adjusted":
      return event.change;
    default:
      return "stockLevel" in event ? event.stockLevel : null;
  }
}

/** The projection has all that a SKU is by now. */
export function projected(sku: string): Step {
  return async ({ name }) => {
    await runDurableObjectAlarm(env.SKU.getByName(name(sku)));
    await untilProjected(name(sku), (await history(name(sku))).length);
  };
}

async function viewOf(
  what: string,
  channel: string,
  reservation: string | null,
  { name, products }: Stage,
): Promise<Availability> {
  const own = reservation === null ? "" : `&reservation=${reservation}`;
  const query = `?channel=${encodeURIComponent(name(channel))}&consistency=strong${own}`;
  const path = products.has(what) ? `/v1/products/${name(what)}/availability` : `/v1/availability/${name(what)}`;
  const view = await request<Availability>("GET", `${path}${query}`);
  expect(view.status, JSON.stringify(view.body)).toBe(200);
  return view.body;
}

function tryHold(what: string, quantity: number, channel: string, stage: Stage): Promise<Answer<Reservation>> {
  const body = { lines: linesOf({ [what]: quantity }, stage), channel: stage.name(channel) };
  return request<Reservation>("POST", "/v1/reservations", { body });
}
