import type { Context, MiddlewareHandler } from "hono";
import type { Key } from "../../sdk/index.ts";
import { findKey } from "../catalogue/keys.ts";
import { KEY_TEXT_LENGTH_MAX } from "../core/bounds.ts";
import { base64Url, sha256 } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";
import { type Caller, hasScope, scopeOf } from "./caller.ts";
import { clientOf } from "./client.ts";
import { ProblemError } from "./problem.ts";

/** Finds out who calls and whether the path is open to them. */
export const authenticate: MiddlewareHandler<AppEnv> = async (context, next) => {
  const scope = scopeOf(context.req.path);
  if (scope !== null) {
    if (context.req.path.startsWith("/v1/admin") && !isConfigured(context.env.ADMIN_KEY)) {
      throw new ProblemError(
        "admin_key_not_configured",
        "Set the secret ADMIN_KEY; until then nothing can be administered.",
      );
    }
    const caller = await callerOf(context);
    if (!hasScope(caller, scope)) throw new ProblemError("forbidden", `This needs a key with the scope ${scope}.`);
    context.set("caller", caller);
  }
  await next();
};

async function callerOf(context: Context<AppEnv>): Promise<Caller> {
  const header = context.req.header("authorization");
  if (header === undefined) return fromOrigin(context);
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (token === undefined) throw new ProblemError("unauthenticated", "Authorization must be: Bearer, and a key.");
  // By the text itself, so that a key is hashed once in a while and not for every request. Texts too long to be one of
  // ours are not kept: anyone may send them.
  const find = (): ReturnType<typeof holderOf> => holderOf(context, token);
  const isKept = token.length <= KEY_TEXT_LENGTH_MAX;
  const holder = await (isKept ? context.var.facts.remember(`key/${token}`, find) : find());
  if (holder === null) throw new ProblemError("unauthenticated", "The key is not known.");
  if (holder === "admin") return { kind: "secret", credential: "admin", actor: "admin", scopes: ["admin"] };
  return fromKey(context, holder);
}

async function holderOf(context: Context<AppEnv>, token: string): Promise<Key | "admin" | null> {
  const hash = base64Url(await sha256(token));
  const adminKey = context.env.ADMIN_KEY;
  // Hashes are compared, so that the time it takes tells nothing about the key.
  if (isConfigured(adminKey) && hash === base64Url(await sha256(adminKey))) return "admin";
  return findKey(context.env.DB, hash);
}

async function fromKey(context: Context<AppEnv>, key: Key): Promise<Caller> {
  if (!key.scopes.includes("shopper")) {
    return { kind: "secret", credential: key.id, actor: key.name, scopes: key.scopes };
  }
  return { kind: "shopper", credential: key.id, client: await clientOf(context) };
}

async function fromOrigin(context: Context<AppEnv>): Promise<Caller> {
  const origin = context.req.header("origin");
  const { allowedOrigins } = await context.var.facts.settings();
  if (origin === undefined || !allowedOrigins.includes(origin)) {
    throw new ProblemError("unauthenticated", "Send a key (Authorization: Bearer …), or ask from an allowed origin.");
  }
  return { kind: "shopper", credential: `origin ${origin}`, client: await clientOf(context) };
}

function isConfigured(adminKey: string | undefined): adminKey is string {
  return adminKey !== undefined && adminKey !== "";
}
