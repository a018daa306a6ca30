import type { ExpectedAnswer, RequestText } from "../load/plan.ts";
import type { RunningWorker } from "./run-worker.ts";

export type SideName = "onhand" | "minimal";

/** A line of a cart. */
export interface CartLine {
  readonly sku: string;
  readonly quantity: number;
}

/** One of the two that are measured side by side: how it is asked, and what it must answer. */
export interface Side {
  readonly name: SideName;
  readonly worker: RunningWorker;
  /** How long after an answer it may begin work that belongs to it, in milliseconds. */
  readonly deferredWorkMs: number;
  /** Makes SKUs with so many units on hand. */
  stock(skus: readonly string[], onHand: number): Promise<void>;
  /** Units held of some SKUs, together, as the objects have stored them. */
  held(skus: readonly string[]): Promise<number>;
  /** Holds one cart, by itself. */
  hold(lines: readonly CartLine[]): Promise<void>;
  holdRequest(lines: readonly CartLine[]): RequestText;
  /** Asks for what is available of one SKU, or of several at once. */
  readRequest(skus: readonly string[]): RequestText;
  readonly heldAnswer: ExpectedAnswer;
  readonly refusedAnswer: ExpectedAnswer;
  /** Of so many SKUs that are there. */
  readAnswer(skus: number): ExpectedAnswer;
}
