import type { LineSku, Reservation, ReservationLine } from "../../sdk/index.ts";
import type { ResolvedLine } from "./demand.ts";
import type { ReservationRecord, SkuClaim } from "./record.ts";

/** A reservation as its holder sees it. */
export function reservationView(record: ReservationRecord): Omit<Reservation, "asOf"> {
  return {
    id: record.id,
    state: record.state,
    channel: record.channel.code,
    revision: record.revision,
    lines: linesView(record.lines, record.claims),
    createdAt: new Date(record.createdAt).toISOString(),
    expiresAt: new Date(record.expiresAt).toISOString(),
    ...(record.state === "ordered" ? { order: record.order } : {}),
  };
}

/** Lines with what they have of each SKU. Units that are backordered are those of the last lines. */
export function linesView(lines: readonly ResolvedLine[], claims: readonly SkuClaim[]): ReservationLine[] {
  const bySku = new Map(claims.map((claim) => [claim.sku, claim]));
  const backordered = new Map(claims.map((claim) => [claim.sku, claim.backordered]));
  const views = lines.toReversed().map((line) => lineView(line, bySku, backordered));
  return views.reverse();
}

function lineView(
  line: ResolvedLine,
  claims: ReadonlyMap<string, SkuClaim>,
  backordered: Map<string, number>,
): ReservationLine {
  const skus: LineSku[] = line.parts.map(({ sku, perUnit }) => {
    const quantity = perUnit * line.quantity;
    const left = backordered.get(sku) ?? 0;
    const here = Math.min(left, quantity);
    backordered.set(sku, left - here);
    return { sku, quantity, backordered: here, shipsFrom: claims.get(sku)?.shipsFrom ?? null };
  });
  // A kit waits as soon as one of its components does.
  const waiting = line.parts.map(({ perUnit }, index) => Math.ceil((skus[index]?.backordered ?? 0) / perUnit));
  return {
    ...(line.sku === undefined ? {} : { sku: line.sku }),
    ...(line.product === undefined ? {} : { product: line.product }),
    ...(line.selection === undefined ? {} : { selection: line.selection }),
    quantity: line.quantity,
    requested: line.requested,
    backordered: Math.max(0, ...waiting),
    skus,
  };
}
