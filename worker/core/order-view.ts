import type { Order } from "../../sdk/index.ts";
import { figuresOfLines, openLines, partsOf } from "./order-lines.ts";
import { isClaimed, type OrderRecord } from "./order-record.ts";
import type { SkuClaim } from "./record.ts";
import { linesView } from "./reservation-view.ts";

/** An order as the shop sees it. `claims`: what is known of its claims now. */
export function orderView(order: OrderRecord, claims: readonly SkuClaim[] = ownClaims(order)): Order {
  const parts = partsOf(order);
  const figures = figuresOfLines(parts);
  const lines = linesView(openLines(parts), claims);
  return {
    id: order.id,
    state: order.state,
    channel: order.channel.code,
    reservation: isClaimed(order) ? order.reservation : null,
    reported: order.reported,
    revision: order.revision,
    lines: order.lines.map(({ sku, product, selection }, index) => {
      const open = lines[index];
      const {
        ordered = 0,
        allocated = 0,
        planned = 0,
        shipped = 0,
        cancelled = 0,
        returned = 0,
        shortfall = 0,
      } = figures[index] ?? {};
      return {
        ...(sku === undefined ? {} : { sku }),
        ...(product === undefined ? {} : { product }),
        ...(selection === undefined ? {} : { selection }),
        ordered,
        allocated,
        backordered: open?.backordered ?? 0,
        planned,
        shipped,
        cancelled,
        returned,
        shortfall,
        skus: open === undefined || open.quantity === 0 ? [] : open.skus,
      };
    }),
    shipments: parts.shipments.map(({ id, lines: quantities, taken, plannedAt, shippedAt }) => ({
      id,
      state: shippedAt === null ? "planned" : "shipped",
      lines: quantities,
      skus: taken,
      plannedAt: timeOf(plannedAt),
      ...(shippedAt === null ? {} : { shippedAt: timeOf(shippedAt) }),
    })),
    returns: parts.returns.map(({ id, lines: quantities, restock, taken, note, at }) => ({
      id,
      lines: quantities,
      restock,
      skus: taken,
      note,
      at: timeOf(at),
    })),
    placedAt: timeOf(order.placedAt),
    ...(isClaimed(order) ? { allocatedAt: timeOf(order.allocatedAt) } : {}),
    ...(order.state === "cancelled" ? { cancelledAt: timeOf(order.cancelledAt) } : {}),
  };
}

/** Claims of the order itself, those of its returns left out. */
export function ownClaims(order: OrderRecord): SkuClaim[] {
  return isClaimed(order) ? order.claims.filter((claim) => claim.claim === undefined) : [];
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
