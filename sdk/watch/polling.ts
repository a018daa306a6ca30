import { LOOK_PAUSE_MS_MAX, REFRESH_MS_DEFAULT, REMEMBERED_ANSWERS_MAX } from "../bounds.ts";
import type { Availability } from "../contract/index.ts";
import type { AnyOnhandError } from "../errors/any-onhand-error.ts";
import type { Asking } from "../storefront/asking.ts";
import type { Question } from "../storefront/question.ts";
import type { Answer, Transport } from "../transport/transport.ts";
import type { AvailabilityWatcher, Feed } from "./feed.ts";
import { systemPage } from "./page.ts";

/** A question that is watched. */
interface Watched {
  question: Question;
  /** Who is told, and what each was told last. */
  watchers: Map<AvailabilityWatcher, Availability | undefined>;
  /** The newest view that says something else than the one before. */
  view?: Availability;
  /** Ends a look when nobody watches any more. */
  controller: AbortController;
}

/**
 * A feed that asks: about a question when it is watched first, and then about all together every `refreshMs`, a little
 * sooner by chance; with longer pauses while that fails. Costs one timer, one listener for visibility and the last answers:
 * the first watcher brings them, the last one takes them away. While nobody can see the page it does not look; when it is
 * seen again, it looks at once.
 */
export function createPolling(transport: Transport, asking: Asking, refreshMs: number = REFRESH_MS_DEFAULT): Feed {
  const { now, random, after, isHidden, onVisibility } = { ...systemPage, ...transport.environment };
  const watched = new Map<string, Watched>();
  const answers = new Map<string, Answer<never>>();
  const ask = asking(load);
  /** Also where one look was wanted, it is made again until it goes well. */
  const longestMs = refreshMs < Infinity ? Math.max(refreshMs, LOOK_PAUSE_MS_MAX) : LOOK_PAUSE_MS_MAX;
  let stopTimer = (): void => {};
  let stopListening = (): void => {};
  let isLooking = false;
  let failures = 0;
  /** The server asked for patience until then. */
  let notBeforeMs = 0;

  /** What is there, or what was there before when the server says that it is the same. */
  async function load(path: string, signal: AbortSignal | undefined): Promise<never> {
    const known = answers.get(path);
    const headers: Record<string, string> = known?.etag ? { "if-none-match": known.etag } : {};
    const answer = await transport.send<never>(path, { init: { headers }, signal });
    if (known && !answer.body) return known.body;
    if (answers.size > REMEMBERED_ANSWERS_MAX) answers.clear();
    answers.set(path, answer);
    return answer.body;
  }

  /** Tells who watches. How long to leave the server alone, where it could not answer; else 0. */
  async function look(each: Watched): Promise<number> {
    const { question, watchers, controller } = each;
    try {
      const view = await ask(question, controller.signal);
      if (isNews(view, each.view)) each.view = view;
      for (const watcher of watchers.keys()) show(each, watcher);
      return 0;
    } catch (error) {
      // Nothing else is thrown.
      const problem = error as AnyOnhandError;
      for (const watcher of watchers.keys()) queueMicrotask(() => watchers.has(watcher) && watcher.onProblem(problem));
      return problem.retryable ? (problem.retryAfterMs ?? 1) : 0;
    }
  }

  async function lookAll(): Promise<void> {
    stopTimer();
    if (isLooking || isHidden()) return;
    isLooking = true;
    const patienceMs = Math.max(...(await Promise.all([...watched.values()].map(look))));
    isLooking = false;
    failures = patienceMs && failures + 1;
    notBeforeMs = now() + patienceMs;
    const pauseMs = failures ? Math.min(longestMs, refreshMs * 2 ** failures) : refreshMs;
    if (watched.size && pauseMs < Infinity)
      stopTimer = after(Math.max(patienceMs, pauseMs * (1 - random() / 4)), lookAll);
  }

  /** Seen again, the page is looked at at once; but where one look was wanted, only if it has not been made. */
  function onVisible(): void {
    const isWanted = refreshMs < Infinity || [...watched.values()].some(({ view }) => !view);
    if (isWanted && now() >= notBeforeMs) void lookAll();
  }

  return {
    watch(question, watcher) {
      const name = JSON.stringify(question);
      if (!watched.size) stopListening = onVisibility(onVisible);
      let each = watched.get(name);
      if (!each) {
        each = { question, watchers: new Map(), controller: new AbortController() };
        watched.set(name, each);
        // The round goes on by itself, and one that is under way does not know of it.
        if (watched.size === 1 && !isLooking) void lookAll();
        else if (!isHidden()) void look(each);
      }
      const { watchers, controller } = each;
      // Its own, as the same may watch twice.
      const told: AvailabilityWatcher = {
        onView: (view) => watcher.onView(view),
        onProblem: (problem) => watcher.onProblem(problem),
      };
      watchers.set(told, undefined);
      show(each, told);
      return () => {
        watchers.delete(told);
        if (watchers.size || watched.get(name)?.watchers !== watchers) return;
        watched.delete(name);
        controller.abort();
        if (watched.size) return;
        stopTimer();
        stopListening();
        answers.clear();
      };
    },
  };
}

/**
 * Tells a watcher the newest view, once, if it still watches by then: in a turn of its own, so that one which throws keeps
 * nobody else from being told.
 */
function show({ view, watchers }: Watched, watcher: AvailabilityWatcher): void {
  queueMicrotask(() => {
    if (!view || !watchers.has(watcher) || watchers.get(watcher) === view) return;
    watchers.set(watcher, view);
    watcher.onView(view);
  });
}

/**
 * Whether a view says something else than the one before. Servers remember a view for a moment, each for itself: one may
 * still say what another no longer does.
 */
function isNews(view: Availability, known: Availability | undefined): boolean {
  if (!known) return true;
  if (view.version < known.version && view.asOf < known.asOf) return false;
  return JSON.stringify({ ...view, asOf: known.asOf }) !== JSON.stringify(known);
}
