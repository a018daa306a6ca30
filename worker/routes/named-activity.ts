import type { Context } from "hono";
import type { LineProblem, StockPolicy } from "../../sdk/index.ts";
import { ACTING_ACTIVITIES, type StockRules } from "../core/rules.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

type Named = Partial<Pick<StockPolicy, "lowStockActivity">> | undefined;

/**
 * What is wrong with the low-stock activity that settings name, or `null`: it is neither built in nor registered by this
 * deployment. `pointer`: where the settings stand.
 */
export function unknownActivity(rules: StockRules, settings: Named, pointer: string): LineProblem | null {
  const name = settings?.lowStockActivity;
  const known = [...ACTING_ACTIVITIES, ...Object.keys(rules.activities)];
  if (name === undefined || known.includes(name)) return null;
  return {
    pointer: `${pointer}/lowStockActivity`,
    code: "invalid_request",
    detail: `must be one of ${known.join(", ")}`,
  };
}

/** Refuses settings that name an activity which nobody has registered. */
export function requireActivity(context: Context<AppEnv>, settings: Named, pointer: string): void {
  const problem = unknownActivity(context.var.deployment.rules, settings, pointer);
  if (problem !== null) throw ProblemError.field(problem.pointer, problem.detail);
}
