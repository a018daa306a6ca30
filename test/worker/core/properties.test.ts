import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyStep } from "../../../worker/core/apply-step.ts";
import { auditFigures } from "../../../worker/core/audit.ts";
import { type AllocatedClaim, type Claim, type HeldClaim, sharesOf } from "../../../worker/core/claim.ts";
import { uncoveredOf } from "../../../worker/core/coverage.ts";
import type { Figures } from "../../../worker/core/figures.ts";
import { EMPTY_CHECKPOINT, type LedgerEntry, type LedgerLine } from "../../../worker/core/ledger.ts";
import { moveShares, unitsOf } from "../../../worker/core/shares.ts";
import type { DrivenStep, Step, StepAnswer } from "../../../worker/core/step.ts";
import { type StockChange, writeStock } from "../../../worker/core/stock-write.ts";
import { ask, NOW, SECOND, stepFacts } from "./given.ts";
import { CHANNELS, Model, type ModelPolicy, WAREHOUSES, type Warehouse } from "./model.ts";

type Without<Numbered> = Numbered extends Step ? Omit<Numbered, "n" | "after"> : never;
type Decision = Without<DrivenStep>;

/** What may happen to the SKU. Claims are named by position, messages on the wire too. */
type Event =
  | { event: "hold"; claim: number; units: number; channel: string; ttlMs: number; isLost: boolean }
  | { event: "drive"; claim: number; decision: Decision; isLost: boolean }
  /** Anything that was ever sent comes once more, at last, or before what should have come first. */
  | { event: "arrive"; message: number }
  | { event: "adjust"; warehouse: Warehouse; delta: number }
  | { event: "count"; warehouse: Warehouse; onHand: number };

const CLAIMS = ["r0", "r1", "r2", "r3"];

const claim = fc.nat({ max: CLAIMS.length - 1 });
const isLost = fc.nat({ max: 4 }).map((draw) => draw === 0);
const warehouse = fc.constantFrom(...WAREHOUSES);

const decision: fc.Arbitrary<Decision> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("decrease" as const), units: fc.nat({ max: 8 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "extend" as const, expiresAt: NOW + 900 * SECOND }) },
  { weight: 2, arbitrary: fc.constant({ kind: "release" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "allocate" as const, order: "O-1", actor: "shop" }) },
  { weight: 1, arbitrary: fc.constant({ kind: "cancel" as const, actor: "shop", note: null }) },
);

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      event: fc.constant("hold" as const),
      claim,
      units: fc.integer({ min: 1, max: 9 }),
      channel: fc.constantFrom(...Object.keys(CHANNELS)),
      // Some are overdue soon: that is shown, and decides nothing.
      ttlMs: fc.constantFrom(3 * SECOND, 900 * SECOND),
      isLost,
    }),
  },
  { weight: 5, arbitrary: fc.record({ event: fc.constant("drive" as const), claim, decision, isLost }) },
  { weight: 2, arbitrary: fc.record({ event: fc.constant("arrive" as const), message: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      event: fc.constant("adjust" as const),
      warehouse,
      delta: fc.integer({ min: -6, max: 9 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ event: fc.constant("count" as const), warehouse, onHand: fc.integer({ min: -1, max: 9 }) }),
  },
);

const policy: fc.Arbitrary<ModelPolicy> = fc.record({
  outOfStockThreshold: fc.integer({ min: -4, max: 3 }),
  backorders: fc.constantFrom("none" as const, "allow" as const, "allow_and_notify" as const),
  backorderLimit: fc.option(fc.nat({ max: 5 })),
  preorder: fc.option(
    fc.record({
      availableAt: fc.constant(new Date(NOW + 86_400_000).toISOString()),
      limit: fc.nat({ max: 12 }),
      channelLimits: fc.constantFrom({}, { web: 3 }, { web: 5, market: 4 }),
    }),
    { freq: 4 },
  ),
});

/** The slot's side of one claim: which numbers it has used, and which steps it drives until they are acknowledged. */
interface Sender {
  numbered: number;
  decided: number;
  pending: DrivenStep[];
  /** An order has it: its slot cancels, and never releases. */
  isOrdered: boolean;
}

/** The rules with the rows they work on, beside the model. After each event both must say the same. */
class Sku {
  readonly model: Model;
  readonly #policy: ModelPolicy;
  #levels = new Map<string, Figures>();
  readonly #claims = new Map<string, Claim>();
  readonly #entries: LedgerEntry[] = [];
  readonly #senders = new Map(
    CLAIMS.map((id): [string, Sender] => [id, { numbered: 0, decided: 0, pending: [], isOrdered: false }]),
  );
  readonly #wire: { id: string; step: Step }[] = [];
  #nowMs = NOW;

  constructor(settings: ModelPolicy) {
    this.#policy = settings;
    this.model = new Model(settings);
  }

  run(happened: Event): void {
    this.#nowMs += SECOND;
    switch (happened.event) {
      case "hold":
        this.#tryHold(happened);
        break;
      case "drive":
        this.#drive(happened);
        break;
      case "arrive": {
        const message = this.#wire[happened.message % Math.max(1, this.#wire.length)];
        if (message !== undefined) this.#take(message.id, message.step);
        break;
      }
      case "adjust":
        this.#write(happened.warehouse, { kind: "adjust", delta: happened.delta, reason: "correction" });
        break;
      case "count":
        this.#write(happened.warehouse, { kind: "count", onHand: happened.onHand, expected: null });
        break;
    }
    this.#check();
  }

  #tryHold({ claim: index, units, channel: code, ttlMs, isLost: lost }: Event & { event: "hold" }): void {
    const { id, sender } = this.#sender(index);
    const n = sender.numbered + 1;
    sender.numbered = n;
    const channel = { code, warehouses: CHANNELS[code] ?? [] };
    const expiresAt = this.#nowMs + ttlMs;
    const step: Step = { kind: "hold", n, after: sender.decided, ask: ask(units), channel, client: null, expiresAt };
    this.#wire.push({ id, step });
    if (lost) return;
    const answers = [...sender.pending, step].map((each) => this.#take(id, each));
    sender.pending = [];
    if (answers.at(-1)?.outcome === "done") sender.decided = n;
  }

  #drive({ claim: index, decision: decided, isLost: lost }: Event & { event: "drive" }): void {
    const { id, sender } = this.#sender(index);
    if (sender.isOrdered && decided.kind === "release") return;
    if (decided.kind === "allocate") sender.isOrdered = true;
    const n = sender.numbered + 1;
    const step: DrivenStep = { ...decided, n, after: sender.decided };
    sender.numbered = n;
    sender.decided = n;
    sender.pending.push(step);
    this.#wire.push({ id, step });
    if (lost) return;
    for (const each of sender.pending) expect(this.#take(id, each).outcome).toBe("done");
    sender.pending = [];
  }

  #sender(index: number): { id: string; sender: Sender } {
    const id = CLAIMS[index] ?? "r0";
    const sender = this.#senders.get(id);
    if (sender === undefined) throw new Error(`No sender for ${id}`);
    return { id, sender };
  }

  /** One message reaches the SKU. */
  #take(id: string, step: Step): StepAnswer {
    const before = this.#claims.get(id) ?? null;
    const beyondBefore = this.#beyond();
    const result = applyStep(id, before, step, this.#facts());
    const expected = this.model.take(id, step, this.#nowMs);
    expect(result.answer).toMatchObject(expected);

    if (before !== null && step.n <= before.step) expect(result.change).toBe("none");
    if (result.answer.outcome !== "done") expect(result.change).toBe("none");
    if (result.change === "none") return result.answer;

    this.#claims.set(id, result.claim);
    this.#levels = result.levels;
    this.#entries.push(...result.entries);
    // A hold of no more than the claim has already takes nothing, so there is nothing to be within the limit.
    const isMore = unitsOf(sharesOf(result.claim)) > unitsOf(sharesOf(before));
    if (step.kind === "hold" && isMore) this.#checkAccepted(result.claim, beyondBefore, result.answer);
    return result.answer;
  }

  /** Nothing is sold beyond the limit at the time at which it is accepted. */
  #checkAccepted(accepted: Claim, beyondBefore: number, answer: StepAnswer): void {
    if (accepted.phase !== "held") throw new Error("An accepted hold is held");
    if (this.#policy.preorder !== null) {
      expect(this.#sum("held") + this.#sum("allocated")).toBeLessThanOrEqual(this.#policy.preorder.limit);
    } else {
      expect(this.model.promisable(accepted.channel.code)).toBeGreaterThanOrEqual(0);
      expect(this.#beyond()).toBeLessThanOrEqual(Math.max(beyondBefore, this.model.beyondStockMax()));
    }
    expect(answer).toMatchObject({ backordered: this.model.backordered(accepted.id) });
  }

  #write(at: Warehouse, change: StockChange): void {
    const result = writeStock(at, this.#levels.get(at), change, { actor: "clerk", note: null, document: null });
    const wanted = change.kind === "count" ? change.onHand : this.model.onHand[at] + change.delta;
    expect(result.accepted).toBe(this.model.write(at, wanted));
    if (!result.accepted) return;
    if (result.entry === null) return;
    this.#levels.set(at, result.level);
    this.#entries.push(result.entry);
  }

  /** Every figure is what claims and movements come to, warehouse by warehouse, and none is below its floor. */
  #check(): void {
    for (const each of WAREHOUSES) {
      const { onHand, held, allocated, planned } = this.#levels.get(each) ?? {
        onHand: 0,
        held: 0,
        allocated: 0,
        planned: 0,
      };
      expect({ onHand, held, allocated, planned }).toEqual({
        onHand: this.model.onHand[each],
        held: this.model.claimed(each, "held"),
        allocated: this.model.claimed(each, "allocated"),
        planned: 0,
      });
      expect(onHand).toBe(this.#moved(each, "onHand"));
      expect(allocated).toBe(this.#moved(each, "allocated"));
      expect(Math.min(onHand, held, allocated)).toBeGreaterThanOrEqual(0);
    }
    const lines = this.#entries.map((entry, index): LedgerLine => ({ ...entry, sequence: index + 1, at: 0 }));
    const claims = this.#openClaims();
    expect(auditFigures({ levels: this.#levels, checkpoint: EMPTY_CHECKPOINT, lines, claims })).toEqual([]);
    for (const open of claims) expect(open.shares.every((share) => share.held + share.allocated > 0)).toBe(true);
  }

  #facts(): Parameters<typeof applyStep>[3] {
    const overdue = this.#openClaims().filter((each) => each.phase === "held" && each.expiresAt <= this.#nowMs);
    return stepFacts({
      policy: { sku: this.#policy },
      levels: this.#levels,
      shownLevels: moveShares(
        this.#levels,
        overdue.flatMap((each) => each.shares),
        [],
      ),
      claimedInChannel: (code) =>
        this.#openClaims()
          .filter((each) => each.channel.code === code)
          .flatMap((each) => each.shares)
          .reduce((sum, share) => sum + share.held + share.allocated, 0),
      backorderedOf: (asked, after) => {
        const others = this.#openClaims().filter((each) => each.id !== asked.id);
        const oldestFirst = [...others, asked].toSorted((one, other) => one.since - other.since);
        return uncoveredOf(asked.id, oldestFirst, after);
      },
      nowMs: this.#nowMs,
    });
  }

  #openClaims(): (HeldClaim | AllocatedClaim)[] {
    return [...this.#claims.values()].filter((each) => each.phase === "held" || each.phase === "allocated");
  }

  #moved(at: string, figure: "onHand" | "allocated"): number {
    return this.#entries
      .filter((entry) => entry.warehouse === at && entry.figure === figure)
      .reduce((sum, entry) => sum + entry.change, 0);
  }

  #sum(figure: "held" | "allocated"): number {
    return [...this.#levels.values()].reduce((sum, level) => sum + level[figure], 0);
  }

  #beyond(): number {
    return [...this.#levels.values()].reduce(
      (sum, level) => sum + Math.max(0, level.held + level.allocated - level.onHand),
      0,
    );
  }
}

describe("whatever happens to a SKU over three warehouses and two channels", () => {
  test("figures are what claims and movements come to, and nothing is sold beyond the limit", () => {
    fc.assert(
      fc.property(policy, fc.array(event, { minLength: 1, maxLength: 40 }), (settings, events) => {
        const sku = new Sku(settings);
        for (const happened of events) sku.run(happened);
      }),
      { numRuns: 600 },
    );
  });
});
