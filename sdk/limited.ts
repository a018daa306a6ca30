import type { Environment } from "./environment.ts";
import { AbortedError } from "./errors/aborted-error.ts";
import { TimeoutError } from "./errors/timeout-error.ts";

/** What ends a piece of work before it is done. */
export interface Limits {
  timeoutMs: number;
  signal: AbortSignal | undefined;
  idempotencyKey: string | undefined;
}

/**
 * Runs work that takes at most `timeoutMs`, and ends when `signal` does: at once, even where the work itself does not
 * listen to the signal that it is given. Nothing of it is left behind: no timer, no listener.
 */
export function limited<Value>(
  environment: Environment,
  { timeoutMs, signal, idempotencyKey }: Limits,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  return new Promise<Value>((resolve, reject) => {
    const finish = (settle: () => void) => {
      stopTimer();
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    const end = (error: AbortedError | TimeoutError) => {
      finish(() => reject(error));
      controller.abort(error);
    };
    const onAbort = () => end(abortedError(signal, idempotencyKey));
    const stopTimer = environment.after(timeoutMs, () => end(timeoutError(timeoutMs, idempotencyKey)));
    if (signal?.aborted) return onAbort();
    signal?.addEventListener("abort", onAbort);
    work(controller.signal).then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error)),
    );
  });
}

/** Waits; ends at once with an `AbortedError` when the signal does. */
export function pause(
  environment: Environment,
  ms: number,
  signal: AbortSignal | undefined,
  idempotencyKey: string | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      stopTimer();
      reject(abortedError(signal, idempotencyKey));
    };
    const stopTimer = environment.after(ms, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function abortedError(signal: AbortSignal | undefined, idempotencyKey: string | undefined): AbortedError {
  const message = "The call was ended by its signal.";
  return new AbortedError({ message, code: "aborted", cause: signal?.reason, idempotencyKey });
}

function timeoutError(timeoutMs: number, idempotencyKey: string | undefined): TimeoutError {
  const message = `There was no whole answer within ${timeoutMs} ms.`;
  return new TimeoutError({ message, code: "timeout", retryable: true, idempotencyKey });
}
