import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** Brakes shoppers, by client. A shop's server is not braked: it asks for many. */
export const rateLimit: MiddlewareHandler<AppEnv> = async (context, next) => {
  const caller = context.var.caller;
  if (caller?.kind === "shopper") {
    const isRead = context.req.method === "GET" || context.req.method === "HEAD";
    await brake(isRead ? context.env.SHOPPER_READS : context.env.SHOPPER_WRITES, caller.client);
    // Each of them may send somebody a mail.
    if (!isRead && context.req.path === "/v1/subscriptions")
      await brake(context.env.SHOPPER_SUBSCRIPTIONS, caller.client);
  }
  await next();
};

async function brake(limiter: RateLimit, client: string): Promise<void> {
  const { success } = await limiter.limit({ key: client });
  if (!success) throw new ProblemError("rate_limited", "Try again in a minute.");
}
