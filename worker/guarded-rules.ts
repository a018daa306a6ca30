import type { AvailabilityStatus, MessageCode } from "../sdk/index.ts";
import { type AllocationStrategy, allocateOncePaid } from "./core/allocation.ts";
import { WAREHOUSE_STRATEGIES, type WarehouseStrategy } from "./core/placing.ts";
import {
  type ActingActivity,
  type DisplayStrategy,
  isActingActivity,
  type LowStockVerdict,
  type StockRules,
} from "./core/rules.ts";
import { judgeAvailability, type Question, type Verdict } from "./core/verdict.ts";
import type { StockWorkerOptions } from "./stock-worker-options.ts";

/**
 * The rules of a deployment. The one place where a shop's functions are guarded: what one of them does wrong is logged, and
 * the built-in rule takes its place, so that the rules themselves never have to reckon with it.
 */
export function rulesOf(
  options: Omit<StockWorkerOptions, "lowStockActivities" | "mailTransport"> & Activities,
): StockRules {
  const { warehouseStrategies = {}, allocationStrategy, displayStrategy, lowStockActivities = {} } = options;
  return {
    placing: { ...WAREHOUSE_STRATEGIES, ...each(warehouseStrategies, guardedPlacing) },
    allocates: allocationStrategy === undefined ? allocateOncePaid : guardedAllocation(allocationStrategy),
    display: displayStrategy === undefined ? judgeAvailability : guardedDisplay(displayStrategy),
    activities: each(lowStockActivities, ({ verdict }, name) => guardedVerdict(verdict, name)),
  };
}

/** Of the activities only their verdict matters here. */
interface Activities {
  lowStockActivities?: Readonly<Record<string, { verdict: LowStockVerdict }>>;
}

/** What it leaves out is taken in the order of the channel, and so is all that it cannot say. */
function guardedPlacing(strategy: WarehouseStrategy, name: string): WarehouseStrategy {
  const ask = guarded(`The warehouse strategy ${name}`, strategy, isWish, () => []);
  // A copy: sorting it in place must not move the channel's own order.
  return (units, free) =>
    ask(
      units,
      free.map((warehouse) => ({ ...warehouse })),
    );
}

function guardedAllocation(strategy: AllocationStrategy): AllocationStrategy {
  return guarded("The allocation strategy", strategy, isBoolean, allocateOncePaid);
}

function guardedDisplay(strategy: DisplayStrategy): DisplayStrategy {
  // Copies likewise: the view is made from the same facts.
  const copied = (question: Question): unknown =>
    strategy({ ...question, policy: { ...question.policy }, stock: { ...question.stock } });
  const isAnswer = (value: unknown, { choice }: Question): value is Verdict =>
    isVerdict(value) && (choice === "made" || !value.purchasable);
  return guarded("The display strategy", copied, isAnswer, judgeAvailability);
}

function guardedVerdict(verdict: LowStockVerdict, name: string): LowStockVerdict {
  return guarded(`The low-stock activity ${name}`, verdict, isActingActivity, (): ActingActivity => "nothing");
}

/** A rule that always answers. */
function guarded<Asked extends unknown[], Answer>(
  name: string,
  rule: (...asked: Asked) => unknown,
  isAnswer: (value: unknown, ...asked: Asked) => value is Answer,
  instead: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  return (...asked) => {
    try {
      const answer = rule(...asked);
      if (isAnswer(answer, ...asked)) return answer;
      console.error(`${name} gave no answer that it may give:`, answer);
    } catch (error) {
      console.error(`${name} failed`, error);
    }
    return instead(...asked);
  };
}

function each<From, To>(
  record: Readonly<Record<string, From>>,
  make: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value, name)]));
}

const STATUSES: Record<AvailabilityStatus, true> = {
  in_stock: true,
  low_stock: true,
  backorder: true,
  preorder: true,
  out_of_stock: true,
  choose_options: true,
  discontinued: true,
  hidden: true,
};

/** Without those that have a quantity: whether one is shown is the policy's matter. */
const CODES: Record<Exclude<MessageCode, "in_stock_quantity" | "low_stock_quantity">, true> = {
  choose_options: true,
  combination_unavailable: true,
  not_yet_available: true,
  no_longer_available: true,
  preorder: true,
  available_in: true,
  in_stock: true,
  low_stock: true,
  backorder: true,
  backorder_estimate: true,
  discontinued: true,
  out_of_stock: true,
};

const ROW_MAX = 13;

function isVerdict(value: unknown): value is Verdict {
  if (!isObject(value)) return false;
  const { row, status, code, date, purchasable } = value;
  return (
    Number.isInteger(row) &&
    Number(row) >= 1 &&
    Number(row) <= ROW_MAX &&
    isKey(status, STATUSES) &&
    (code === null || isKey(code, CODES)) &&
    (date === null || (typeof date === "string" && !Number.isNaN(Date.parse(date)))) &&
    isBoolean(purchasable)
  );
}

function isWish(value: unknown): value is ReturnType<WarehouseStrategy> {
  return (
    Array.isArray(value) &&
    value.every(
      (wish: unknown) => isObject(wish) && typeof wish.warehouse === "string" && typeof wish.units === "number",
    )
  );
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isKey(value: unknown, record: Record<string, true>): boolean {
  return typeof value === "string" && Object.hasOwn(record, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
