import { type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  type EstimatePosition,
  listEstimates,
  readEstimate,
  removeEstimate,
  writeEstimate,
} from "../catalogue/estimates.ts";
import { ESTIMATES_MAX, PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { revisionOf, revisionTag } from "./etag.ts";
import { ifMatchHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { estimate, estimateDefinitionOf, estimateRequest } from "./schemas/estimate.ts";
import { pageOf } from "./schemas/page.ts";
import { estimateId } from "./schemas/text.ts";

const params = z.object({ id: estimateId });
const tags = ["Estimates"];

const list = defineRoute({
  method: "get",
  path: "/v1/admin/estimates",
  tags,
  summary: "List estimates",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(pageOf(estimate), "By priority, the lowest first, and then by id."),
  },
});

const read = defineRoute({
  method: "get",
  path: "/v1/admin/estimates/{id}",
  tags,
  summary: "Read an estimate",
  request: { params, query: noQuery },
  responses: { 200: jsonAnswer(estimate, "With its revision as ETag.") },
  problems: ["estimate_not_found"],
});

const put = defineRoute({
  method: "put",
  path: "/v1/admin/estimates/{id}",
  tags,
  summary: "Put an estimate as a whole",
  description: "Views of whatever names it in `availabilityEstimate` carry it, from other Workers within five seconds.",
  request: { params, query: noQuery, headers: ifMatchHeader, body: jsonBody(estimateRequest) },
  responses: {
    200: jsonAnswer(estimate, "The estimate as it is now."),
    201: jsonAnswer(estimate, "The estimate was made."),
  },
  problems: ["too_many_estimates"],
});

const remove = defineRoute({
  method: "delete",
  path: "/v1/admin/estimates/{id}",
  tags,
  summary: "Remove an estimate",
  description: "Settings that name it stay as they are, and are from then on as if they named none.",
  request: { params, query: noQuery, headers: ifMatchHeader },
  responses: { 204: { description: "Removed." } },
  problems: ["estimate_not_found"],
});

/** Named times until goods are there. */
export function estimateRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const { items, next } = await listEstimates(context.env.DB, placeOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    return context.json({ items, nextCursor: next === null ? null : cursorOf(`${next.priority} ${next.id}`) }, 200);
  });

  app.openapi(read, async (context) => {
    const { id } = context.req.valid("param");
    const found = await readEstimate(context.env.DB, id);
    if (found === null) throw unknownEstimate(id);
    return context.json(found, 200, { etag: revisionTag(found.revision) });
  });

  app.openapi(put, async (context) => {
    const { id } = context.req.valid("param");
    const definition = estimateDefinitionOf(context.req.valid("json"));
    const written = await writeEstimate(context.env.DB, id, definition, revisionOf(context), Date.now());
    if ("stale" in written) throw movedOn(written.stale);
    if ("full" in written) {
      throw new ProblemError("too_many_estimates", `There are ${ESTIMATES_MAX} estimates already.`);
    }
    context.var.facts.forget("estimates");
    const headers = { etag: revisionTag(written.estimate.revision) };
    return context.json(written.estimate, written.outcome === "created" ? 201 : 200, headers);
  });

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid("param");
    const removal = await removeEstimate(context.env.DB, id, revisionOf(context));
    if ("missing" in removal) throw unknownEstimate(id);
    if ("stale" in removal) throw movedOn(removal.stale);
    context.var.facts.forget("estimates");
    return context.body(null, 204);
  });
}

function placeOf(cursor: string | undefined): EstimatePosition | null {
  if (cursor === undefined) return null;
  const [, priority, id] = /^(-?\d{1,7}) (.+)$/su.exec(positionOf(cursor)) ?? [];
  if (priority === undefined || id === undefined) throw ProblemError.field("cursor", "must be one that a list gave");
  return { priority: Number(priority), id };
}

function movedOn(revision: number): ProblemError {
  return new ProblemError("precondition_failed", `It is at revision ${revision} now.`);
}

function unknownEstimate(id: string): ProblemError {
  return new ProblemError("estimate_not_found", `There is no estimate ${id}.`);
}
