import type { Context } from "hono";
import type { LineProblem, Policy } from "../../sdk/index.ts";
import { missingWarehouses } from "../catalogue/warehouses.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

type Named = Partial<Pick<Policy, "preferredWarehouse">> | undefined;

/** Codes that some settings prefer and that are no warehouse. */
export async function missingPreferences(
  context: Context<AppEnv>,
  settings: readonly Named[],
): Promise<ReadonlySet<string>> {
  const codes = [...new Set(settings.flatMap((each) => each?.preferredWarehouse ?? []))];
  return codes.length === 0 ? new Set() : missingWarehouses(context.env.DB, codes);
}

/** What is wrong with the warehouse that settings prefer, or `null`. `pointer`: where the settings stand. */
export function missingPreference(settings: Named, missing: ReadonlySet<string>, pointer: string): LineProblem | null {
  const code = settings?.preferredWarehouse ?? null;
  if (code === null || !missing.has(code)) return null;
  return {
    pointer: `${pointer}/preferredWarehouse`,
    code: "warehouse_not_found",
    detail: `There is no warehouse ${code}.`,
  };
}

/** Refuses settings that prefer a warehouse which is not there. */
export async function requirePreference(context: Context<AppEnv>, settings: Named, pointer: string): Promise<void> {
  const problem = missingPreference(settings, await missingPreferences(context, [settings]), pointer);
  if (problem !== null) throw new ProblemError("warehouse_not_found", problem.detail, [problem]);
}
