import { base64Url } from "../../objects/slot-number.ts";
import { ownSecret } from "./own-secret.ts";

/** Name of the secret that requests are hashed with. */
const SECRET = "requests-with-addresses";

/**
 * When a request was first made, by its idempotency key; `null`: the key has come with another body before. A repeat is
 * judged as of then, so that it undoes nothing that has happened since.
 *
 * The body holds an address, of which no hash that anyone could try addresses on is kept.
 */
export async function requestedAt(
  db: D1Database,
  { key, body }: { key: string; body: string },
  nowMs: number,
): Promise<number | null> {
  const keyed = await hmac(await ownSecret(db, SECRET), body);
  await db
    .prepare("INSERT INTO bulk_request (key, body, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    .bind(key, keyed, nowMs)
    .run();
  const kept = await db
    .prepare("SELECT body, at FROM bulk_request WHERE key = ?")
    .bind(key)
    .first<{ body: string; at: number }>();
  if (kept === null) return nowMs;
  return kept.body === keyed ? kept.at : null;
}

async function hmac(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  return base64Url(new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(text))));
}
