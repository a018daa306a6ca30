import type { LineQuantity } from "../../sdk/index.ts";
import { allocateTo, claimKey, decide, lastDecided, newClaim, tookUnits } from "./claims.ts";
import { demandOf, type Terms } from "./demand.ts";
import { SERVICE_ACTOR } from "./ledger.ts";
import { settleState, wantedLines, withUnits } from "./order.ts";
import { figuresOfLines, judgeQuantities, openLines, openUnits, partsOf, unitsBySku } from "./order-lines.ts";
import {
  no,
  type OrderAttempt,
  type OrderDecision,
  type OrderLineRecord,
  type OrderRecord,
  type OrderRefusal,
  type PlacedOrder,
  type ShipmentRecord,
} from "./order-record.ts";
import type { OrderBy } from "./order-steps.ts";
import { changeWithin } from "./partial.ts";
import type { SkuClaim } from "./record.ts";
import type { Refusal } from "./refusal.ts";
import type { Done, Inquiry, TriedStep } from "./step.ts";

/** One question to one SKU: something that is tried, or, where nothing is counted, whether it may be sold. */
interface OrderQuestion {
  sku: string;
  step: TriedStep | (Inquiry & { kind: "inquire" });
}

/** What has to be asked of SKUs before something on an order can be decided. */
export interface OrderQuestions {
  steps: OrderQuestion[];
}

/** An order that units are claimed for, or why it is none. */
export function placedOnly(order: OrderRecord): OrderDecision<PlacedOrder> {
  switch (order.state) {
    case "placed":
      return { accepted: true, order };
    case "pending":
      return no({ reason: "order_not_allocated" });
    case "shipped":
      return no({ reason: "order_shipped" });
    case "cancelled":
      return no({ reason: "order_cancelled" });
  }
}

/** Why some lines cannot have been ordered in these quantities, or `null`. */
export function judgeChange(order: OrderRecord, quantities: readonly LineQuantity[]): OrderRefusal | null {
  return judgeQuantities(quantities, figuresOfLines(partsOf(order)), ({ planned, shipped, cancelled }) => ({
    least: planned + shipped + cancelled,
  }));
}

/** Lines with new quantities; of those that are named, nothing is wanting any more. A pending order lacks all it wants. */
export function changedLines(order: OrderRecord, quantities: readonly LineQuantity[]): OrderLineRecord[] {
  return order.lines.map((line, index) => {
    const quantity = quantities.find((each) => each.line === index)?.quantity;
    if (quantity === undefined) return line;
    const shortfall = order.state === "pending" ? quantity - line.cancelled : 0;
    return { ...line, quantity, requested: quantity, shortfall };
  });
}

/** What to ask for other quantities: SKUs that shall have more are asked to hold it. */
export function questionsOfChange(
  order: PlacedOrder,
  lines: OrderLineRecord[],
  terms: Terms,
  expiresAt: number,
): OrderQuestions {
  const next = { ...order, lines };
  const before = openUnits(order);
  const bought = demandOf(wantedLines(next));
  const steps = [...demandOf(openLines(next), terms)].flatMap(([sku, open]): OrderQuestion[] => {
    const claim = claimAt(order, sku);
    const all = bought.get(sku)?.direct ?? open.direct;
    const ask = all === open.direct ? open : { ...open, bought: all };
    if (ask.units <= (before.get(sku) ?? 0)) return [];
    const { channel } = order;
    if (!claim.tracked) return [{ sku, step: { kind: "inquire", ask, scope: "sale", channel } }];
    const numbers = { n: claim.numbered + 1, after: lastDecided(claim) };
    const step: TriedStep = { kind: "hold", ...numbers, ask, channel, client: null, expiresAt };
    return [{ sku, step }];
  });
  return { steps };
}

/**
 * Lines with less of what some SKUs were short of, and the rest as their shortfall; `null` when something other than stock is
 * the cause.
 */
export function changeShort(
  order: PlacedOrder,
  lines: readonly OrderLineRecord[],
  refusals: ReadonlyMap<string, Refusal>,
): OrderLineRecord[] | null {
  const open = openLines({ ...order, lines });
  const within = changeWithin(openLines(order), open, refusals);
  if (within === null) return null;
  return lines.map((line, index) => {
    const lacking = (open[index]?.quantity ?? 0) - (within[index]?.quantity ?? 0);
    return { ...line, shortfall: line.shortfall + lacking };
  });
}

/** The order after every SKU said yes: increases are allocated, decreases given back. */
export function settleOrderChange(
  order: PlacedOrder,
  lines: OrderLineRecord[],
  answers: ReadonlyMap<string, Done>,
  by: OrderBy,
  nowMs: number,
): OrderRecord {
  const settled = settleState({ ...order, lines, trying: null }, nowMs);
  const ends = settled.state !== "placed";
  const units = openUnits({ ...order, lines });
  const before = openUnits(order);
  const tries = new Map(order.trying?.tries.map((each) => [each.sku, each.n]));
  const known = new Map(order.claims.map((claim) => [claimKey(claim), claim]));
  for (const sku of new Set([...units.keys(), ...order.claims.map((claim) => claim.sku)])) {
    const claim = claimAt(order, sku);
    const now = units.get(sku) ?? 0;
    const answer = answers.get(sku);
    const n = tries.get(sku);
    if (n !== undefined && answer !== undefined) {
      const taken = { ...tookUnits(claim, n, answer), units: now };
      known.set(claimKey(claim), allocateTo(taken, order.id, by.actor));
    } else if (ends || now < (before.get(sku) ?? 0)) {
      known.set(claimKey(claim), decide(claim, { kind: "cancel", units: now, ends, ...by }));
    }
  }
  return { ...settled, claims: withUnits(settled, [...known.values()]) };
}

/** What a shipment is asked with. */
export interface ShipmentAsk {
  id: string;
  lines: readonly LineQuantity[];
  warehouse: string | null;
}

/** Why a shipment cannot be planned, or `null`. */
export function judgeShipment(order: PlacedOrder, { id, lines }: ShipmentAsk): OrderRefusal | null {
  if (order.shipments.some((shipment) => shipment.id === id)) return { reason: "shipment_exists" };
  return judgeQuantities(lines, figuresOfLines(order), ({ allocated }) => ({ most: allocated }));
}

/** What to ask for a shipment: every SKU for its part of it. */
export function questionsOfShipment(order: PlacedOrder, ask: ShipmentAsk, by: OrderBy): OrderQuestions {
  const steps = [...unitsBySku(order.lines, ask.lines)].flatMap(([sku, units]) => {
    const claim = claimAt(order, sku);
    if (units === 0 || !claim.tracked) return [];
    const numbers = { n: claim.numbered + 1, after: lastDecided(claim) };
    const step: TriedStep = {
      kind: "plan",
      ...numbers,
      shipment: ask.id,
      units,
      warehouse: ask.warehouse,
      ...by,
    };
    return [{ sku, step }];
  });
  return { steps };
}

/** The order with the shipment that every SKU has said yes to. */
export function settleShipment(
  order: PlacedOrder,
  ask: ShipmentAsk,
  answers: ReadonlyMap<string, Done>,
  nowMs: number,
): PlacedOrder {
  const tries = new Map(order.trying?.tries.map((each) => [each.sku, each.n]));
  const taken = [...answers].flatMap(([sku, answer]) =>
    (answer.taken ?? []).map(({ warehouse, units }) => ({ sku, warehouse, quantity: units })),
  );
  const shipment: ShipmentRecord = { id: ask.id, lines: [...ask.lines], taken, plannedAt: nowMs, shippedAt: null };
  const claims = order.claims.map((claim) => {
    const answer = claim.claim === undefined ? answers.get(claim.sku) : undefined;
    const n = tries.get(claim.sku);
    return answer === undefined || n === undefined ? claim : { ...tookUnits(claim, n, answer), units: claim.units };
  });
  return { ...order, trying: null, claims, shipments: [...order.shipments, shipment] };
}

/** The order with an attempt written into it, numbers taken. */
export function beginAttempt(order: PlacedOrder, { steps }: OrderQuestions, shipment: string | null): PlacedOrder {
  const tries = steps.flatMap(({ sku, step }) => (step.kind === "inquire" ? [] : [{ sku, n: step.n }]));
  return { ...order, trying: { tries, shipment } };
}

/** Gives up an attempt: whatever a SKU may have taken for it is taken back. */
export function abandonAttempt(order: PlacedOrder): PlacedOrder {
  if (order.trying === null) return order;
  const known = new Map(order.claims.map((claim) => [claimKey(claim), claim]));
  for (const { sku, n } of order.trying.tries) {
    const tried = { ...claimAt(order, sku), numbered: n };
    known.set(claimKey(tried), undo(tried, order.trying));
  }
  return { ...order, trying: null, claims: [...known.values()] };
}

function undo(tried: SkuClaim, { shipment }: OrderAttempt): SkuClaim {
  if (shipment === null) return decide(tried, { kind: "decrease", units: tried.units });
  return decide(tried, { kind: "unplan", shipment, actor: SERVICE_ACTOR, note: "the shipment was not planned" });
}

/** The order's own claim at a SKU, or a new one. */
export function claimAt(order: PlacedOrder, sku: string): SkuClaim {
  return order.claims.find((claim) => claim.sku === sku && claim.claim === undefined) ?? newClaim(sku);
}
