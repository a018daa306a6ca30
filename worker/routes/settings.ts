import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { changeSettings, readSettings } from "../catalogue/settings.ts";
import type { JobMessage } from "../objects/outbox-message.ts";
import type { AppEnv } from "./app-env.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { requireEstimate } from "./named-estimate.ts";
import { ifMatchHeader, noQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody, problems } from "./responses.ts";
import { settings, settingsPatch } from "./schemas/settings.ts";

const tags = ["Settings"];

const read = createRoute({
  method: "get",
  path: "/v1/admin/settings",
  tags,
  summary: "Read the store's settings",
  request: { query: noQuery },
  responses: { 200: jsonAnswer(settings, "With their revision as ETag."), ...problems(403) },
});

const patch = createRoute({
  method: "patch",
  path: "/v1/admin/settings",
  tags,
  summary: "Change the store's settings",
  request: { query: noQuery, headers: ifMatchHeader, body: jsonBody(settingsPatch) },
  responses: {
    200: jsonAnswer(settings, "Every SKU is told; other Workers see them within five seconds."),
    ...problems(403, 412, 413, 422),
  },
});

/** Settings of the whole store. */
export function settingsRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(read, async (context) => {
    const found = await readSettings(context.env.DB);
    return context.json(found, 200, { etag: revisionTag(found.revision) });
  });

  app.openapi(patch, async (context) => {
    const body = context.req.valid("json");
    await requireEstimate(context, body.policy?.set, "/policy/set");
    const written = await changeSettings(context.env.DB, body, revisionOf(context));
    if ("stale" in written) throw new ProblemError("precondition_failed", `They are at revision ${written.stale} now.`);
    context.var.facts.forget("settings");
    if (written.isChanged) {
      const message: JobMessage = { kind: "job", job: "tell_settings", after: "" };
      await context.env.OUTBOX.send(message);
    }
    return context.json(written.settings, 200, { etag: revisionTag(written.settings.revision) });
  });
}
