import type { RouteConfig } from "@hono/zod-openapi";
import { scopeOf } from "./caller.ts";
import { idempotencyHeader, ifMatchHeader } from "./parameters.ts";
import type { DocumentedProblem } from "./problem-examples.ts";
import { problemAnswers } from "./responses.ts";

type Described<Path extends string> = Omit<RouteConfig, "path"> & {
  path: Path;
  /** Codes that are the route's own; those that follow from its path and its request are added. */
  problems?: readonly DocumentedProblem[];
};

/** A route with all of the problems that it can answer with, each with an example. */
export function defineRoute<Path extends string, Route extends Described<Path>>(route: Route): Omit<Route, "problems"> {
  const { problems = [], ...rest } = route;
  const responses = { ...route.responses, ...problemAnswers([...problemsOf(route), ...problems]) };
  // The type stays that of the answers by which a handler is checked: a problem is thrown, never returned.
  return { ...rest, responses } as Omit<Route, "problems">;
}

/** What a route is refused for because of what it is. */
function problemsOf({ path, request }: Described<string>): DocumentedProblem[] {
  const scope = scopeOf(path);
  const hasBody = request?.body !== undefined;
  const isKeyed = request?.headers === idempotencyHeader;
  return [
    "invalid_request",
    "unauthenticated",
    "internal",
    "unavailable",
    // Shoppers are braked, and come no further than to what they may do.
    ...ifSo(scope === "shopper", "rate_limited"),
    ...ifSo(scope !== "shopper", "forbidden"),
    ...ifSo(path.startsWith("/v1/admin"), "admin_key_not_configured"),
    ...ifSo(hasBody, "body_too_large", "invalid_request as 415"),
    ...ifSo(isKeyed, "idempotency_key_missing"),
    // Without a body a request with the same key is the same request.
    ...ifSo(isKeyed && hasBody, "idempotency_mismatch"),
    ...ifSo(request?.headers === ifMatchHeader, "precondition_failed"),
  ];
}

function ifSo(holds: boolean, ...problems: DocumentedProblem[]): DocumentedProblem[] {
  return holds ? problems : [];
}
