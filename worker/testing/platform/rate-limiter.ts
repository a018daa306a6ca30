import type { Clock } from "../test-clock.ts";

/** Counts by key in fixed windows of the clock. Memory is bounded by the keys of one window. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #max: number;
  readonly #periodMs: number;
  #window = Number.NaN;
  readonly #counts = new Map<string, number>();

  constructor(clock: Clock, max: number, periodSeconds: number) {
    this.#clock = clock;
    this.#max = max;
    this.#periodMs = periodSeconds * 1_000;
  }

  async limit({ key }: { key: string }): Promise<{ success: boolean }> {
    const window = Math.floor(this.#clock.now() / this.#periodMs);
    if (window !== this.#window) this.#counts.clear();
    this.#window = window;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return { success: count <= this.#max };
  }
}
