import { turn } from "./turn.ts";

/** The runtime's own time, whatever a test puts in the place of `Date` later. */
const RuntimeDate = Date;

/** Turns of the event loop without work under way after which nothing goes on by itself: a client reads its answer meanwhile. */
const QUIET_TURNS = 5;

/** Real time without any progress that work is waited for. What takes longer waits for the clock, or for somebody outside. */
const WAITED_MS_MAX = 1_000;

/** Counts what is under way in real time, so that the clock does not overtake it. */
export class Activity {
  readonly #underWay = new Set<object>();
  /** Changes with each piece of work that begins or ends. */
  #progress = 0;
  #stopped = false;

  /** Counts a piece of work until it has ended, however it ends. */
  async track<Value>(work: () => Value | PromiseLike<Value>): Promise<Awaited<Value>> {
    const piece = {};
    this.#underWay.add(piece);
    this.#progress += 1;
    try {
      return await work();
    } finally {
      this.#underWay.delete(piece);
      this.#progress += 1;
    }
  }

  /** Resolves when nothing goes on by itself any more. Work that waits for the clock is not waited for a second time. */
  async settle(): Promise<void> {
    let [seen, sinceMs] = [this.#progress, RuntimeDate.now()];
    for (let quiet = 0; quiet < QUIET_TURNS && !this.#stopped; ) {
      await turn();
      quiet = this.#underWay.size === 0 ? quiet + 1 : 0;
      if (this.#progress !== seen) [seen, sinceMs] = [this.#progress, RuntimeDate.now()];
      else if (RuntimeDate.now() - sinceMs > WAITED_MS_MAX) this.#underWay.clear();
    }
  }

  /** Nothing is waited for any more. */
  stop(): void {
    this.#stopped = true;
    this.#underWay.clear();
  }
}
