import { type Figures, isFigure, type Levels, NO_FIGURES } from "./figures.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { Provenance } from "./stock-write.ts";

/** What is expected, as it was put last. */
export interface ReplenishmentTerms {
  warehouse: string;
  /** Units in all, those that came already included. */
  quantity: number;
  /** RFC 3339, in UTC; `null`: not known when. */
  expectedAt: string | null;
  document: string | null;
  note: string | null;
}

/** Units of a SKU that are on their way to a warehouse, as its object keeps them. */
export interface ExpectedGoods extends ReplenishmentTerms {
  /** The shop's own, once for a SKU. */
  id: string;
  received: number;
  /** `null`: open, and then less was received than is expected. `withdrawn`: the rest was called off, not received. */
  closed: null | "received" | "withdrawn";
  createdAt: number;
  updatedAt: number;
}

export type ReplenishmentRefusal =
  | { reason: "replenishment_closed" }
  /** What came already cannot be put elsewhere, or be less than it is. */
  | { reason: "replenishment_received"; received: number; field: "warehouse" | "quantity" }
  | { reason: "figure_out_of_range" }
  | { reason: "warehouse_closed"; warehouse: string };

/** What a change of a replenishment comes to: never without a ledger line, which tells the projection of it. */
export interface ReplenishmentChange {
  goods: ExpectedGoods;
  levels: Levels;
  entries: LedgerEntry[];
}

export type ReplenishmentResult =
  | ({ accepted: true } & ReplenishmentChange)
  | { accepted: false; refusal: ReplenishmentRefusal };

/** What a change is judged by. */
export interface ReplenishmentFacts {
  levels: Levels;
  /** Warehouses that are being closed or were removed: nothing more is expected there, and nothing comes in. */
  closed: readonly string[];
  provenance: Provenance;
  nowMs: number;
}

/** Units that are still to come; 0 once it is closed. */
export function outstandingOf(goods: ExpectedGoods | null): number {
  return goods === null || goods.closed !== null ? 0 : goods.quantity - goods.received;
}

/**
 * Whether terms are those that were put last, so that they change nothing, however much of it came since. What was called
 * off is not there any more: the same terms put it again.
 */
export function isAsPut(goods: ExpectedGoods, terms: ReplenishmentTerms): boolean {
  return (
    goods.closed !== "withdrawn" &&
    goods.warehouse === terms.warehouse &&
    goods.quantity === terms.quantity &&
    goods.expectedAt === terms.expectedAt &&
    goods.document === terms.document &&
    goods.note === terms.note
  );
}

/** Makes a replenishment or changes it to other terms. It is open while less came than is expected, closed otherwise. */
export function putGoods(
  id: string,
  before: ExpectedGoods | null,
  terms: ReplenishmentTerms,
  facts: ReplenishmentFacts,
): ReplenishmentResult {
  const received = before?.received ?? 0;
  if (terms.quantity < received) return receivedAlready(received, "quantity");
  if (before !== null && received > 0 && terms.warehouse !== before.warehouse) {
    return receivedAlready(received, "warehouse");
  }
  const { nowMs } = facts;
  const goods: ExpectedGoods = {
    id,
    ...terms,
    received,
    closed: received === terms.quantity ? "received" : null,
    createdAt: before?.createdAt ?? nowMs,
    updatedAt: nowMs,
  };
  return expect(before, goods, facts);
}

/** Calls off what is still to come. Of one that is closed nothing is. */
export function withdrawGoods(before: ExpectedGoods, facts: ReplenishmentFacts): ReplenishmentResult {
  return expect(before, { ...before, closed: "withdrawn", updatedAt: facts.nowMs }, facts);
}

/** Has what is still to come come to another warehouse; what came already stays where it is. */
export function relocateGoods(before: ExpectedGoods, warehouse: string, nowMs: number): ExpectedGoods {
  return { ...before, warehouse, updatedAt: nowMs };
}

/**
 * Goods came: on hand rises by all of them, and as much of it as was expected is incoming no more. `quantity`: 1 or more,
 * also more than was expected; `null`: all that is still to come. With the last of it, the rest is not expected any more.
 */
export function receiveGoods(
  before: ExpectedGoods,
  { quantity, isLast }: { quantity: number | null; isLast: boolean },
  facts: ReplenishmentFacts,
): ReplenishmentResult {
  const outstanding = outstandingOf(before);
  const { warehouse, id } = before;
  if (before.closed !== null) return { accepted: false, refusal: { reason: "replenishment_closed" } };
  if (facts.closed.includes(warehouse)) return warehouseClosed(warehouse);
  const came = quantity ?? outstanding;
  const received = before.received + came;
  const level = facts.levels.get(warehouse) ?? NO_FIGURES;
  const onHand = level.onHand + came;
  if (!isFigure(received) || !isFigure(onHand)) return outOfRange();
  const { note, document, actor } = facts.provenance;
  const entry: LedgerEntry = {
    warehouse,
    kind: "receive",
    figure: "onHand",
    change: came,
    after: onHand,
    reason: null,
    note,
    order: null,
    document: document ?? id,
    actor,
  };
  const isClosed = isLast || received >= before.quantity;
  const goods: ExpectedGoods = {
    ...before,
    received,
    closed: isClosed ? "received" : null,
    updatedAt: facts.nowMs,
  };
  const expected = Math.min(came, outstanding);
  const after = { ...level, onHand, incoming: level.incoming - expected };
  const levels = new Map(facts.levels).set(warehouse, after);
  const calledOff = isClosed ? outstanding - expected : 0;
  if (calledOff === 0) return { accepted: true, goods, levels, entries: [entry] };
  const rest = expectAt(warehouse, -calledOff, levels, id, facts.provenance);
  return { accepted: true, goods, levels: rest.levels, entries: [entry, rest.entry] };
}

/** Brings what is incoming from one state of a replenishment to another, with a line for each warehouse. */
function expect(
  before: ExpectedGoods | null,
  goods: ExpectedGoods,
  { levels, closed, provenance }: ReplenishmentFacts,
): ReplenishmentResult {
  const changes = new Map<string, number>();
  if (before !== null) changes.set(before.warehouse, -outstandingOf(before));
  changes.set(goods.warehouse, (changes.get(goods.warehouse) ?? 0) + outstandingOf(goods));
  let next = levels;
  const entries: LedgerEntry[] = [];
  for (const [warehouse, change] of changes) {
    if (change > 0 && closed.includes(warehouse)) return warehouseClosed(warehouse);
    const expected = expectAt(warehouse, change, next, goods.id, provenance);
    if (!isFigure(expected.entry.after)) return outOfRange();
    next = expected.levels;
    entries.push(expected.entry);
  }
  return { accepted: true, goods, levels: next, entries };
}

function expectAt(
  warehouse: string,
  change: number,
  levels: Levels,
  id: string,
  { actor, note }: Provenance,
): { levels: Map<string, Figures>; entry: LedgerEntry } {
  const level = levels.get(warehouse) ?? NO_FIGURES;
  const incoming = level.incoming + change;
  return {
    levels: new Map(levels).set(warehouse, { ...level, incoming }),
    entry: {
      warehouse,
      kind: "expect",
      figure: "incoming",
      change,
      after: incoming,
      reason: null,
      note,
      order: null,
      document: id,
      actor,
    },
  };
}

function receivedAlready(received: number, field: "warehouse" | "quantity"): ReplenishmentResult {
  return { accepted: false, refusal: { reason: "replenishment_received", received, field } };
}

function warehouseClosed(warehouse: string): ReplenishmentResult {
  return { accepted: false, refusal: { reason: "warehouse_closed", warehouse } };
}

function outOfRange(): ReplenishmentResult {
  return { accepted: false, refusal: { reason: "figure_out_of_range" } };
}
