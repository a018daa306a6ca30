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

/** The part of a browser's document that is used; the other runtimes have none. */
interface PageDocument {
  readonly visibilityState?: string;
  addEventListener(type: "visibilitychange", listener: () => void): void;
  removeEventListener(type: "visibilitychange", listener: () => void): void;
}

function pageDocument(): PageDocument | undefined {
  // Looked up when it is needed: the types of no one runtime are taken for granted.
  return (globalThis as { document?: PageDocument }).document;
}

/** The runtime itself. */
export const systemEnvironment: Environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, TIMER_MS_MAX));
    return () => clearTimeout(timer);
  },
  isHidden: () => pageDocument()?.visibilityState === "hidden",
  onVisibility(changed) {
    const page = pageDocument();
    page?.addEventListener("visibilitychange", changed);
    return () => page?.removeEventListener("visibilitychange", changed);
  },
};
