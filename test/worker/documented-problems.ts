import { exports } from "cloudflare:workers";
import type { Problem } from "../../sdk/index.ts";

type Operations = Record<string, { responses: Record<string, { content?: Record<string, { examples?: object }> }> }>;

interface Documented {
  pattern: RegExp;
  operations: Operations;
}

let documented: Promise<Documented[]> | null = null;

/** Throws when the API document does not list a problem at the route that answered with it. */
export async function requireListed(method: string, url: string, { status, code }: Problem): Promise<void> {
  documented ??= readDocument();
  const { pathname } = new URL(url);
  const route = (await documented).find(({ pattern }) => pattern.test(pathname));
  const operation = route?.operations[method.toLowerCase()];
  // Nothing is there that could list it.
  if (operation === undefined) return;
  const examples = operation.responses[String(status)]?.content?.["application/problem+json"]?.examples;
  if (examples !== undefined && code in examples) return;
  throw new Error(`${method} ${pathname} answered with ${status} ${code}, which the API document does not list there`);
}

async function readDocument(): Promise<Documented[]> {
  const answer = await exports.default.fetch(new Request("https://onhand.test/openapi.json"));
  const { paths } = await answer.json<{ paths: Record<string, Operations> }>();
  return Object.entries(paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
    operations,
  }));
}
