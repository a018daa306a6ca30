import type { Environment } from "../../sdk/index.ts";

/** A clock that stands until it is moved, chances that are given, and a page that can be hidden. */
export class FakeEnvironment implements Environment {
  nowMs = Date.UTC(2027, 0, 1);
  chance = 0;
  /** Waits until nothing is under way but what waits for a timer; replaced where a server is asked. */
  idle: () => Promise<void> = settled;
  /** Every wait that was asked for, in the order of asking. */
  readonly waits: number[] = [];
  #timers = new Map<number, { atMs: number; run: () => void }>();
  #made = 0;
  #hidden = false;
  #listeners = new Set<() => void>();

  // Fields, not methods: a client copies what it is given.
  now = (): number => this.nowMs;
  random = (): number => this.chance;
  isHidden = (): boolean => this.#hidden;

  after = (ms: number, run: () => void): (() => void) => {
    this.waits.push(ms);
    this.#made += 1;
    const timer = this.#made;
    this.#timers.set(timer, { atMs: this.nowMs + ms, run });
    return () => this.#timers.delete(timer);
  };

  onVisibility = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  get timers(): number {
    return this.#timers.size;
  }

  /** How long the timers that are set have still to go, the shortest first. */
  get pending(): number[] {
    return [...this.#timers.values()].map(({ atMs }) => atMs - this.nowMs).toSorted((a, b) => a - b);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Lets time go by; everything that is due by then runs at its time, and those that it starts. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (;;) {
      await this.idle();
      const [next] = [...this.#timers]
        .filter(([, { atMs }]) => atMs <= untilMs)
        .toSorted(([, a], [, b]) => a.atMs - b.atMs);
      if (next === undefined) break;
      const [timer, { atMs, run }] = next;
      this.#timers.delete(timer);
      this.nowMs = Math.max(this.nowMs, atMs);
      run();
    }
    this.nowMs = untilMs;
  }

  show(isVisible: boolean): void {
    this.#hidden = !isVisible;
    for (const each of [...this.#listeners]) each();
  }
}

/** An environment whose waits between attempts are over at once, and noted; attempts themselves never time out. */
export function hurried(timeoutMs = 10_000): { environment: Partial<Environment>; waits: number[] } {
  const waits: number[] = [];
  const environment: Partial<Environment> = {
    now: () => Date.UTC(2027, 0, 1),
    random: () => 0.5,
    after(ms, run) {
      if (ms === timeoutMs) return () => {};
      waits.push(ms);
      queueMicrotask(run);
      return () => {};
    },
  };
  return { environment, waits };
}

/** Whatever was under way without waiting for a timer or a server has come to its end. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}
