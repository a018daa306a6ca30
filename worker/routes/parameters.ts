import { z } from "@hono/zod-openapi";
import { CSV_ROWS_MAX, PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from "../core/bounds.ts";
import { ProblemError } from "./problem.ts";

/** A whole number in a query. */
function wholeNumber(min: number, max: number): z.ZodType<number> {
  return z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

/** The query of a route that has none: unknown parameters are refused everywhere. */
export const noQuery = z.strictObject({});

export const pageQuery = {
  cursor: z.string().max(1_000).optional().openapi({ description: "`nextCursor` of the page before." }),
  limit: wholeNumber(1, PAGE_SIZE_MAX)
    .optional()
    .openapi({ type: "integer", minimum: 1, maximum: PAGE_SIZE_MAX, default: PAGE_SIZE_DEFAULT }),
};

/** Of a list that is also given as CSV, a file at a time. */
export const formatQuery = {
  ...pageQuery,
  limit: wholeNumber(1, CSV_ROWS_MAX)
    .optional()
    .openapi({
      type: "integer",
      minimum: 1,
      maximum: CSV_ROWS_MAX,
      description: `At most ${PAGE_SIZE_MAX} as JSON, default ${PAGE_SIZE_DEFAULT}; as CSV default ${CSV_ROWS_MAX}.`,
    }),
  format: z
    .enum(["csv", "json"])
    .optional()
    .openapi({ description: "Default: what `Accept` asks for, `application/json` or `text/csv`." }),
};

/** Items of a page of such a list. */
export function limitOf(limit: number | undefined, isCsv: boolean): number {
  if (isCsv) return limit ?? CSV_ROWS_MAX;
  if (limit !== undefined && limit > PAGE_SIZE_MAX) {
    throw ProblemError.field("limit", `must be at most ${PAGE_SIZE_MAX}, or ${CSV_ROWS_MAX} as CSV`);
  }
  return limit ?? PAGE_SIZE_DEFAULT;
}

/** Documented only: `idempotencyOf` reads it, and refuses a request without one. */
export const idempotencyHeader = z.object({
  "idempotency-key": z
    .string()
    .optional()
    .openapi({
      param: { required: true },
      description:
        "A random text for each new request; the same one when it is repeated. A shopper's has ≥ 128 random bits.",
      example: "0b9f5a4e-8c1d-4c46-9d0e-3f6f8f6f1f11",
    }),
});

/** Documented only: `revisionOf` reads it. */
export const ifMatchHeader = z.object({
  "if-match": z.string().optional().openapi({ description: "The ETag that was read.", example: '"3"' }),
});
