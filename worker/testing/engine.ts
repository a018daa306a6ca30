/**
 * The Worker as it is deployed, without the demonstration shop. The build makes a function of it that is run anew for each
 * test server, with globals of that server's own: its caches and its clock are nobody else's.
 */
import { DEFAULT_DEPLOYMENT } from "../deployment.ts";
import { handlerOf } from "../handler.ts";
import { SkuObject } from "../objects/sku-object.ts";
import { SlotObject } from "../objects/slot-object.ts";
import { createApp } from "../routes/app.ts";
import { ProblemError, problemResponse } from "../routes/problem.ts";

export { SkuObject, SlotObject };

export const handler: ReturnType<typeof handlerOf> = handlerOf(createApp(), DEFAULT_DEPLOYMENT);

/** The answers that a fault gives in the Worker's place, in its own words. */
export function refusalOf(fault: "rate_limited" | "unavailable"): Response {
  const detail = fault === "rate_limited" ? "Try again in a minute." : "No answer can be given now. Try again.";
  return problemResponse(new ProblemError(fault, detail), crypto.randomUUID());
}
