import { type Admin, isOnhandError } from "../../sdk/index.ts";
import { ProblemError } from "../../worker/routes/problem.ts";
import { type DemoApp, type DemoContext, shopServer } from "./demo-context.ts";

/**
 * Asks Onhand for a page and sends the answer on. What Onhand refuses, and why, goes on as it is: the shop's pages
 * understand it already.
 */
export async function askingOnhand<Answer extends object>(
  app: DemoApp,
  context: DemoContext,
  ask: (server: Admin) => Promise<Answer>,
): Promise<Response> {
  const server = shopServer(app, context);
  if (server === null) throw new ProblemError("admin_key_not_configured", "Set the secret ADMIN_KEY.");
  try {
    return Response.json(await ask(server), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (!isOnhandError(error) || error.problem === null) throw error;
    const headers = { "content-type": "application/problem+json", "cache-control": "no-store" };
    return new Response(JSON.stringify(error.problem), { status: error.problem.status, headers });
  }
}
