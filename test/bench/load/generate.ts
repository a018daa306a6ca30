import { Connection } from "./connection.ts";
import type { ExpectedAnswer, LoadPlan, LoadResult } from "./plan.ts";
import { type KeyPrefix, RequestSource } from "./request-source.ts";
import type { RawAnswer } from "./response-reader.ts";

/** How long after the end of a run answers are waited for. */
const ANSWER_AWAITED_MS = 20_000;
/** Kinds of unexpected answers that are told apart. */
const KINDS_MAX = 10;

/**
 * Keeps every connection of a plan busy until its time is up, then waits for what is under way. A closed loop: a
 * connection asks again when it has its answer, so that a slow server is asked less often.
 */
export async function generate(plan: LoadPlan, keyPrefix: KeyPrefix): Promise<LoadResult> {
  const source = new RequestSource(plan, keyPrefix);
  const unexpected: Record<string, number> = {};
  const latencies: number[] = [];
  let answered = 0;
  let isEnding = false;
  let from = Number.POSITIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;

  const note = (what: string): void => {
    const kind = what in unexpected || Object.keys(unexpected).length < KINDS_MAX ? what : "others";
    unexpected[kind] = (unexpected[kind] ?? 0) + 1;
  };
  const events = {
    next: () => (isEnding ? null : source.next()),
    onAnswer: (answer: RawAnswer, sentAt: number, now: number) => {
      if (!isExpected(answer, plan.expected)) {
        note(describe(answer));
        return;
      }
      answered += 1;
      if (now >= from && now < until) latencies.push(now - sentAt);
    },
    onBroken: note,
  };

  const connections = Array.from({ length: plan.connections }, () => new Connection(plan.host, plan.port, events));
  await Promise.all(connections.map(({ connected }) => connected));
  from = performance.now() + plan.rampMs;
  until = from + plan.measuredMs;
  for (const connection of connections) connection.send();

  await sleepUntil(from);
  const idle = performance.eventLoopUtilization();
  await sleepUntil(until);
  const busy = performance.eventLoopUtilization(idle).utilization;
  isEnding = true;
  const giveUp = setTimeout(() => {
    for (const connection of connections) connection.abandon();
  }, ANSWER_AWAITED_MS);
  await Promise.all(connections.map(({ over }) => over));
  clearTimeout(giveUp);
  return {
    measured: latencies.length,
    measuredMs: plan.measuredMs,
    latenciesMs: Float64Array.from(latencies),
    answered,
    unexpected,
    busy,
  };
}

function isExpected({ status, body }: RawAnswer, expected: ExpectedAnswer): boolean {
  if (status !== expected.status) return false;
  let at = -1;
  for (let times = 0; times < expected.times; times += 1) {
    at = body.indexOf(expected.contains, at + 1);
    if (at === -1) return false;
  }
  return true;
}

function describe({ status, body }: RawAnswer): string {
  return `${status} ${/"code": ?"(\w+)"/.exec(body)?.[1] ?? body.slice(0, 60)}`.trim();
}

function sleepUntil(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
}
