import type { Context } from "hono";
import { readEndpoint, type StoredEndpoint } from "../notify/webhooks/endpoints.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** The webhook endpoint that a request names. */
export async function namedWebhook(context: Context<AppEnv>, id: string): Promise<StoredEndpoint> {
  const found = await readEndpoint(context.env.DB, id);
  if (found === null) throw unknownWebhook(id);
  return found;
}

/** The same, where something is to be sent to it. */
export async function enabledWebhook(context: Context<AppEnv>, id: string): Promise<StoredEndpoint> {
  const found = await namedWebhook(context, id);
  if (!found.enabled) throw disabledWebhook(id);
  return found;
}

export function unknownWebhook(id: string): ProblemError {
  return new ProblemError("webhook_not_found", `There is no webhook endpoint ${id}.`);
}

export function disabledWebhook(id: string): ProblemError {
  return new ProblemError("webhook_disabled", `The endpoint ${id} is disabled. Enable it first.`);
}

/** Refuses an idempotency key that came with another body. */
export function otherBody(): ProblemError {
  return new ProblemError("idempotency_mismatch", "The same key came with another body.");
}
