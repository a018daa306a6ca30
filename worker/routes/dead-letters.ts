import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import { type DeadLetterPosition, listDeadLetters } from "../notify/dead-letters.ts";
import { replayDeadLetter } from "../notify/replay-dead-letter.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, partsOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { idempotencyHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer } from "./responses.ts";
import { deadLetter, deadLetterPage, deadLetterQuery } from "./schemas/dead-letter.ts";

const tags = ["Dead letters"];

const list = defineRoute({
  method: "get",
  path: "/v1/admin/dead-letters",
  tags,
  summary: "List what was given up after its last try, newest first",
  description: "Each of them once, however often it was given up. Kept for 90 days.",
  request: { query: z.strictObject({ ...deadLetterQuery, ...pageQuery }) },
  responses: { 200: jsonAnswer(deadLetterPage, "By time.") },
});

const replay = defineRoute({
  method: "post",
  path: "/v1/admin/dead-letters/{id}/replay",
  tags,
  summary: "Send again what was given up, with all of its tries",
  request: { params: z.object({ id: z.string().min(1).max(300) }), query: noQuery, headers: idempotencyHeader },
  responses: {
    200: jsonAnswer(deadLetter, "It is on its way. Where it is given up again, `replayedAt` is null again."),
  },
  problems: ["dead_letter_not_found"],
});

/** What was given up. */
export function deadLetterRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit, ...filter } = context.req.valid("query");
    const { items, next } = await listDeadLetters(context.env.DB, filter, afterOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    const nextCursor = next === null ? null : cursorOf(JSON.stringify([next.at, next.id]));
    return context.json({ items, nextCursor }, 200);
  });

  app.openapi(replay, async (context) => {
    const { id } = context.req.valid("param");
    const { key } = await idempotencyOf(context, "dead-letters/replay", id, null);
    const replayed = await replayDeadLetter(context.env, id, key, Date.now());
    if (replayed === null) {
      throw new ProblemError("dead_letter_not_found", "There is no such dead letter, or what it is about is gone.");
    }
    return context.json(replayed, 200);
  });
}

const position = z.tuple([z.int(), z.string()]);

function afterOf(cursor: string | undefined): DeadLetterPosition | null {
  const parts = partsOf(cursor, position);
  if (parts === null) return null;
  const [at, id] = parts;
  return { at, id };
}
