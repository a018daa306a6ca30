import { z } from "@hono/zod-openapi";
import type { EstimateRequest, NamedEstimate } from "../../../sdk/index.ts";
import type { EstimateDefinition } from "../../catalogue/estimates.ts";
import {
  ESTIMATE_DAYS_MAX,
  ESTIMATE_LOCALES_MAX,
  ESTIMATE_PRIORITY_MAX,
  ESTIMATE_TEXT_LENGTH_MAX,
} from "../../core/bounds.ts";
import { optional } from "./optional.ts";
import { estimateText, locale } from "./text.ts";

const days = z.int().min(0).max(ESTIMATE_DAYS_MAX);

export const estimateRequest = z
  .strictObject({
    priority: optional(
      z.int().min(-ESTIMATE_PRIORITY_MAX).max(ESTIMATE_PRIORITY_MAX).openapi({
        description: "Default 0. Lower comes first in lists, and decides between two that promise the same days.",
      }),
    ),
    minDays: optional(days.nullable()),
    maxDays: optional(days.nullable()),
    text: optional(
      z
        .record(locale, estimateText)
        .refine((texts) => Object.keys(texts).length <= ESTIMATE_LOCALES_MAX, `at most ${ESTIMATE_LOCALES_MAX} locales`)
        .openapi({
          description:
            `Text by locale, a BCP 47 tag in its canonical form: at most ${ESTIMATE_LOCALES_MAX} ` +
            `of at most ${ESTIMATE_TEXT_LENGTH_MAX} characters. Without any the days speak for themselves.`,
        }),
    ),
  })
  .superRefine(checkEstimate)
  .openapi("EstimateRequest", {
    example: { priority: 10, minDays: 10, maxDays: 14, text: { en: "In about two weeks", de: "In etwa zwei Wochen" } },
  }) satisfies z.ZodType<EstimateRequest>;

export const estimate = z
  .object({
    id: z.string(),
    priority: z.int(),
    minDays: z.int().nullable(),
    maxDays: z.int().nullable(),
    text: z.record(z.string(), z.string()),
    revision: z.int(),
    updatedAt: z.string(),
  })
  .openapi("NamedEstimate", {
    example: {
      id: "two-weeks",
      priority: 10,
      minDays: 10,
      maxDays: 14,
      text: { en: "In about two weeks", de: "In etwa zwei Wochen" },
      revision: 1,
      updatedAt: "2026-11-22T09:00:00.000Z",
    },
  }) satisfies z.ZodType<NamedEstimate>;

/** What the parts of an estimate must be to each other. */
function checkEstimate(request: EstimateRequest, context: z.RefinementCtx): void {
  const { minDays, maxDays, text } = estimateDefinitionOf(request);
  const refuse = (path: string, message: string): void => {
    context.addIssue({ code: "custom", path: [path], message, input: request });
  };
  if (minDays !== null && maxDays !== null && minDays > maxDays) refuse("maxDays", "must not be below minDays");
  if (minDays === null && maxDays === null && Object.keys(text).length === 0) {
    refuse("text", "is needed where no days are said");
  }
}

/** A definition with every default filled in. */
export function estimateDefinitionOf({ priority, minDays, maxDays, text }: EstimateRequest): EstimateDefinition {
  return { priority: priority ?? 0, minDays: minDays ?? null, maxDays: maxDays ?? null, text: text ?? {} };
}
