import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { KeyRequest, NewKey } from "../../sdk/index.ts";
import { keepKey, listKeys, removeKey } from "../catalogue/keys.ts";
import { KEYS_MAX, PAGE_SIZE_DEFAULT } from "../core/bounds.ts";
import { hmac } from "../objects/hmac.ts";
import { base64Url, sha256 } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";
import { cursorOf, positionOf } from "./cursor.ts";
import { defineRoute } from "./define-route.ts";
import { idempotencyOf } from "./idempotency.ts";
import { idempotencyHeader, noQuery, pageQuery } from "./parameters.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer, jsonBody } from "./responses.ts";
import { key, keyRequest, newKey } from "./schemas/key.ts";
import { pageOf } from "./schemas/page.ts";

const tags = ["Keys"];

const list = defineRoute({
  method: "get",
  path: "/v1/admin/keys",
  tags,
  summary: "List keys, without their texts",
  request: { query: z.strictObject(pageQuery) },
  responses: {
    200: jsonAnswer(pageOf(key), "By id."),
  },
});

const create = defineRoute({
  method: "post",
  path: "/v1/admin/keys",
  tags,
  summary: "Make a key",
  request: { query: noQuery, headers: idempotencyHeader, body: jsonBody(keyRequest) },
  responses: { 201: jsonAnswer(newKey, "Its text is shown only here; kept is a hash.") },
  problems: ["too_many_keys", "not_found as 409"],
});

const remove = defineRoute({
  method: "delete",
  path: "/v1/admin/keys/{id}",
  tags,
  summary: "Remove a key; Workers that remember it forget it within five seconds",
  request: { params: z.object({ id: z.string().min(1).max(64) }), query: noQuery },
  responses: { 204: { description: "Removed." } },
  problems: ["not_found"],
});

/** API keys. */
export function keyRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const page = await listKeys(context.env.DB, positionOf(cursor), limit ?? PAGE_SIZE_DEFAULT);
    return context.json({ ...page, nextCursor: page.nextCursor === null ? null : cursorOf(page.nextCursor) }, 200);
  });

  app.openapi(create, async (context) => {
    const request = context.req.valid("json");
    return context.json(await makeKey(context, request), 201);
  });

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid("param");
    if (!(await removeKey(context.env.DB, id, Date.now())))
      throw new ProblemError("not_found", `There is no key ${id}.`);
    return context.body(null, 204);
  });
}

/**
 * The key's text is derived from the admin key and the idempotency key, so that a repeated request has the same answer
 * although only a hash is kept.
 */
async function makeKey(context: Context<AppEnv>, request: KeyRequest): Promise<NewKey> {
  const scope = await idempotencyOf(context, "keys", "", request);
  const isShopper = request.scopes.includes("shopper");
  const secret = base64Url(await hmac(context.env.ADMIN_KEY ?? "", `key ${scope.key}`));
  const text = `${isShopper ? "onh_pk" : "onh_sk"}_${secret}`;
  const made = {
    id: `key_${scope.key.slice(0, 22)}`,
    name: request.name,
    scopes: request.scopes,
    createdAt: new Date().toISOString(),
  };
  const kept = await keepKey(context.env.DB, {
    ...made,
    hash: base64Url(await sha256(text)),
    idempotency: scope.key,
    body: scope.body,
  });
  if ("kept" in kept) return { ...made, key: text };
  if ("full" in kept) throw new ProblemError("too_many_keys", `There are ${KEYS_MAX} keys already.`);
  if ("removed" in kept) throw new ProblemError("not_found", "The key that this request made was removed.", [], 409);
  if (kept.body !== scope.body) throw new ProblemError("idempotency_mismatch", "The same key came with another body.");
  return { ...kept.again, key: text };
}
