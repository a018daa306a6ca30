import type { StockEvent } from "../sdk/index.ts";
import type { LowStockVerdict } from "./core/rules.ts";
import type { Env } from "./env.ts";

/** Told of a crossing of a SKU whose policy names the activity. */
export type CrossingListener = (event: StockEvent, env: Env) => void | Promise<void>;

/** The listeners of a deployment, by the name of the activity. */
export type CrossingListeners = Readonly<Record<string, CrossingListener>>;

/** A low-stock activity of a shop's own (DESIGN section 9). `Bindings`: what its deployment binds. */
export interface CustomLowStockActivity<Bindings extends Env = Env> {
  /** What it does while the stock is low. One that throws, or answers with something else, does nothing. */
  verdict: LowStockVerdict;
  /**
   * Runs from the queue, after the sale and after the event is stored: it holds up neither. One that throws is told again
   * later; a repeat has the same event id, so that what it does can be done once. Default: nothing.
   */
  onCrossing?(event: StockEvent, env: Bindings): void | Promise<void>;
}
