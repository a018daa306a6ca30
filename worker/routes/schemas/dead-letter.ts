import { z } from "@hono/zod-openapi";
import type { DeadLetter, Page } from "../../../sdk/index.ts";
import { optional } from "./optional.ts";
import { pageOf } from "./page.ts";

const kind = z.enum(["mail", "delivery", "message"]);

/** What dead letters are asked for by. */
export const deadLetterQuery = {
  kind: optional(kind.openapi({ description: "Mails, webhooks' deliveries, or messages of a queue." })),
};

export const deadLetter = z
  .object({
    id: z.string(),
    kind,
    subject: z.string(),
    error: z.string(),
    at: z.string(),
    replayedAt: z.string().nullable(),
  })
  .openapi("DeadLetter", {
    example: {
      id: "message_4Hq0n3o9Zr2mV7sYc1Lx8a",
      kind: "message",
      subject: "look",
      error: "Its consumer failed at every try. Its log says why.",
      at: "2026-11-22T09:00:00.000Z",
      replayedAt: null,
    },
  }) satisfies z.ZodType<DeadLetter>;

export const deadLetterPage = pageOf(deadLetter) satisfies z.ZodType<Page<DeadLetter>>;
