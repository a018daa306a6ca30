import type { Context } from "hono";
import type { DisplayPolicy, LineProblem } from "../../sdk/index.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

type Named = Partial<Pick<DisplayPolicy, "availabilityEstimate">> | undefined;

/** Ids of estimates that some settings name and nobody has made. What this Worker remembers refuses nothing by itself. */
export async function missingEstimates(context: Context<AppEnv>, settings: readonly Named[]): Promise<Set<string>> {
  const ids = [...new Set(settings.flatMap((each) => each?.availabilityEstimate ?? []))];
  if (ids.length === 0) return new Set();
  const { facts } = context.var;
  const absent = async (): Promise<Set<string>> => {
    const { byId } = await facts.estimates();
    return new Set(ids.filter((id) => !byId.has(id)));
  };
  if ((await absent()).size === 0) return new Set();
  facts.forget("estimates");
  return absent();
}

/** What is wrong with the estimate that settings name, or `null`. `pointer`: where the settings stand. */
export function missingEstimate(settings: Named, missing: ReadonlySet<string>, pointer: string): LineProblem | null {
  const id = settings?.availabilityEstimate ?? null;
  if (id === null || !missing.has(id)) return null;
  return {
    pointer: `${pointer}/availabilityEstimate`,
    code: "estimate_not_found",
    detail: `There is no estimate ${id}.`,
  };
}

/** Refuses settings that name an estimate which is not there. */
export async function requireEstimate(context: Context<AppEnv>, settings: Named, pointer: string): Promise<void> {
  const problem = missingEstimate(settings, await missingEstimates(context, [settings]), pointer);
  // Not found in a path; in a body it is a field that cannot be right.
  if (problem !== null) throw new ProblemError("estimate_not_found", problem.detail, [problem], 422);
}
