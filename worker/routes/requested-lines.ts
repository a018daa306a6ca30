import type { Context } from "hono";
import type { Line } from "../../sdk/index.ts";
import { resolveLines } from "../catalogue/resolve-lines.ts";
import { CLAIM_SKUS_MAX } from "../core/bounds.ts";
import { demandOf, type ResolvedLine } from "../core/demand.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** The lines of a request with the SKUs behind them. Refuses those that the catalogue does not know. */
export async function linesOf(context: Context<AppEnv>, lines: readonly Line[]): Promise<ResolvedLine[]> {
  const resolved = await resolveLines(context.var.facts, lines);
  if ("faults" in resolved) {
    const isMissing = resolved.faults.some((fault) => fault.code === "product_not_found");
    const code = isMissing ? "product_not_found" : "invalid_request";
    throw new ProblemError(code, "Nothing was held.", resolved.faults, isMissing ? 422 : undefined);
  }
  if (demandOf(resolved.lines).size > CLAIM_SKUS_MAX) {
    throw ProblemError.field("/lines", `stand for more than ${CLAIM_SKUS_MAX} SKUs`);
  }
  return resolved.lines;
}
