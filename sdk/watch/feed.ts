import type { Availability } from "../contract/index.ts";
import type { AnyOnhandError } from "../errors/any-onhand-error.ts";
import type { Question } from "../storefront/question.ts";

/** Who is told. */
export interface AvailabilityWatcher {
  /** The first view, and each newer one that differs from the last; `asOf` alone is no difference. */
  onView(view: Availability): void;
  /** A look that failed. Watching goes on, with longer pauses, also where there is no such thing yet. */
  onProblem(problem: AnyOnhandError): void;
}

/** Where views come from, again and again. One source for all who watch, from the first of them to the last. */
export interface Feed {
  /** Watches until the function that it returns is called. Calls back only after it has returned. */
  watch(question: Question, watcher: AvailabilityWatcher): () => void;
}
