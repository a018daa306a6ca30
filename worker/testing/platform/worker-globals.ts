import type { Activity } from "../activity.ts";
import type { WorkerGlobals } from "../built.js";
import type { Clock } from "../test-clock.ts";
import { turn } from "../turn.ts";

/**
 * The longest wait within the Worker that is over at once, without the clock: it gathers calls that come together, or spreads
 * those that go out again. Nothing is decided by how long such a wait takes, and answers wait for it. All longer ones wait
 * for the clock.
 */
const WAITED_AT_ONCE_MS_MAX = 250;

/** The globals that are a server's own: time by its clock, chance that is always the least, a way out that leads nowhere else. */
export function workerGlobals(
  clock: Clock,
  activity: Activity,
  send: (url: string, init: RequestInit) => Promise<Response>,
): WorkerGlobals {
  const timers = new Timers(clock, activity);
  return {
    Date: dateOf(clock),
    Math: Object.create(Math, { random: { value: () => 0 } }),
    setTimeout: (run, ms = 0) => timers.set(run, ms),
    clearTimeout: (timer) => timers.clear(timer),
    setInterval: (run, ms = 0) => timers.repeat(run, ms),
    clearInterval: (timer) => timers.clear(timer),
    // Whoever answers may take as long as it likes: that is told apart from what waits for the clock.
    fetch: (input, init) => activity.track(() => send(String(input), init ?? {})),
    crypto: cryptoOf(activity),
  };
}

/** Timers by number, as the runtime gives them. */
class Timers {
  readonly #clock: Clock;
  readonly #activity: Activity;
  readonly #stops = new Map<number, () => void>();
  #made = 0;

  constructor(clock: Clock, activity: Activity) {
    this.#clock = clock;
    this.#activity = activity;
  }

  set(run: () => void, ms: number): number {
    this.#made += 1;
    this.#start(this.#made, run, ms);
    return this.#made;
  }

  repeat(run: () => void, ms: number): number {
    this.#made += 1;
    const timer = this.#made;
    const again = (): void => {
      this.#start(timer, again, Math.max(ms, WAITED_AT_ONCE_MS_MAX + 1));
      run();
    };
    this.#start(timer, again, Math.max(ms, WAITED_AT_ONCE_MS_MAX + 1));
    return timer;
  }

  clear(timer: number | null | undefined): void {
    if (timer === null || timer === undefined) return;
    this.#stops.get(timer)?.();
    this.#stops.delete(timer);
  }

  #start(timer: number, run: () => void, ms: number): void {
    const fire = (): void => {
      this.#stops.delete(timer);
      run();
    };
    this.#stops.set(timer, ms > WAITED_AT_ONCE_MS_MAX ? this.#clock.after(ms, fire) : this.#fireSoon(fire));
  }

  #fireSoon(fire: () => void): () => void {
    let isStopped = false;
    void this.#activity.track(async () => {
      await turn();
      if (!isStopped) fire();
    });
    return () => {
      isStopped = true;
    };
  }
}

/** `Date` whose now is the clock's. */
function dateOf(clock: Clock): DateConstructor {
  class ClockDate extends Date {
    constructor(...values: unknown[]) {
      // The constructor's own overloads say what it takes: all is handed on as it is.
      super(...((values.length === 0 ? [clock.now()] : values) as [number]));
    }

    static override now(): number {
      return clock.now();
    }

    static override [Symbol.hasInstance](value: unknown): boolean {
      return Object.prototype.toString.call(value) === "[object Date]";
    }
  }
  // It lacks the call without `new`, which gives a text and is used nowhere.
  return ClockDate as unknown as DateConstructor;
}

/** The runtime's own; what it does beside the event loop is counted, so that the clock does not overtake it. */
function cryptoOf(activity: Activity): Crypto {
  const subtle = new Proxy(crypto.subtle, {
    get(target, name) {
      // Its members are methods, all of which resolve later.
      const method = Reflect.get(target, name) as (...values: unknown[]) => unknown;
      return (...values: unknown[]) => activity.track(() => method.apply(target, values));
    },
  });
  return new Proxy(crypto, {
    get(target, name) {
      if (name === "subtle") return subtle;
      const own: unknown = Reflect.get(target, name);
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
}
