import type { LineProblem } from "../contract/index.ts";
import { OnhandError } from "./onhand-error.ts";

/** Lines cannot be had; nothing was held. */
export abstract class RefusedLinesError extends OnhandError {
  /** Every refused line, for whichever cause: what the server tells of each. */
  readonly lines: readonly LineProblem[] = this.problem?.errors ?? [];
}
