import type { LineQuantity, Order, OrderState } from "../../sdk/index.ts";
import type { Alteration, AlterOrderCall } from "../../worker/objects/slot-callable.ts";

interface Line {
  ordered: number;
  cancelled: number;
  shortfall: number;
}

interface Entry {
  revision: number;
  what: Alteration;
  answer: Order;
}

/**
 * What a shop's books say of an order: every request of which it has an answer, worked through in the order of the
 * revisions that they led to. The server's own sums are not asked, but for what it could not claim.
 */
export class OrderBook {
  readonly id: string;
  readonly made: Order;
  /** The answer with the highest revision. */
  latest: Order;
  readonly #entries = new Map<string, Entry>();

  constructor(made: Order) {
    this.id = made.id;
    this.made = made;
    this.latest = made;
  }

  /** A repeat of what was answered before is the same entry. */
  enter({ key, what }: AlterOrderCall, answer: Order): void {
    this.#entries.set(key, { revision: answer.revision, what, answer });
    if (answer.revision > this.latest.revision) this.latest = answer;
  }

  /** The order as it has to be by now: state, lines, shipments and returns. */
  expected(): object {
    const lines = this.made.lines.map(({ ordered, shortfall }): Line => ({ ordered, cancelled: 0, shortfall }));
    const planned = new Map<string, LineQuantity[]>();
    const shipped = new Map<string, LineQuantity[]>();
    const returned = new Map<string, LineQuantity[]>();
    let isPending = this.made.state === "pending";
    const unitsIn = (all: Map<string, LineQuantity[]>, index: number): number =>
      [...all.values()].flat().reduce((sum, { line, quantity }) => sum + (line === index ? quantity : 0), 0);
    const allocatedOf = (index: number): number => {
      const { ordered = 0, cancelled = 0, shortfall = 0 } = lines[index] ?? {};
      return ordered - cancelled - shortfall - unitsIn(planned, index) - unitsIn(shipped, index);
    };
    const cancel = (quantities: readonly LineQuantity[]): void => {
      for (const { line, quantity } of quantities) {
        const each = lines[line];
        if (each === undefined) continue;
        each.cancelled += quantity;
        each.shortfall -= Math.min(each.shortfall, quantity);
      }
    };
    for (const { what, answer } of [...this.#entries.values()].toSorted((a, b) => a.revision - b.revision)) {
      switch (what.kind) {
        case "report":
          if (isPending && answer.state === "placed") {
            isPending = false;
            lines.forEach((line, index) => {
              line.shortfall = answer.lines[index]?.shortfall ?? 0;
            });
          }
          break;
        case "change":
          for (const { line: index, quantity } of what.lines) {
            const line = lines[index];
            if (line === undefined) continue;
            line.ordered = quantity;
            line.shortfall = isPending ? quantity - line.cancelled : (answer.lines[index]?.shortfall ?? 0);
          }
          break;
        case "cancel":
          cancel(what.lines ?? lines.map(({ shortfall }, line) => ({ line, quantity: allocatedOf(line) + shortfall })));
          break;
        case "plan":
          planned.set(what.shipment, what.lines);
          break;
        case "unplan":
          planned.delete(what.shipment);
          break;
        case "ship": {
          const left = planned.get(what.shipment);
          planned.delete(what.shipment);
          if (left !== undefined) shipped.set(what.shipment, left);
          break;
        }
        case "return":
          returned.set(what.id, what.lines);
      }
    }
    const figures = lines.map(({ ordered, cancelled, shortfall }, index) => ({
      ordered,
      allocated: allocatedOf(index),
      planned: unitsIn(planned, index),
      shipped: unitsIn(shipped, index),
      cancelled,
      returned: unitsIn(returned, index),
      shortfall,
    }));
    const isOpen = figures.some(({ allocated, planned, shortfall }) => allocated + planned + shortfall > 0);
    return {
      state: stateOf(isPending, isOpen, shipped.size > 0),
      lines: figures,
      planned: [...planned.keys()].toSorted(),
      shipped: [...shipped.keys()].toSorted(),
      returns: [...returned.keys()].toSorted(),
    };
  }
}

/** The same of an order as its slot says it is. */
export function seen(order: Order): object {
  const shipmentsIn = (state: string): string[] =>
    order.shipments
      .filter((shipment) => shipment.state === state)
      .map(({ id }) => id)
      .toSorted();
  return {
    state: order.state,
    lines: order.lines.map(({ ordered, allocated, planned, shipped, cancelled, returned, shortfall }) => ({
      ordered,
      allocated,
      planned,
      shipped,
      cancelled,
      returned,
      shortfall,
    })),
    planned: shipmentsIn("planned"),
    shipped: shipmentsIn("shipped"),
    returns: order.returns.map(({ id }) => id).toSorted(),
  };
}

function stateOf(isPending: boolean, isOpen: boolean, isShipped: boolean): OrderState {
  if (isOpen) return isPending ? "pending" : "placed";
  return isShipped ? "shipped" : "cancelled";
}
