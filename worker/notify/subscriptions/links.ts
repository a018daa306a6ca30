import { sign, verify } from "hono/jwt";
import { CONFIRMATION_LINK_MS } from "../../core/bounds.ts";
import { ownSecret } from "./own-secret.ts";

/** What a link was signed for. One purpose's link does nothing of another's. */
export type Link =
  | {
      purpose: "confirm";
      subscription: string;
      /** As the row counts them: only the last mail's link confirms. */
      confirmation: number;
      expired: boolean;
    }
  | { purpose: "unsubscribe"; subscription: string };

/** Name of the secret that signs them. */
const SECRET = "subscription-links";
const ALGORITHM = "HS256";

/** The link that confirms a subscription. It can be followed for `CONFIRMATION_LINK_MS`, and confirms once. */
export async function confirmUrl(
  db: D1Database,
  publicUrl: string,
  { subscription, confirmation }: { subscription: string; confirmation: number },
  nowMs: number,
): Promise<string> {
  const exp = Math.floor((nowMs + CONFIRMATION_LINK_MS) / 1000);
  const claims = { aud: "confirm", sub: subscription, confirmation, exp };
  return urlOf(publicUrl, "/subscriptions/confirm", await sign(claims, await ownSecret(db, SECRET), ALGORITHM));
}

/** The link by which a subscription is ended, signed; it can be followed as long as the subscription is remembered. */
export async function unsubscribeUrl(db: D1Database, publicUrl: string, subscription: string): Promise<string> {
  const claims = { aud: "unsubscribe", sub: subscription };
  return urlOf(publicUrl, "/subscriptions/unsubscribe", await sign(claims, await ownSecret(db, SECRET), ALGORITHM));
}

/** What a link's token was signed for; `null`: it was not signed here, or not for this purpose. */
export async function readLink<Purpose extends Link["purpose"]>(
  db: D1Database,
  purpose: Purpose,
  token: string,
  nowMs: number,
): Promise<Extract<Link, { purpose: Purpose }> | null> {
  const claims = await claimsOf(db, purpose, token);
  if (claims === null || typeof claims.sub !== "string") return null;
  const link = linkOf(purpose, claims.sub, claims, nowMs);
  // Made for the purpose that was asked for.
  return link as Extract<Link, { purpose: Purpose }> | null;
}

function linkOf(
  purpose: Link["purpose"],
  subscription: string,
  { confirmation, exp }: Record<string, unknown>,
  nowMs: number,
): Link | null {
  if (purpose === "unsubscribe") return { purpose, subscription };
  if (typeof confirmation !== "number" || typeof exp !== "number") return null;
  return { purpose, subscription, confirmation, expired: exp * 1000 <= nowMs };
}

/** What is wrong with a token is nobody's business, and its error would repeat it in a log. */
async function claimsOf(
  db: D1Database,
  purpose: Link["purpose"],
  token: string,
): Promise<Record<string, unknown> | null> {
  const secret = await ownSecret(db, SECRET);
  // An expired link is told from a wrong one, so the time is judged above.
  return verify(token, secret, { alg: ALGORITHM, aud: purpose, exp: false }).catch(() => null);
}

/** Where people reach the Worker is the deployment's word, never a request's `Host`: that is anybody's. */
function urlOf(publicUrl: string, path: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, "")}${path}?token=${token}`;
}
