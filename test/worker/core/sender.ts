import type { DrivenStep, Step, StepAnswer, TriedStep } from "../../../worker/core/step.ts";

type Numbered<Kind> = Kind extends Step ? Omit<Kind, "n" | "after"> : never;
export type Decision = Numbered<DrivenStep>;
export type Attempt = Numbered<TriedStep>;

/** Brings one message to the SKU. */
export type Deliver = (step: Step) => StepAnswer;

/**
 * The slot's side of one claim: which numbers it has used, which steps it drives until they are acknowledged, and what it
 * has decided on. What was tried and got no yes is taken back before anything else is decided (DESIGN section 7.4).
 */
export class Sender {
  /** Everything that was ever sent: any of it may come once more, at last, or before what should have come first. */
  readonly sent: Step[] = [];
  /** Units decided on, and those of them that are planned, by shipment. */
  units = 0;
  readonly shipments = new Map<string, number>();
  /** An order has it: its slot cancels, and never releases. */
  isOrdered = false;
  #numbered = 0;
  #decided = 0;
  #pending: DrivenStep[] = [];

  get planned(): number {
    return [...this.shipments.values()].reduce((sum, units) => sum + units, 0);
  }

  /** Tries a step that the SKU may refuse, after all that is to be driven. `isLost`: no message gets through. */
  attempt(attempt: Attempt, isLost: boolean, deliver: Deliver): StepAnswer | null {
    const n = this.#next();
    const step: TriedStep = { ...attempt, n, after: this.#decided };
    this.sent.push(step);
    if (isLost) return null;
    for (const each of this.#pending) deliver(each);
    this.#pending = [];
    const answer = deliver(step);
    if (answer.outcome === "done") this.#decided = n;
    return answer;
  }

  /** A step that is to be driven with the next message. */
  decide(decision: Decision): void {
    const n = this.#next();
    const step: DrivenStep = { ...decision, n, after: this.#decided };
    this.#decided = n;
    this.#pending.push(step);
    this.sent.push(step);
  }

  /** Drives a step that is decided. All that is pending goes before it. */
  drive(decision: Decision, isLost: boolean, deliver: Deliver): StepAnswer[] {
    this.decide(decision);
    if (isLost) return [];
    const answers = this.#pending.map((each) => deliver(each));
    this.#pending = [];
    return answers;
  }

  #next(): number {
    this.#numbered += 1;
    return this.#numbered;
  }
}
