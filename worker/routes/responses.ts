import type { z } from "@hono/zod-openapi";
import { problem } from "./schemas/problem.ts";

const DESCRIPTIONS = {
  400: "The request is not valid; `errors` name the fields.",
  401: "No valid key.",
  403: "The key may not do this.",
  404: "There is no such thing.",
  409: "Refused, for the cause that `code` names. Nothing was changed.",
  412: "`If-Match` names another revision.",
  413: "The body is too large.",
  415: "The body is not `application/json`.",
  422: "A field cannot be right; `errors` name it.",
  429: "Too many requests, or too many open holds.",
  500: "Something went wrong; the request id finds it in the log.",
  503: "Nothing was decided; try again with the same idempotency key.",
} as const;

type ProblemStatus = keyof typeof DESCRIPTIONS;

/** A JSON body that has to be there. */
export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
): { required: true; content: { "application/json": { schema: Schema } } } {
  return { required: true, content: { "application/json": { schema } } };
}

/** An answer with a JSON body. */
export function jsonAnswer<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
): { description: string; content: { "application/json": { schema: Schema } } } {
  return { description, content: { "application/json": { schema } } };
}

interface ProblemAnswer {
  description: string;
  content: { "application/problem+json": { schema: typeof problem } };
}

/** The problems that a route can answer with, beside those of every route. 413 stands for a route with a body. */
export function problems(...statuses: ProblemStatus[]): Record<string, ProblemAnswer> {
  const ofBody: ProblemStatus[] = statuses.includes(413) ? [415] : [];
  const all = [...new Set<ProblemStatus>([400, 401, 429, 500, 503, ...ofBody, ...statuses])].toSorted();
  return Object.fromEntries(
    all.map((status) => [
      String(status),
      { description: DESCRIPTIONS[status], content: { "application/problem+json": { schema: problem } } },
    ]),
  );
}
