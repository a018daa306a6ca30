import { INTERVAL_MS_MIN } from "./bounds.ts";
import type { Availability, AvailabilityList } from "./contract/index.ts";
import { type AnyOnhandError, isOnhandError } from "./errors/any-onhand-error.ts";
import { NotFoundError } from "./errors/not-found-error.ts";
import { UnexpectedAnswerError } from "./errors/unexpected-answer-error.ts";
import { isValidationError, type ValidationError } from "./errors/validation-error.ts";
import { type Perspective, pathOfQuestion, type Question, requestsOfSkus } from "./question.ts";
import { RememberedAnswers } from "./remembered-answers.ts";
import type { Transport } from "./transport.ts";
import { look } from "./verbs.ts";
import { type AvailabilityWatcher, Watched } from "./watched.ts";

/**
 * Everything that one client watches. Costs one timer, one listener for visibility and the last answers; the first
 * watcher brings them, the last one takes them away.
 */
export interface Feed {
  /** Starts to watch. A `RangeError` for an interval below 1,000 ms. */
  watch(question: Question, watcher: AvailabilityWatcher, intervalMs: number): () => void;
}

/** One request, and the questions that it answers; `answerTo` finds the answer to each. */
interface Round<Body> {
  path: string;
  asked: readonly Watched[];
  answerTo: (watched: Watched, body: Body) => Availability | AnyOnhandError;
}

/** A feed over a transport. */
export function createFeed(transport: Transport): Feed {
  const { environment } = transport;
  const watched = new Map<string, Watched>();
  const answers = new RememberedAnswers();
  let stopTimer = (): void => {};
  let stopListening = (): void => {};

  /** Sets the one timer to the next look that is due, or to none. */
  function schedule(): void {
    stopTimer();
    if (environment.isHidden()) return;
    const nextMs = Math.min(...[...watched.values()].map(({ dueMs }) => dueMs));
    // Not even the first look is made at once: watchers that start in the same turn go into one request.
    if (nextMs < Number.POSITIVE_INFINITY)
      stopTimer = environment.after(Math.max(0, nextMs - environment.now()), lookAll);
  }

  function lookAll(): void {
    const nowMs = environment.now();
    const all = [...watched.values()];
    if (all.some(({ dueMs }) => dueMs <= nowMs)) lookAt(all.filter((each) => each.joinsAt(nowMs)));
    schedule();
  }

  function lookAt(due: readonly Watched[]): void {
    for (const each of due) {
      if ("sku" in each.question) continue;
      void run<Availability>({ path: each.path, asked: [each], answerTo: (_, view) => view });
    }
    for (const { perspective, bySku } of groupsOf(due)) {
      // In one order whoever came first: the same SKUs make the same address, which the ETag belongs to.
      for (const { path, skus } of requestsOfSkus([...bySku.keys()].toSorted(), perspective)) {
        const asked = skus.flatMap((sku) => bySku.get(sku) ?? []);
        void run<AvailabilityList>({ path, asked, answerTo: answerToSku });
      }
    }
  }

  async function run<Body>({ path, asked, answerTo }: Round<Body>): Promise<void> {
    const controller = new AbortController();
    for (const each of asked) each.look = { asked, controller };
    try {
      const known = answers.get(path);
      const found = await look<Body>(transport, path, known?.etag, controller.signal);
      // What is known of a path is what it answered with before.
      const body = found.kind === "unchanged" ? (known?.body as Body) : found.body;
      if (found.kind === "fresh" && found.etag !== null) answers.keep(path, { etag: found.etag, body });
      for (const each of asked) tell(each, answerTo(each, body), environment.random());
    } catch (error) {
      fail(asked, error);
    } finally {
      for (const each of asked) each.look = null;
      schedule();
    }
  }

  function tell(each: Watched, answer: Availability | AnyOnhandError, chance: number): void {
    if (isOnhandError(answer)) each.failed(answer, environment.now(), chance);
    else each.found(answer, environment.now());
  }

  function fail(asked: readonly Watched[], cause: unknown): void {
    const error = isOnhandError(cause) ? cause : notUnderstood(cause);
    const culprits = asked.length > 1 && isValidationError(error) ? culpritsOf(asked, error) : [];
    // One chance for all of them: what was asked together is asked together again.
    const chance = environment.random();
    if (culprits.length === 0) for (const each of asked) tell(each, error, chance);
    // Those are asked about by themselves, the others without them: each learns what is wrong with it alone. All are
    // still due.
    for (const each of culprits) each.isAlone = true;
  }

  function onVisibility(): void {
    if (!environment.isHidden()) for (const each of watched.values()) each.onVisible(environment.now());
    schedule();
  }

  return {
    watch(question, watcher, intervalMs) {
      if (!(intervalMs >= INTERVAL_MS_MIN)) throw new RangeError(`intervalMs is at least ${INTERVAL_MS_MIN}.`);
      let path: string;
      try {
        path = pathOfQuestion(question);
      } catch (error) {
        // No request can be made of it; the watcher is told as of any other that the server would refuse.
        if (!isOnhandError(error)) throw error;
        let isStopped = false;
        queueMicrotask(() => isStopped || watcher.onProblem(error));
        return () => {
          isStopped = true;
        };
      }
      if (watched.size === 0) stopListening = environment.onVisibility(onVisibility);
      const nowMs = environment.now();
      const each = watched.get(path) ?? new Watched(question, path, nowMs);
      watched.set(path, each);
      const takeAway = each.add(watcher, intervalMs, nowMs);
      schedule();
      return () => {
        takeAway();
        if (each.isWatched || watched.get(path) !== each) return;
        watched.delete(path);
        if (each.look?.asked.every(({ isWatched }) => !isWatched)) each.look.controller.abort();
        if (watched.size === 0) {
          stopListening();
          answers.clear();
        }
        schedule();
      };
    },
  };
}

/** One request each: SKUs in the same eyes, but those that have to be asked about by themselves. */
function groupsOf(due: readonly Watched[]): { perspective: Perspective; bySku: Map<string, Watched> }[] {
  const groups = new Map<string, { perspective: Perspective; bySku: Map<string, Watched> }>();
  for (const each of due) {
    const { question } = each;
    if (!("sku" in question)) continue;
    const { sku, channel, reservation } = question;
    const key = JSON.stringify([channel, reservation, each.isAlone ? sku : null]);
    const group = groups.get(key) ?? { perspective: { channel, reservation }, bySku: new Map() };
    groups.set(key, group);
    group.bySku.set(sku, each);
  }
  return [...groups.values()];
}

function answerToSku({ question }: Watched, { items, unknown }: AvailabilityList): Availability | AnyOnhandError {
  const sku = "sku" in question ? question.sku : "";
  const view = items.find((each) => each.sku === sku);
  if (view !== undefined) return view;
  if (!unknown.includes(sku)) return notUnderstood(undefined);
  return new NotFoundError({ message: "There is no such SKU.", code: "sku_not_found" });
}

/** The questions that a request was refused for: the server names the SKUs by their place in it. */
function culpritsOf(asked: readonly Watched[], error: ValidationError): Watched[] {
  const places = error.fields.map(({ pointer }) => /^sku\.(\d+)$/.exec(pointer)?.[1]);
  return asked.filter((_, index) => places.includes(String(index)));
}

function notUnderstood(cause: unknown): UnexpectedAnswerError {
  const message = "The server's answer cannot be understood. Is baseUrl the address of an Onhand server?";
  return new UnexpectedAnswerError({ message, code: "unexpected_answer", cause });
}
