import type { OpenAPIHono } from "@hono/zod-openapi";
import { tellEverySku } from "../catalogue/close-warehouse.ts";
import { changeSettings, readSettings } from "../catalogue/settings.ts";
import type { AppEnv } from "./app-env.ts";
import { defineRoute } from "./define-route.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { requireActivity } from "./named-activity.ts";
import { requireEstimate } from "./named-estimate.ts";
import { requirePreference } from "./named-warehouse.ts";
import { ifMatchHeader, noQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { settings, settingsPatch } from "./schemas/settings.ts";

const tags = ["Settings"];

const read = defineRoute({
  method: "get",
  path: "/v1/admin/settings",
  tags,
  summary: "Read the store's settings",
  request: { query: noQuery },
  responses: { 200: jsonAnswer(settings, "With their revision as ETag.") },
});

const patch = defineRoute({
  method: "patch",
  path: "/v1/admin/settings",
  tags,
  summary: "Change the store's settings",
  request: { query: noQuery, headers: ifMatchHeader, body: jsonBody(settingsPatch) },
  responses: {
    200: jsonAnswer(settings, "Every SKU is told; other Workers see them within five seconds."),
  },
  problems: ["estimate_not_found as 422", "warehouse_not_found"],
});

/** Settings of the whole store. */
export function settingsRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(read, async (context) => {
    const found = await readSettings(context.env.DB);
    return context.json(found, 200, { etag: revisionTag(found.revision) });
  });

  app.openapi(patch, async (context) => {
    const body = context.req.valid("json");
    requireActivity(context, body.policy?.set, "/policy/set");
    await requireEstimate(context, body.policy?.set, "/policy/set");
    await requirePreference(context, body.policy?.set, "/policy/set");
    const written = await changeSettings(context.env.DB, body, revisionOf(context));
    if ("stale" in written) throw new ProblemError("precondition_failed", `They are at revision ${written.stale} now.`);
    context.var.facts.forgetStore();
    if (written.isChanged) await tellEverySku(context.env);
    return context.json(written.settings, 200, { etag: revisionTag(written.settings.revision) });
  });
}
