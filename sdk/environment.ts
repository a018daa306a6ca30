import { TIMER_MS_MAX } from "./bounds.ts";

/** What the client takes of the world around it. Every part can be replaced, so that a test never sleeps. */
export interface Environment {
  /** Milliseconds since 1970. */
  now(): number;
  /** A chance in [0, 1): spreads waits. */
  random(): number;
  /** Runs something once after a time; the function that it returns takes it back. */
  after(ms: number, run: () => void): () => void;
  /** Whether nobody can see the page now. Always false where there is none. */
  isHidden(): boolean;
  /** Calls back whenever `isHidden` may have changed, until the function that it returns is called. */
  onVisibility(changed: () => void): () => void;
}

/** Clock, timers and chance of the runtime. */
export const systemClock: Pick<Environment, "now" | "random" | "after"> = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, TIMER_MS_MAX));
    return () => clearTimeout(timer);
  },
};
