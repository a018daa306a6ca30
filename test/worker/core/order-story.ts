import { expect } from "vitest";
import type { LineQuantity } from "../../../sdk/index.ts";
import { applyStep } from "../../../worker/core/apply-step.ts";
import { type Claim, sharesOf, type UnitsClaim } from "../../../worker/core/claim.ts";
import { acknowledge, isAcknowledged } from "../../../worker/core/claims.ts";
import { uncoveredOf } from "../../../worker/core/coverage.ts";
import type { Levels } from "../../../worker/core/figures.ts";
import { allocateOrder } from "../../../worker/core/order.ts";
import {
  abandonAttempt,
  beginAttempt,
  changedLines,
  judgeChange,
  judgeShipment,
  type OrderQuestions,
  questionsOfChange,
  questionsOfShipment,
  settleOrderChange,
  settleShipment,
} from "../../../worker/core/order-attempts.ts";
import { figuresOfLines, openUnits, partsOf } from "../../../worker/core/order-lines.ts";
import {
  isClaimed,
  type OrderDecision,
  type OrderRecord,
  type PlacedOrder,
} from "../../../worker/core/order-record.ts";
import {
  cancelLines,
  releaseReturns,
  returnLines,
  shipShipment,
  unplanShipment,
} from "../../../worker/core/order-steps.ts";
import { type Share, unitsOf } from "../../../worker/core/shares.ts";
import type { Done, Inquiry, Step, StepAnswer } from "../../../worker/core/step.ts";
import { ask, BOTH, kitLine, levels, NOW, skuClaim, skuLine, stepFacts } from "./given.ts";
import { BY, orderLine, pending } from "./order-given.ts";

/** What may be asked of an order. Lines and shipments are named by position; `isCutOff`: one SKU gives no answer. */
export type Request =
  | { ask: "change"; line: number; quantity: number; isCutOff: boolean }
  | { ask: "plan"; line: number; quantity: number; warehouse: string | null; isCutOff: boolean }
  | { ask: "unplan" | "ship"; shipment: number }
  | { ask: "cancel"; line: number | null; quantity: number }
  | { ask: "return"; line: number; quantity: number; restock: boolean }
  | { ask: "receive"; sku: string; units: number };

/** A SKU as far as one order needs it: what is on hand at two warehouses, and the order's claims. */
class Shelf {
  levels: Levels;
  readonly claims = new Map<string, Claim>();

  constructor(onHand: number) {
    this.levels = levels({ main: { onHand }, east: { onHand: 3 } });
  }

  get onHand(): number {
    return [...this.levels.values()].reduce((sum, level) => sum + level.onHand, 0);
  }

  sharesOf(id: string): Share[] {
    return sharesOf(this.claims.get(id) ?? null);
  }

  receive(units: number): void {
    const main = this.levels.get("main");
    if (main !== undefined) this.levels = new Map(this.levels).set("main", { ...main, onHand: main.onHand + units });
  }

  take(id: string, steps: readonly (Step | Inquiry)[]): StepAnswer {
    let answer: StepAnswer = { outcome: "behind", next: 1 };
    for (const step of steps) {
      const uncovered = (claim: UnitsClaim, here: Levels) => uncoveredOf(claim.id, [claim], here);
      const facts = stepFacts({ levels: this.levels, uncoveredOf: uncovered });
      const result = applyStep(id, this.claims.get(id) ?? null, step, facts);
      answer = result.answer;
      if (answer.outcome !== "done") return answer;
      if (result.change === "none") continue;
      this.claims.set(id, result.claim);
      this.levels = result.levels;
    }
    return answer;
  }
}

/** One order over two SKUs that are counted and one that is not, as its slot takes it through its requests. */
export class OrderStory {
  #order: OrderRecord;
  readonly #shelves: Map<string, Shelf>;
  #received: Record<string, number> = {};
  readonly #atFirst: Record<string, number> = {};
  #requests = 0;

  /** With so much of A and B on hand; what is short at first is a shortfall. */
  constructor(onHandOfA: number, onHandOfB: number) {
    this.#shelves = new Map([
      ["A", new Shelf(onHandOfA)],
      ["B", new Shelf(onHandOfB)],
    ]);
    for (const [sku, shelf] of this.#shelves) this.#atFirst[sku] = shelf.onHand;
    const wanted = [
      orderLine(skuLine("A", 4), { shortfall: 4 }),
      orderLine(kitLine("set", 2, { A: 2, B: 1 }), { shortfall: 2 }),
      orderLine(skuLine("C", 3), { shortfall: 3 }),
    ];
    // The first line is claimed as far as A goes, the kit not at all.
    const held = wanted.map((line, index) => ({ ...line, quantity: [Math.min(4, onHandOfA), 0, 3][index] ?? 0 }));
    const units = held[0]?.quantity ?? 0;
    const step: Step = { kind: "hold", n: 1, after: 0, ask: ask(units), channel: BOTH, client: null, expiresAt: NOW };
    if (units > 0) this.#shelves.get("A")?.take("r1", [step]);
    const claims = [
      ...(units > 0 ? [skuClaim("A", units)] : []),
      skuClaim("C", 3, { tracked: false, applied: 0, numbered: 0 }),
    ];
    this.#order = allocateOrder(pending({ lines: wanted, channel: BOTH }), "r1", { lines: held, claims }, "shop", NOW);
    this.#driveOn();
    this.#check();
  }

  take(request: Request): void {
    this.#requests += 1;
    this.#let(request);
    this.#driveOn();
    this.#check();
  }

  #let(request: Request): void {
    switch (request.ask) {
      case "receive":
        this.#shelves.get(request.sku)?.receive(request.units);
        this.#received[request.sku] = (this.#received[request.sku] ?? 0) + request.units;
        break;
      case "change":
        this.#change(request);
        break;
      case "plan":
        this.#plan(request);
        break;
      case "unplan":
        this.#decide(unplanShipment(this.#order, this.#shipment(request.shipment), BY));
        break;
      case "ship":
        this.#decide(shipShipment(this.#order, this.#shipment(request.shipment), BY, NOW));
        break;
      case "cancel": {
        const lines = request.line === null ? null : quantity(request.line, request.quantity);
        this.#decide(cancelLines(this.#order, lines, BY, NOW));
        break;
      }
      case "return": {
        const asked = { id: `R-${this.#requests}`, restock: request.restock, warehouse: null };
        this.#decide(returnLines(this.#order, { ...asked, lines: quantity(request.line, request.quantity) }, BY, NOW));
        break;
      }
    }
  }

  #change({ line, quantity: units, isCutOff }: Request & { ask: "change" }): void {
    const order = this.#order;
    if (order.state !== "placed" || judgeChange(order, quantity(line, units)) !== null) return;
    const lines = changedLines(order, quantity(line, units));
    const { tried, answers } = this.#try(order, questionsOfChange(order, lines, {}, NOW + 1), null, isCutOff);
    this.#order = answers === null ? abandonAttempt(tried) : settleOrderChange(tried, lines, answers, BY, NOW);
  }

  #plan({ line, quantity: units, warehouse, isCutOff }: Request & { ask: "plan" }): void {
    const order = this.#order;
    const shipment = { id: `S-${this.#requests}`, lines: quantity(line, units), warehouse };
    if (order.state !== "placed" || judgeShipment(order, shipment) !== null) return;
    const questions = questionsOfShipment(order, shipment, BY);
    const { tried, answers } = this.#try(order, questions, shipment.id, isCutOff);
    this.#order = answers === null ? abandonAttempt(tried) : settleShipment(tried, shipment, answers, NOW);
  }

  /** Asks every SKU; `null`: one of them refused, or its answer got lost. */
  #try(order: PlacedOrder, questions: OrderQuestions, shipment: string | null, isCutOff: boolean) {
    const tried = beginAttempt(order, questions, shipment);
    const answers = new Map<string, Done>();
    let isComplete = !isCutOff;
    for (const { sku, step } of questions.steps) {
      const answer = this.#shelves.get(sku)?.take(order.reservation, [step]) ?? uncounted;
      if (answer.outcome === "done") answers.set(sku, answer);
      else isComplete = false;
    }
    return { tried, answers: isComplete ? answers : null };
  }

  #decide(decision: OrderDecision): void {
    if (decision.accepted) this.#order = decision.order;
  }

  /** Sends what is decided to every SKU, and releases the claims of returns after that. */
  #driveOn(): void {
    if (!isClaimed(this.#order)) return;
    const { reservation } = this.#order;
    const claims = this.#order.claims.map((claim) => {
      const last = claim.pending.at(-1);
      if (last === undefined) return claim;
      const answer = this.#shelves.get(claim.sku)?.take(claim.claim ?? reservation, claim.pending);
      expect(answer !== undefined && isAcknowledged(answer)).toBe(true);
      return acknowledge(claim, last.n);
    });
    this.#order = { ...this.#order, claims };
    const released = releaseReturns(claims);
    if (released === null) return;
    this.#order = { ...this.#order, claims: released };
    this.#driveOn();
  }

  /** Every unit of every line is somewhere, and every SKU has what the order says. */
  #check(): void {
    const figures = figuresOfLines(partsOf(this.#order));
    for (const { ordered, returned, ...parts } of figures) {
      const { allocated, planned, shipped, cancelled, shortfall } = parts;
      expect(allocated + planned + shipped + cancelled + shortfall).toBe(ordered);
      expect(Math.min(...Object.values(parts), returned, shipped - returned)).toBeGreaterThanOrEqual(0);
    }
    expect(this.#order.state).toBe(stateOf(figures));
    if (!isClaimed(this.#order)) return;
    const open = openUnits(this.#order);
    const planned = this.#unitsOnShipments(false);
    const shipped = this.#unitsOnShipments(true);
    for (const [sku, shelf] of this.#shelves) {
      const shares = shelf.sharesOf("r1");
      expect([sku, unitsOf(shares)]).toEqual([sku, open.get(sku) ?? 0]);
      expect(shares.reduce((sum, share) => sum + share.held, 0)).toBe(0);
      expect(shares.reduce((sum, share) => sum + share.planned, 0)).toBe(planned[sku] ?? 0);
      const back = this.#order.returns
        .flatMap((each) => (each.restock ? each.taken : []))
        .reduce((sum, each) => sum + (each.sku === sku ? each.quantity : 0), 0);
      const expected = (this.#atFirst[sku] ?? 0) + (this.#received[sku] ?? 0) - (shipped[sku] ?? 0) + back;
      expect([sku, shelf.onHand]).toEqual([sku, expected]);
      const phase = shelf.claims.get("r1")?.phase;
      if (this.#order.state !== "placed" && phase !== undefined) expect([sku, phase]).toEqual([sku, "ended"]);
    }
    const known = this.#order.claims.filter((claim) => claim.claim === undefined && claim.tracked);
    for (const { sku, units } of known) expect([sku, units]).toEqual([sku, open.get(sku) ?? 0]);
  }

  #unitsOnShipments(hasLeft: boolean): Record<string, number> {
    const units: Record<string, number> = {};
    if (!isClaimed(this.#order)) return units;
    for (const { taken, shippedAt } of this.#order.shipments) {
      if ((shippedAt !== null) !== hasLeft) continue;
      for (const each of taken) units[each.sku] = (units[each.sku] ?? 0) + each.quantity;
    }
    return units;
  }

  #shipment(index: number): string {
    const all = isClaimed(this.#order) ? this.#order.shipments : [];
    return all[index % Math.max(1, all.length)]?.id ?? "S-none";
  }
}

const uncounted: Done = { outcome: "done", units: 0, backordered: 0, tracked: false, shipsFrom: null };

function quantity(line: number, units: number): LineQuantity[] {
  return [{ line, quantity: units }];
}

function stateOf(figures: ReturnType<typeof figuresOfLines>): string {
  if (figures.some((each) => each.allocated + each.planned + each.shortfall > 0)) return "placed";
  return figures.some((each) => each.shipped > 0) ? "shipped" : "cancelled";
}
