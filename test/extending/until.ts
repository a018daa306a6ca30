import { setTimeout as sleep } from "node:timers/promises";

const DEADLINE_MS = 30_000;
const LOOK_EVERY_MS = 50;

/** Resolves once something has come about; rejects when it takes too long. */
export async function until(hasHappened: () => boolean | Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  while (!(await hasHappened())) {
    if (performance.now() - startedAt > DEADLINE_MS) throw new Error(`It has not happened in ${DEADLINE_MS} ms`);
    await sleep(LOOK_EVERY_MS);
  }
}
