import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "./start-error.ts";

const deadlineMs = 30_000;
const betweenMs = 50;

/** Resolves when `origin`'s /health answers 200; rejects with a {@link StartError} when it has not within 30 seconds. */
export async function untilHealthy(origin: string): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  let last = "no answer";
  while (performance.now() < giveUpAt) {
    try {
      const answer = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(5_000) });
      await answer.body?.cancel();
      if (answer.ok) return;
      last = `status ${answer.status}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(betweenMs);
  }
  throw new StartError(`${origin}/health does not answer: ${last}.`);
}
