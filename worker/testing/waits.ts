import { turn } from "./turn.ts";

/** Rejects with the signal's reason as soon as it is aborted, whatever becomes of the work. */
export function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort);
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Runs something in the next turn, unless the function that it returns takes it back. */
export function afterTurn(run: () => void): () => void {
  let isStopped = false;
  void turn().then(() => {
    if (!isStopped) run();
  });
  return () => {
    isStopped = true;
  };
}

/** What `fetch` rejects with where nothing can be reached. */
export function noConnection(origin: string): TypeError {
  return new TypeError(`There is no connection to ${origin}`);
}
