import { STEP_DEADLINE_MS, STEPS_PER_CALL_MAX } from "../core/bounds.ts";
import type { StepAnswer, StepsOfClaim } from "../core/step.ts";
import { onceMore } from "./once-more.ts";
import type { SkuCallable, StepsCall, StepsReply, StoreSettings } from "./sku-callable.ts";

interface Waiting {
  steps: StepsOfClaim;
  resolve: (answer: StepAnswer) => void;
}

interface Line {
  waiting: Waiting[];
  isCalling: boolean;
}

/** A call that is not answered by then is not waited for any longer. */
const REPLY_AWAITED_MS = STEP_DEADLINE_MS + 1_000;
const REPLIES_WATCHED_EVERY_MS = 1_000;

interface Awaited {
  until: number;
  reject: (error: Error) => void;
}

/**
 * Calls from one slot to the SKUs. What comes up for a SKU while a call to it is under way waits, and goes out in one
 * call when that one is back: a hot SKU gets few large calls. A SKU that is called too often by all slots together says
 * how long to go on gathering (see core/pace.ts). Memory is bounded by the requests that wait for answers; a SKU's line
 * is dropped when it is empty.
 */
export class SkuCalls {
  readonly #slot: number;
  readonly #stubOf: (sku: string) => SkuCallable;
  readonly #lines = new Map<string, Line>();
  readonly #awaited = new Set<Awaited>();
  #watch: ReturnType<typeof setInterval> | null = null;
  #store: StoreSettings | null = null;

  constructor(slot: number, stubOf: (sku: string) => SkuCallable) {
    this.#slot = slot;
    this.#stubOf = stubOf;
  }

  /** Store defaults to send along, when they are newer than those before. */
  learn(store: StoreSettings): void {
    if (this.#store === null || store.revision > this.#store.revision) this.#store = store;
  }

  /** Sends a claim's steps. Never rejects: a call without an answer is `unavailable`, one that came too late is `late`. */
  send(sku: string, steps: StepsOfClaim): Promise<StepAnswer> {
    const line = this.#lines.get(sku) ?? { waiting: [], isCalling: false };
    this.#lines.set(sku, line);
    return new Promise((resolve) => {
      line.waiting.push({ steps, resolve });
      if (!line.isCalling) void this.#work(sku, line);
    });
  }

  async #work(sku: string, line: Line): Promise<void> {
    line.isCalling = true;
    // What arrives in the same turn goes out together.
    await Promise.resolve();
    while (line.waiting.length > 0) {
      const calledAt = Date.now();
      const batch = line.waiting.splice(0, STEPS_PER_CALL_MAX);
      const reply = await this.#call(
        sku,
        batch.map((waiting) => waiting.steps),
      );
      batch.forEach((waiting, index) => {
        waiting.resolve(reply?.answers[index] ?? { outcome: "unavailable" });
      });
      const restMs = calledAt + (reply?.gatherMs ?? 0) - Date.now();
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    line.isCalling = false;
    this.#lines.delete(sku);
  }

  async #call(sku: string, claims: StepsOfClaim[]): Promise<StepsReply | null> {
    const call: StepsCall = { slot: this.#slot, deadline: Date.now() + STEP_DEADLINE_MS, store: this.#store, claims };
    try {
      // Steps are numbered, so that a repeat of what did get through is answered the same.
      return await onceMore(
        () => this.#stubOf(sku),
        (stub) => this.#withinTime(stub.take(call)),
      );
    } catch (error) {
      console.error("A SKU did not answer", error);
      return null;
    }
  }

  /** Gives up on an answer that does not come. One timer watches over all calls: one each would cost as much as a step. */
  #withinTime(reply: Promise<StepsReply>): Promise<StepsReply> {
    return new Promise((resolve, reject) => {
      const awaited: Awaited = { until: Date.now() + REPLY_AWAITED_MS, reject };
      this.#awaited.add(awaited);
      this.#watch ??= setInterval(() => this.#giveUpLate(), REPLIES_WATCHED_EVERY_MS);
      reply.then(resolve, reject).finally(() => this.#awaited.delete(awaited));
    });
  }

  #giveUpLate(): void {
    const nowMs = Date.now();
    for (const awaited of this.#awaited) {
      if (awaited.until > nowMs) continue;
      this.#awaited.delete(awaited);
      awaited.reject(new Error("A SKU did not answer in time"));
    }
    if (this.#awaited.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = null;
  }
}
