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
  readonly units: Units;
  state: "placed" | "cancelled";
}

/** What a shop may expect of a SKU's figures. */
export interface ExpectedFigures {
  onHand: number;
  held: number;
  allocated: number;
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
    const order: KnownOrder = { id, reservation: known.id, units: known.units, state: "placed" };
    this.orders.set(id, order);
    this.checkOrder(order, answer);
    return order;
  }

  cancelled(order: KnownOrder, answer: Order): void {
    order.state = "cancelled";
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
      cancelled: sum((line) => line.cancelled),
    };
    const units = textOf(known.units);
    const { id, state, reservation } = known;
    const [allocated, cancelled] = state === "placed" ? [units, ""] : ["", units];
    this.#compare(`order ${id}`, told, { id, state, reservation, ordered: units, allocated, cancelled });
  }

  /** Figures that follow from all that was acknowledged. */
  figures(sku: string, nowMs: number): ExpectedFigures {
    const open = [...this.reservations.values()].filter(
      ({ state, expiresAt }) => state === "held" && expiresAt > nowMs,
    );
    const placed = [...this.orders.values()].filter(({ state }) => state === "placed");
    const sum = (all: readonly { units: Units }[]): number =>
      all.reduce((n, { units }) => n + (units.get(sku) ?? 0), 0);
    const onHand = (this.#received.get(sku) ?? []).reduce((before, units) => before + units, 0);
    return { onHand, held: sum(open), allocated: sum(placed) };
  }

  /** Every movement that must be in a SKU's history, once each, in no order. */
  movements(sku: string): string[] {
    const adjusted = (this.#received.get(sku) ?? []).map((units) => movementText("adjust", units, null));
    const ordered = [...this.orders.values()].flatMap(({ id, units, state }) => {
      const claimed = units.get(sku) ?? 0;
      if (claimed === 0) return [];
      const allocated = movementText("allocate", claimed, id);
      return state === "placed" ? [allocated] : [allocated, movementText("cancel", -claimed, id)];
    });
    return [...adjusted, ...ordered].toSorted();
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

function textOf(units: Units): string {
  return [...units]
    .map(([sku, quantity]) => `${sku}×${quantity}`)
    .toSorted()
    .join(" ");
}
