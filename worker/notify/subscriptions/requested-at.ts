import { noteRequest } from "../../catalogue/bulk-requests.ts";
import { hmac } from "../../objects/hmac.ts";
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
  const keyed = base64Url(await hmac(await ownSecret(db, SECRET), body));
  const kept = await noteRequest(db, { key, body: keyed }, nowMs);
  return kept.body === keyed ? kept.at : null;
}
