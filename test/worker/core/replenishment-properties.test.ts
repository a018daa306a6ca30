import fc from "fast-check";
import { expect, test } from "vitest";
import { auditFigures } from "../../../worker/core/audit.ts";
import type { Levels } from "../../../worker/core/figures.ts";
import { EMPTY_CHECKPOINT, type LedgerEntry } from "../../../worker/core/ledger.ts";
import {
  type ExpectedGoods,
  isAsPut,
  putGoods,
  type ReplenishmentFacts,
  type ReplenishmentResult,
  receiveGoods,
  withdrawGoods,
} from "../../../worker/core/replenishment.ts";
import { NOW } from "./given.ts";

type Operation =
  | { kind: "put"; id: string; quantity: number; warehouse: string }
  | { kind: "receive"; id: string; quantity: number | null; isLast: boolean }
  | { kind: "withdraw"; id: string };

const BILLION = 1_000_000_000;
const id = fc.constantFrom("PO-1", "PO-2", "PO-3");
/** Mostly few; at times so many that the figures cannot hold them. */
const quantity = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.constant(BILLION) },
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant("put" as const), id, quantity, warehouse: fc.constantFrom("main", "east") }),
  fc.record({ kind: fc.constant("receive" as const), id, quantity: fc.option(quantity), isLast: fc.boolean() }),
  fc.record({ kind: fc.constant("withdraw" as const), id }),
);

/** A SKU with what is expected of it, changed by the rules alone. */
class Shelf {
  levels: Levels = new Map();
  readonly goods = new Map<string, ExpectedGoods>();
  readonly entries: LedgerEntry[] = [];
  /** Units that were said to have come, by warehouse. */
  readonly came = new Map<string, number>();

  do(operation: Operation): void {
    const before = this.goods.get(operation.id) ?? null;
    const result = this.#judge(operation, before);
    if (result === null || !result.accepted) return;
    this.levels = result.levels;
    this.goods.set(operation.id, result.goods);
    this.entries.push(...result.entries);
    expect(result.entries.length).toBeGreaterThan(0);
    const units = result.goods.received - (before?.received ?? 0);
    const { warehouse } = result.goods;
    this.came.set(warehouse, (this.came.get(warehouse) ?? 0) + units);
  }

  #judge(operation: Operation, before: ExpectedGoods | null): ReplenishmentResult | null {
    const provenance = { actor: "clerk", note: null, document: null };
    const facts: ReplenishmentFacts = { levels: this.levels, closed: [], provenance, nowMs: NOW };
    if (operation.kind === "put") {
      const { quantity: wanted, warehouse } = operation;
      const terms = { warehouse, quantity: wanted, expectedAt: null, document: null, note: null };
      return before !== null && isAsPut(before, terms) ? null : putGoods(operation.id, before, terms, facts);
    }
    if (before === null) return null;
    if (operation.kind === "receive") return receiveGoods(before, operation, facts);
    return before.closed === null ? withdrawGoods(before, facts) : null;
  }
}

test("whatever is put, received and called off, what is incoming is what is outstanding, and what came is on hand", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
      const shelf = new Shelf();
      for (const each of operations) shelf.do(each);
      const lines = shelf.entries.map((entry, index) => ({ ...entry, sequence: index + 1, at: NOW }));
      const replenishments = [...shelf.goods.values()];
      const stored = { levels: shelf.levels, checkpoint: EMPTY_CHECKPOINT, lines, claims: [], replenishments };
      expect(auditFigures(stored)).toEqual([]);
      for (const [warehouse, { onHand, incoming }] of shelf.levels) {
        expect(onHand).toBe(shelf.came.get(warehouse) ?? 0);
        expect(Math.min(onHand, incoming)).toBeGreaterThanOrEqual(0);
        expect(Math.max(onHand, incoming)).toBeLessThanOrEqual(BILLION);
        const told = shelf.entries.findLast((entry) => entry.warehouse === warehouse && entry.figure === "incoming");
        // A receipt takes from what is incoming too, and no line of that figure says so.
        if (told !== undefined && shelf.entries.at(-1) === told) expect(incoming).toBe(told.after);
      }
      for (const each of replenishments) {
        if (each.closed === null) expect(each.received).toBeLessThan(each.quantity);
      }
    }),
    { numRuns: 500 },
  );
});
