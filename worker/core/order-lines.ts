import type { LineQuantity } from "../../sdk/index.ts";
import type { ResolvedLine } from "./demand.ts";
import {
  isClaimed,
  type OrderLineRecord,
  type OrderRecord,
  type OrderRefusal,
  type ReturnRecord,
  type ShipmentRecord,
} from "./order-record.ts";

/** Figures of one line: ordered = allocated + planned + shipped + cancelled + shortfall. */
export interface LineFigures {
  ordered: number;
  allocated: number;
  planned: number;
  shipped: number;
  cancelled: number;
  returned: number;
  shortfall: number;
}

/** What of an order its figures are worked out from. */
export interface OrderParts {
  lines: readonly OrderLineRecord[];
  shipments: readonly ShipmentRecord[];
  returns: readonly ReturnRecord[];
}

/** The figures of every line. */
export function figuresOfLines({ lines, shipments, returns }: OrderParts): LineFigures[] {
  const figures = lines.map(({ quantity, cancelled, shortfall }): LineFigures => {
    const allocated = quantity - cancelled - shortfall;
    return { ordered: quantity, allocated, planned: 0, shipped: 0, cancelled, returned: 0, shortfall };
  });
  for (const shipment of shipments) {
    for (const { line, quantity } of shipment.lines) {
      const each = figures[line];
      if (each === undefined) continue;
      each.allocated -= quantity;
      if (shipment.shippedAt === null) each.planned += quantity;
      else each.shipped += quantity;
    }
  }
  for (const { line, quantity } of returns.flatMap((each) => each.lines)) {
    const each = figures[line];
    if (each !== undefined) each.returned += quantity;
  }
  return figures;
}

/** The parts of an order, whatever its state. */
export function partsOf(order: OrderRecord): OrderParts {
  return isClaimed(order) ? order : { lines: order.lines, shipments: [], returns: [] };
}

/** The lines with the units that are claimed for them and have not left. */
export function openLines(parts: OrderParts): ResolvedLine[] {
  const figures = figuresOfLines(parts);
  return parts.lines.map((line, index) => ({
    ...line,
    quantity: (figures[index]?.allocated ?? 0) + (figures[index]?.planned ?? 0),
  }));
}

/** Units of each SKU that some units of lines come to. */
export function unitsBySku(lines: readonly ResolvedLine[], quantities: readonly LineQuantity[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { line, quantity } of quantities) {
    for (const { sku, perUnit } of lines[line]?.parts ?? []) {
      units.set(sku, (units.get(sku) ?? 0) + perUnit * quantity);
    }
  }
  return units;
}

/** Units of each SKU that are claimed for the order and have not left. */
export function openUnits(parts: OrderParts): Map<string, number> {
  const lines = openLines(parts);
  return unitsBySku(
    lines,
    lines.map(({ quantity }, line) => ({ line, quantity })),
  );
}

/** The first quantity that names no line, or is none that its line allows. */
export function judgeQuantities(
  quantities: readonly LineQuantity[],
  figures: readonly LineFigures[],
  bounds: (figures: LineFigures) => { least?: number; most?: number },
): OrderRefusal | null {
  for (const [at, { line, quantity }] of quantities.entries()) {
    const each = figures[line];
    if (each === undefined) return { reason: "line_not_found", at };
    const { least, most } = bounds(each);
    if (most !== undefined && quantity > most) return { reason: "exceeds_line", at, quantity, most };
    if (least !== undefined && quantity < least) return { reason: "exceeds_line", at, quantity, least };
  }
  return null;
}
