import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "./app-env.ts";

/** How long a page may go on with the element that it loaded once: as long as that, a fix takes to reach everybody. */
const ELEMENT_CACHED_SECONDS = 300;
/** Parts of the element are named by their content. */
const PART_CACHED_SECONDS = 31_536_000;

/** The element, for pages of any origin: a module script is always asked for with CORS, and says nothing about anyone. */
export function elementRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get("/stock-availability.js", (context) => handOver(context, `public, max-age=${ELEMENT_CACHED_SECONDS}`));
  app.get("/stock-availability/:part", (context) =>
    handOver(context, `public, max-age=${PART_CACHED_SECONDS}, immutable`),
  );
}

async function handOver(context: Context<AppEnv>, cacheControl: string): Promise<Response> {
  const file = await context.env.ASSETS.fetch(context.req.raw);
  if (file.status === 404) return context.notFound();
  const answer = new Response(file.body, file);
  answer.headers.set("access-control-allow-origin", "*");
  answer.headers.set("cache-control", cacheControl);
  return answer;
}
