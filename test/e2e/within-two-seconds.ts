import { errors, type Locator } from "playwright";

/** What the shop promises: whoever looks sees a change so soon after the server has answered for it. */
const PROMISE_MS = 2_000;
/** A machine that is busy with something else for a moment is no broken promise; three times in a row it is. */
const ATTEMPTS = 3;

/**
 * Makes a change, and waits for what shall be seen of it. A change that is seen too late is tried again with the next
 * one: `change` is called with the number of the attempt, from 1, resolves with the server's answer, and gives what to
 * wait for.
 */
export async function seenWithinTwoSeconds(change: (attempt: number) => Promise<Locator[]>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const shown = await change(attempt);
    try {
      await Promise.all(shown.map((each) => each.waitFor({ timeout: PROMISE_MS })));
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || attempt === ATTEMPTS) throw error;
    }
  }
}
