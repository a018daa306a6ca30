import { AbortedError } from "../errors/aborted-error.ts";

/**
 * Does what comes first: the end of the work, or an `AbortedError` when the signal ends it, at once, even where the work
 * does not listen to the signal that it is given. That one ends when all is over: the work has nothing left to do.
 */
export function within<Value>(
  signal: AbortSignal | undefined,
  work: (ended: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const ended = controller.signal;
  return new Promise<Value>((resolve, reject) => {
    const onAbort = () => reject(new AbortedError({ message: "Aborted", code: "aborted", cause: signal?.reason }));
    if (signal?.aborted) return onAbort();
    signal?.addEventListener("abort", onAbort, { signal: ended });
    work(ended).then(resolve, reject);
  }).finally(() => controller.abort());
}
