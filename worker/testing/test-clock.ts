/** The time of a test server and of the clients that were given its `environment`. It stands still until it is turned. */
export interface TestClock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Turns the clock on by `ms`, from 0. Whatever is due by then happens at its own time and in order: reservations expire,
   * queues deliver, the round of each minute is made, timers of clients run; what was started has gone on as far as it can
   * before the next thing is due. Resolves when the clock stands again. Two turns at once follow each other.
   */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** A clock with its timers. Each turn looks through all that are set: a test has few. */
export class Clock implements TestClock {
  readonly #settle: () => Promise<void>;
  readonly #timers = new Map<number, Timer>();
  #nowMs: number;
  #made = 0;
  #turning: Promise<void> = Promise.resolve();

  /** `settle` resolves when nothing goes on by itself. */
  constructor(nowMs: number, settle: () => Promise<void>) {
    this.#nowMs = nowMs;
    this.#settle = settle;
  }

  now(): number {
    return this.#nowMs;
  }

  /** Runs something once `ms` from now, when the clock has been turned that far. The function that it returns takes it back. */
  after(ms: number, run: () => void): () => void {
    this.#made += 1;
    const timer = this.#made;
    this.#timers.set(timer, { atMs: this.#nowMs + Math.max(0, ms), run });
    return () => this.#timers.delete(timer);
  }

  async advance(ms: number): Promise<void> {
    if (!Number.isFinite(ms) || ms < 0) throw new TypeError("advance: ms must be a number from 0");
    const turned = this.#turning.then(() => this.#turnTo(this.#nowMs + ms));
    this.#turning = turned.catch(() => undefined);
    await turned;
  }

  /** Forgets every timer. */
  stop(): void {
    this.#timers.clear();
  }

  async #turnTo(untilMs: number): Promise<void> {
    for (;;) {
      await this.#settle();
      const next = this.#nextUntil(untilMs);
      if (next === null) break;
      this.#timers.delete(next.timer);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
    }
    this.#nowMs = untilMs;
  }

  /** The timer that is due first; of those at one time the one that was set first. */
  #nextUntil(untilMs: number): (Timer & { timer: number }) | null {
    let next: (Timer & { timer: number }) | null = null;
    for (const [timer, { atMs, run }] of this.#timers) {
      if (atMs <= untilMs && (next === null || atMs < next.atMs)) next = { timer, atMs, run };
    }
    return next;
  }
}
