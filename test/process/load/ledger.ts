import type { Order, Reservation, SkuLine } from "../../../sdk/index.ts";

/** Units by SKU. */
export type Units = ReadonlyMap<string, number>;

/** A reservation as its last acknowledged answer left it. */
export interface KnownReservation {
  readonly id: string;
  /** What it was asked for with. */
  readonly key: string;
  readonly ttlSeconds: number;
  readonly askedLines: readonly SkuLine[];
  units: Units;
  revision: number;
  expiresAt: number;
  state: "held" | "released" | "ordered";
  order: string | null;
}

/** An order as its last acknowledged answer left it. */
export interface KnownOrder {
  readonly id: string;
  readonly reservation: string;
  /** What was ordered; its lines are in this order. */
  readonly units: Units;
  readonly cancelled: Map<string, number>;
  /** Shipments that have not left, those that have, and returns, each by its id. */
  readonly planned: Map<string, Units>;
  readonly shipped: Map<string, Units>;
  readonly returned: Map<string, Units>;
  /** Every movement that it has made, by SKU. */
  readonly movements: { sku: string; text: string }[];
}

/** What a shop may expect of a SKU's figures. */
export interface ExpectedFigures {
  onHand: number;
  held: number;
  allocated: number;
  planned: number;
}

/**
 * What was acknowledged to the clients, kept by the test itself: worked out from what was asked for and nothing that
 * the server sums up. It is exact only when every request came to an outcome.
 */
export class Ledger {
  readonly reservations = new Map<string, KnownReservation>();
  readonly orders = new Map<string, KnownOrder>();
  readonly #received = new Map<string, number[]>();
  /** Everything that contradicts what had been acknowledged before. */
  readonly violations: string[] = [];

  get skus(): string[] {
    return [...this.#received.keys()];
  }

  received(sku: string, units: number): void {
    this.#received.set(sku, [...(this.#received.get(sku) ?? []), units]);
  }

  reserved(key: string, asked: readonly SkuLine[], ttlSeconds: number, answer: Reservation): KnownReservation {
    const twin = this.reservations.get(answer.id);
    if (twin !== undefined) this.violations.push(`${answer.id} was given to ${twin.key} and to ${key}`);
    const known: KnownReservation = {
      id: answer.id,
      key,
      ttlSeconds,
      askedLines: asked,
      units: unitsOf(asked),
      revision: 1,
      expiresAt: Date.parse(answer.expiresAt),
      state: "held",
      order: null,
    };
    this.reservations.set(known.id, known);
    this.check(known, answer);
    return known;
  }

  changed(known: KnownReservation, asked: readonly SkuLine[], answer: Reservation): void {
    known.units = unitsOf(asked);
    known.revision += 1;
    this.check(known, answer);
  }

  extended(known: KnownReservation, answer: Reservation): void {
    const expiresAt = Date.parse(answer.expiresAt);
    if (expiresAt < known.expiresAt) this.violations.push(`${known.id} was extended to an earlier time`);
    known.expiresAt = expiresAt;
    this.check(known, answer);
  }

  released(known: KnownReservation, answer: Reservation): void {
    known.state = "released";
    this.check(known, answer);
  }

  placed(known: KnownReservation, id: string, answer: Order): KnownOrder {
    known.state = "ordered";
    known.order = id;
    const order: KnownOrder = {
      id,
      reservation: known.id,
      units: known.units,
      cancelled: new Map(),
      planned: new Map(),
      shipped: new Map(),
      returned: new Map(),
      movements: [],
    };
    this.orders.set(id, order);
    this.#moved(order, "allocate", known.units, 1, id);
    this.checkOrder(order, answer);
    return order;
  }

  cancelled(order: KnownOrder, units: Units, answer: Order): void {
    for (const [sku, quantity] of units) order.cancelled.set(sku, (order.cancelled.get(sku) ?? 0) + quantity);
    this.#moved(order, "cancel", units, -1, order.id);
    this.checkOrder(order, answer);
  }

  planned(order: KnownOrder, shipment: string, units: Units, answer: Order): void {
    order.planned.set(shipment, units);
    this.#moved(order, "plan", units, 1, shipment);
    this.checkOrder(order, answer);
  }

  unplanned(order: KnownOrder, shipment: string, answer: Order): void {
    this.#moved(order, "unplan", order.planned.get(shipment) ?? new Map(), -1, shipment);
    order.planned.delete(shipment);
    this.checkOrder(order, answer);
  }

  shipped(order: KnownOrder, shipment: string, answer: Order): void {
    const units = order.planned.get(shipment) ?? new Map();
    this.#moved(order, "ship", units, -1, shipment);
    order.planned.delete(shipment);
    order.shipped.set(shipment, units);
    this.checkOrder(order, answer);
  }

  returned(order: KnownOrder, id: string, units: Units, answer: Order): void {
    order.returned.set(id, units);
    this.#moved(order, "return", units, 1, id);
    this.checkOrder(order, answer);
  }

  /** Compares what the server says of a reservation with what it had acknowledged. */
  check(known: KnownReservation, answer: Reservation, nowMs = Date.now()): void {
    const mayBeOver = known.state === "held" && known.expiresAt <= nowMs;
    const told = {
      id: answer.id,
      state: mayBeOver && answer.state === "expired" ? "held" : answer.state,
      revision: answer.revision,
      expiresAt: Date.parse(answer.expiresAt),
      order: answer.order ?? null,
      units: textOf(unitsOf(answer.lines.flatMap((line) => line.skus))),
    };
    const { id, state, revision, expiresAt, order } = known;
    this.#compare(`reservation ${id}`, told, { id, state, revision, expiresAt, order, units: textOf(known.units) });
  }

  checkOrder(known: KnownOrder, answer: Order): void {
    const sum = (of: (line: Order["lines"][number]) => number): string =>
      textOf(unitsOf(answer.lines.map((line) => ({ sku: line.sku ?? "", quantity: of(line) }))));
    const told = {
      id: answer.id,
      state: answer.state,
      reservation: answer.reservation,
      ordered: sum((line) => line.ordered),
      allocated: sum((line) => line.allocated),
      planned: sum((line) => line.planned),
      shipped: sum((line) => line.shipped),
      cancelled: sum((line) => line.cancelled),
      returned: sum((line) => line.returned),
    };
    const { id, reservation } = known;
    this.#compare(`order ${id}`, told, {
      id,
      state: stateOf(known),
      reservation,
      ordered: textOf(known.units),
      allocated: textOf(allocatedOf(known)),
      planned: textOf(allOf(known.planned)),
      shipped: textOf(allOf(known.shipped)),
      cancelled: textOf(known.cancelled),
      returned: textOf(allOf(known.returned)),
    });
  }

  /** Figures that follow from all that was acknowledged. */
  figures(sku: string, nowMs: number): ExpectedFigures {
    const open = [...this.reservations.values()].filter(
      ({ state, expiresAt }) => state === "held" && expiresAt > nowMs,
    );
    const orders = [...this.orders.values()];
    const sum = (all: readonly Units[]): number => all.reduce((n, units) => n + (units.get(sku) ?? 0), 0);
    const received = (this.#received.get(sku) ?? []).reduce((before, units) => before + units, 0);
    const [shipped, returned] = [
      orders.map((order) => allOf(order.shipped)),
      orders.map((order) => allOf(order.returned)),
    ];
    return {
      onHand: received - sum(shipped) + sum(returned),
      held: sum(open.map(({ units }) => units)),
      allocated: sum(orders.map(allocatedOf)),
      planned: sum(orders.map((order) => allOf(order.planned))),
    };
  }

  /** Every movement that must be in a SKU's history, once each, in no order. */
  movements(sku: string): string[] {
    const adjusted = (this.#received.get(sku) ?? []).map((units) => movementText("adjust", units, null));
    const ordered = [...this.orders.values()].flatMap(({ movements }) =>
      movements.filter((movement) => movement.sku === sku).map(({ text }) => text),
    );
    return [...adjusted, ...ordered];
  }

  #moved(order: KnownOrder, kind: string, units: Units, sign: 1 | -1, document: string): void {
    for (const [sku, quantity] of units) {
      if (quantity > 0) order.movements.push({ sku, text: movementText(kind, sign * quantity, document) });
    }
  }

  #compare(what: string, told: object, known: object): void {
    const [is, was] = [JSON.stringify(told), JSON.stringify(known)];
    if (is !== was) this.violations.push(`${what} is ${is} and was acknowledged as ${was}`);
  }
}

/** A movement as far as it can be foretold. */
export function movementText(kind: string, change: number, document: string | null): string {
  return `${kind} ${change} ${document ?? "-"}`;
}

export function unitsOf(lines: readonly { sku: string; quantity: number }[]): Units {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    if (quantity > 0) units.set(sku, (units.get(sku) ?? 0) + quantity);
  }
  return units;
}

/** Units of an order that are neither cancelled, on a shipment, nor shipped. */
export function allocatedOf({ units, cancelled, planned, shipped }: KnownOrder): Units {
  const gone = [cancelled, allOf(planned), allOf(shipped)];
  const left = [...units].map(([sku, quantity]): [string, number] => [
    sku,
    quantity - gone.reduce((sum, each) => sum + (each.get(sku) ?? 0), 0),
  ]);
  return new Map(left.filter(([, quantity]) => quantity !== 0));
}

/** The units of some shipments or returns together. */
export function allOf(parts: ReadonlyMap<string, Units>): Units {
  return unitsOf([...parts.values()].flatMap((units) => [...units].map(([sku, quantity]) => ({ sku, quantity }))));
}

function stateOf(order: KnownOrder): Order["state"] {
  if (allocatedOf(order).size + order.planned.size > 0) return "placed";
  return order.shipped.size > 0 ? "shipped" : "cancelled";
}

function textOf(units: Units): string {
  return [...units]
    .map(([sku, quantity]) => `${sku}×${quantity}`)
    .toSorted()
    .join(" ");
}
