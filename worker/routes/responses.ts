import type { z } from "@hono/zod-openapi";
import type { Problem } from "../../sdk/index.ts";
import { type ProblemError, problemBody } from "./problem.ts";
import { type DocumentedProblem, PROBLEM_EXAMPLES } from "./problem-examples.ts";
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

/** Of the problems in the document. */
const REQUEST_ID = "0b9f5a4e-8c1d-4c46-9d0e-3f6f8f6f1f11";

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

/** An answer as JSON, or as a CSV file of the same rows. */
export function jsonOrCsvAnswer<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
): {
  description: string;
  headers: Record<string, { description: string; schema: { type: "string" } }>;
  content: { "application/json": { schema: Schema }; "text/csv": { schema: { type: "string" } } };
} {
  return {
    description,
    headers: { "x-next-cursor": { description: "With CSV, where there is more.", schema: { type: "string" } } },
    content: { "application/json": { schema }, "text/csv": { schema: { type: "string" } } },
  };
}

const RETRY_AFTER = { description: "Seconds after which it may go well.", schema: { type: "string" } } as const;

interface ProblemAnswer {
  description: string;
  headers?: Record<string, { description: string; schema: { type: "string" } }>;
  content: {
    "application/problem+json": {
      schema: typeof problem;
      examples: Record<string, { summary: string; value: Problem }>;
    };
  };
}

/** The answers that some problems come to: one for each status, with an example of each code. */
export function problemAnswers(problems: readonly DocumentedProblem[]): Record<string, ProblemAnswer> {
  const errors: ProblemError[] = [...new Set(problems)].map((each) => PROBLEM_EXAMPLES[each]);
  return Object.fromEntries(
    Object.entries(DESCRIPTIONS).flatMap(([status, description]) => {
      const here = errors.filter((error) => String(error.status) === status);
      const some = here.map((error) => problemBody(error, REQUEST_ID));
      const says = here.some((error) => error.retryAfterSeconds !== undefined);
      const headers = says ? { headers: { "retry-after": RETRY_AFTER } } : {};
      const named = Object.fromEntries(some.map((value) => [value.code, { summary: value.title, value }]));
      const content = { "application/problem+json": { schema: problem, examples: named } };
      return some.length === 0 ? [] : [[status, { description, ...headers, content }]];
    }),
  );
}
