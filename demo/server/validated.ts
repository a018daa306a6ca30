import type { z } from "@hono/zod-openapi";
import { clientOf } from "../../worker/routes/client.ts";
import { ProblemError } from "../../worker/routes/problem.ts";
import { refuseInvalid } from "../../worker/routes/validation.ts";
import type { DemoContext } from "./demo-context.ts";

/** What a page of this shop sent as JSON; anything else is refused with a problem like the API's. */
export async function sentByPage<Schema extends z.ZodType>(
  context: DemoContext,
  schema: Schema,
): Promise<z.output<Schema>> {
  // A page of somewhere else cannot send JSON without asking first, and is never told that it may. Browsers say besides
  // where a request comes from.
  const site = context.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin") {
    throw new ProblemError("forbidden", "Only a page of this shop may ask this.");
  }
  if (!/^application\/json\b/i.test(context.req.header("content-type") ?? "")) {
    throw new ProblemError("invalid_request", "Content-Type: must be application/json", [], 415);
  }
  const parsed = schema.safeParse(await bodyOf(context));
  if (parsed.success) return parsed.data;
  refuseInvalid({ ...parsed, target: "json" }, context);
  throw new Error("refuseInvalid throws for what is not valid");
}

/** Brakes a client as the API brakes shoppers: what stands behind the counter is open to everybody here. */
export async function brake(context: DemoContext, what: "read" | "write"): Promise<void> {
  const limiter = what === "read" ? context.env.SHOPPER_READS : context.env.SHOPPER_WRITES;
  const { success } = await limiter.limit({ key: `demo ${await clientOf(context)}` });
  if (!success) throw new ProblemError("rate_limited", "Try again in a minute.");
}

async function bodyOf(context: DemoContext): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    throw new ProblemError("invalid_request", "The body is not JSON.");
  }
}
