import { type ErrorFacts, isNamed, OnhandError } from "./onhand-error.ts";

/** It was changed by somebody else since it was read: the figure, the revision. Read it and decide again. */
export class StaleWriteError extends OnhandError {
  override readonly name = "StaleWriteError";
  /** The figure as it is now, with `stale_write`; else `null`. */
  readonly current: number | null;

  constructor(facts: ErrorFacts) {
    super(facts);
    this.current = facts.problem?.errors?.[0]?.current ?? null;
  }
}

/** Whether a value is a `StaleWriteError`, of whichever copy of the package. */
export function isStaleWriteError(value: unknown): value is StaleWriteError {
  return isNamed(value, "StaleWriteError");
}
