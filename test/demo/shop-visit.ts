import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Env } from "../../worker/env.ts";
import worker from "../../worker/index.ts";
import { type Answer, type Ask, answerOf, as, freshAddress, request } from "../worker/shop.ts";

/** A page as a visitor gets it. */
export function visit(path = "/"): Promise<Answer<string>> {
  return request<string>("GET", path, { key: null, headers: freshAddress() });
}

/** The publishable key that a page holds. */
export function keyOf(html: string): string {
  const key = /<meta name="onhand-key" content="([^"]+)"/.exec(html)?.[1];
  if (key === undefined) throw new Error("the page holds no key");
  return key;
}

/** Fills the shop, and answers as one who looks at its pages. */
export async function shopper(): Promise<Ask> {
  return as(keyOf((await visit()).body), freshAddress());
}

/** Asks a Worker whose deployment binds something else than the tests' own. */
export async function askWith(bindings: Partial<Env>, request: Request): Promise<Answer<unknown>> {
  const context = createExecutionContext();
  // The handler takes a request as Cloudflare's network makes it, with facts that it does not read.
  const incoming = request as Request<unknown, IncomingRequestCfProperties>;
  const response = await worker.fetch(incoming, { ...env, ...bindings }, context);
  const answer = await answerOf<unknown>(response);
  await waitOnExecutionContext(context);
  return answer;
}
