import type { Scope } from "../../sdk/index.ts";

/** Who calls. */
export type Caller =
  /** A secret key: a shop's server or an admin. */
  | { kind: "secret"; credential: string; actor: string; scopes: readonly Scope[] }
  /** A publishable key or an allowed origin. Neither proves anything: what counts is bounded per client. */
  | { kind: "shopper"; credential: string; client: string };

/** Whether the caller may see figures whatever policy says. */
export function isSecret(caller: Caller): boolean {
  return caller.kind === "secret";
}

/** Whether a caller has a scope. `admin` has all of them. */
export function hasScope(caller: Caller, scope: Scope): boolean {
  if (scope === "shopper") return true;
  return caller.kind === "secret" && (caller.scopes.includes(scope) || caller.scopes.includes("admin"));
}

/** The scope that a path needs: the one place where that is said. */
export function scopeOf(path: string): Scope | null {
  if (/^\/v1\/admin\/(keys|settings|projection|webhooks|subscriptions|dead-letters)(\/|$)/.test(path)) return "admin";
  if (/^\/v1\/admin(\/|$)/.test(path)) return "stock";
  if (/^\/v1\/orders(\/|$)/.test(path)) return "orders";
  if (/^\/v1(\/|$)/.test(path)) return "shopper";
  return null;
}
