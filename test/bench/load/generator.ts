import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { GeneratorAnswer, GeneratorCall } from "./generator-thread.ts";
import type { LoadPlan, LoadResult } from "./plan.ts";

/**
 * The load generator: a thread of its own, so that nothing else of the benchmark takes its time. Costs one thread and
 * the connections of the plan that runs; `stop` releases both at once.
 */
export class Generator {
  readonly #thread = new Worker(new URL("./generator-thread.ts", import.meta.url));
  readonly #prefix = randomBytes(16).toString("base64url");
  readonly #ended: Promise<never>;
  #runs = 0;

  constructor() {
    this.#ended = once(this.#thread, "exit").then(() => {
      throw new Error("the load generator was stopped");
    });
    // Between runs nobody waits for it.
    this.#ended.catch(() => undefined);
  }

  /** Runs a plan. Rejects when it cannot connect, or when it is stopped meanwhile. */
  async run(plan: LoadPlan): Promise<LoadResult> {
    this.#runs += 1;
    const call: GeneratorCall = { plan, keyPrefix: `${this.#prefix}-${this.#runs}-` };
    this.#thread.postMessage(call);
    // What the thread posts is this alone.
    const [answer] = (await Promise.race([once(this.#thread, "message"), this.#ended])) as [GeneratorAnswer];
    if (!answer.done) throw new Error(`the load generator failed: ${answer.message}`);
    return answer.result;
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }
}
