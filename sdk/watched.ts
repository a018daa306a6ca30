import { INTERVAL_MS_DEFAULT, INTERVAL_MS_MIN, LOOK_PAUSE_MS_MAX } from "./bounds.ts";
import type { Availability } from "./contract/index.ts";
import type { AnyOnhandError } from "./errors/any-onhand-error.ts";
import type { Question } from "./question.ts";

/** Who is told. */
export interface AvailabilityWatcher {
  /** The first view, and each newer one that differs from the last; `asOf` alone is no difference. */
  onView(view: Availability): void;
  /** A look that failed. Watching goes on, with longer pauses, also where there is no such thing yet. */
  onProblem(problem: AnyOnhandError): void;
}

/** One watcher of a question, from its start to its stop. */
interface Subscription {
  watcher: AvailabilityWatcher;
  intervalMs: number;
  isTold: boolean;
}

/** A look that is under way, for all that it shall answer. */
export interface Look {
  asked: readonly Watched[];
  controller: AbortController;
}

/** A question that is watched: by whom, what they were told last, and when to look again. */
export class Watched {
  readonly question: Question;
  /** Of the question by itself; equal questions have equal ones. */
  readonly path: string;
  /** Asked about by itself: together with others it would have them refused as well. */
  isAlone = false;
  look: Look | null = null;
  #subscriptions = new Set<Subscription>();
  #view: Availability | null = null;
  #text = "";
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #dueMs: number;
  /** The server asked for patience until then; nothing hastens a look before. */
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #failures = 0;

  constructor(question: Question, path: string, nowMs: number) {
    this.question = { ...question };
    this.path = path;
    this.#dueMs = nowMs;
  }

  get isWatched(): boolean {
    return this.#subscriptions.size > 0;
  }

  /** When to look next; `Infinity`: never, or not before the look that is under way has ended. */
  get dueMs(): number {
    return this.look === null ? this.#dueMs : Number.POSITIVE_INFINITY;
  }

  /** Whether a look that is made now anyway shall be one for this question, too: it brings their times together. */
  joinsAt(nowMs: number): boolean {
    const earlierMs = Number.isFinite(this.#intervalMs) ? this.#intervalMs / 2 : 0;
    return Math.max(this.dueMs - earlierMs, this.#notBeforeMs) <= nowMs;
  }

  /** Adds a watcher, and gives the function that takes it away. It is told what is known, if anything is. */
  add(watcher: AvailabilityWatcher, intervalMs: number, nowMs: number): () => void {
    const subscription = { watcher, intervalMs, isTold: false };
    this.#subscriptions.add(subscription);
    const isOld = nowMs - this.#lookedAtMs >= Math.min(intervalMs, INTERVAL_MS_DEFAULT);
    if (this.#view === null || isOld) this.hasten(nowMs);
    else if (this.#failures === 0) this.#dueMs = Math.min(this.#dueMs, this.#lookedAtMs + intervalMs);
    queueMicrotask(() => {
      if (this.#view !== null && !subscription.isTold) this.#show(subscription, this.#view);
    });
    return () => this.#subscriptions.delete(subscription);
  }

  /** Somebody looks at the page again: so shall this, unless it did so just now or the server asked for patience. */
  onVisible(nowMs: number): void {
    if (Number.isFinite(this.#intervalMs)) this.hasten(nowMs);
  }

  /** Has it looked again as soon as it may. */
  hasten(nowMs: number): void {
    const soonestMs = Math.max(nowMs, this.#notBeforeMs, this.#lookedAtMs + INTERVAL_MS_MIN);
    this.#dueMs = Math.min(this.#dueMs, soonestMs);
  }

  /** A look found this. */
  found(view: Availability, nowMs: number): void {
    this.#failures = 0;
    this.#lookedAtMs = nowMs;
    this.#dueMs = nowMs + this.#intervalMs;
    // The very same object comes from an answer that was not even read again.
    if (view === this.#view || isOlder(view, this.#view)) return;
    const text = JSON.stringify(view, (name, value: unknown) => (name === "asOf" ? undefined : value));
    const isNews = text !== this.#text;
    this.#view = view;
    this.#text = text;
    if (isNews) for (const each of [...this.#subscriptions]) this.#show(each, view);
  }

  /** A look failed. `chance` in [0, 1) spreads the next ones of many pages. */
  failed(problem: AnyOnhandError, nowMs: number, chance: number): void {
    this.#failures += 1;
    this.#lookedAtMs = nowMs;
    const doubledMs = Math.min(LOOK_PAUSE_MS_MAX, this.#intervalMs * 2 ** this.#failures);
    const pauseMs = Math.max(this.#intervalMs, doubledMs * (0.5 + chance / 2));
    this.#notBeforeMs = nowMs + (problem.retryAfterMs ?? 0);
    this.#dueMs = Math.max(nowMs + pauseMs, this.#notBeforeMs);
    for (const each of [...this.#subscriptions]) this.#call(each, () => each.watcher.onProblem(problem));
  }

  get #intervalMs(): number {
    return Math.min(...[...this.#subscriptions].map(({ intervalMs }) => intervalMs));
  }

  #show(subscription: Subscription, view: Availability): void {
    subscription.isTold = true;
    this.#call(subscription, () => subscription.watcher.onView(view));
  }

  /** A watcher that throws is reported like a listener that does, and keeps nobody else from being told. */
  #call(subscription: Subscription, tell: () => void): void {
    if (!this.#subscriptions.has(subscription)) return;
    try {
      tell();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

/**
 * Servers remember a view for a moment, each for itself: one may still say what another no longer does. An earlier time
 * alone does not make a view older, as a clock may have been set back.
 */
function isOlder(view: Availability, known: Availability | null): boolean {
  return known !== null && Date.parse(view.asOf) < Date.parse(known.asOf) && view.version <= known.version;
}
