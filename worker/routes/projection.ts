import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { JobMessage } from "../objects/outbox-message.ts";
import type { AppEnv } from "./app-env.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { idempotencyHeader, noQuery } from "./parameters.ts";
import { jsonAnswer } from "./responses.ts";

const rebuild = defineRoute({
  method: "post",
  path: "/v1/admin/projection/rebuild",
  tags: ["Projection"],
  summary: "Have every SKU send its figures and movements to the projection again",
  request: { query: noQuery, headers: idempotencyHeader },
  responses: {
    202: jsonAnswer(
      z.object({ started: z.boolean() }).openapi({ example: { started: true } }),
      "It goes on by itself; lists and histories stay readable.",
    ),
  },
});

/** The projection, rebuilt from the objects. To start it twice does nothing twice, so no answer has to be stored. */
export function projectionRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(rebuild, async (context) => {
    await idempotencyOf(context, "projection/rebuild", "", null);
    const message: JobMessage = { kind: "job", job: "announce_all", after: "" };
    await context.env.OUTBOX.send(message);
    return context.json({ started: true }, 202);
  });
}
