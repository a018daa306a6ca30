import type { Availability } from "../contract/index.ts";
import type { AnyOnhandError } from "../errors/any-onhand-error.ts";
import type { Perspective, Question } from "../storefront/question.ts";
import type { CallOptions } from "../transport/options.ts";
import type { Feed } from "./feed.ts";

/** How to watch. */
export interface WatchOptions extends CallOptions, Perspective {
  /**
   * A look that failed; watching goes on, with longer pauses. Without it, what is not `retryable` is thrown: a SKU that
   * there is not, a key that is not valid.
   */
  onProblem?: ((problem: AnyOnhandError, question: Question) => void) | undefined;
}

/**
 * Views of SKUs, or of products: the first of each, and then each newer one that differs. Who takes them slowly misses the
 * older views, never the newest. It ends with its signal, or when it is left (`break`).
 */
export type Watch = (
  questions: readonly (string | Question)[],
  options?: WatchOptions,
) => AsyncGenerator<Availability, void>;

/** Watching, over a feed. All watchers of one feed share one source. */
export function createWatch(feed: Feed): Watch {
  return async function* (questions, { signal, onProblem, channel, reservation } = {}) {
    const news = new Map<unknown, Availability>();
    let failed: AnyOnhandError | undefined;
    let wake = (): void => {};
    const stops = questions.map((each) => {
      const question = typeof each === "string" ? { sku: each, channel, reservation } : each;
      const watcher = {
        onView(view: Availability) {
          news.set(each, view);
          wake();
        },
        onProblem(problem: AnyOnhandError) {
          if (onProblem) return onProblem(problem, question);
          if (!problem.retryable) failed = problem;
          wake();
        },
      };
      return feed.watch(question, watcher);
    });
    const onAbort = () => wake();
    signal?.addEventListener("abort", onAbort);
    try {
      while (!signal?.aborted) {
        for (const [each, view] of news) {
          news.delete(each);
          yield view;
          if (signal?.aborted) return;
        }
        if (failed) throw failed;
        const isWoken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (!news.size && !signal?.aborted) await isWoken;
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      for (const stop of stops) stop();
    }
  };
}
