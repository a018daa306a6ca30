import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { type Admin, createAdmin, secretKey } from "../../sdk/index.ts";
import type { AppEnv } from "../../worker/routes/app-env.ts";

export type DemoApp = OpenAPIHono<AppEnv>;
export type DemoContext = Context<AppEnv>;

/** A route that is there only in the demo; elsewhere its path is nothing that can be asked. */
export function inDemo(answer: (context: DemoContext) => Response | Promise<Response>): MiddlewareHandler<AppEnv> {
  return async (context, next) => (context.env.DEMO === "true" ? answer(context) : next());
}

/**
 * The shop's own server as a client of Onhand, with the key that no page sees. The same code runs against a server
 * somewhere else: only `baseUrl` and `fetch` would differ. `null`: no admin key is configured.
 */
export function shopServer(app: DemoApp, context: DemoContext): Admin | null {
  const key = context.env.ADMIN_KEY;
  if (key === undefined || key === "") return null;
  return createAdmin({
    baseUrl: new URL(context.req.url).origin,
    key: secretKey(key),
    fetch: async (url, init) => app.fetch(new Request(url, init), context.env, context.executionCtx),
  });
}
