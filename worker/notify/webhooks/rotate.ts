import type { KeyedRequest } from "../../catalogue/bulk-requests.ts";
import { doOnce } from "./done-once.ts";
import { readEndpoint } from "./endpoints.ts";
import { type KeptSecret, rotatedSecrets } from "./secrets.ts";
import { newSecret } from "./signature.ts";

/** What rotating an endpoint's secrets came to. */
export type Rotation = { secrets: KeptSecret[] } | { missing: true } | { mismatch: true };

/**
 * Makes a new secret; the one before stays valid for the overlap. Once for an idempotency key: a repeat makes none, and is
 * answered with the secrets as they are then.
 */
export async function rotateSecrets(
  db: D1Database,
  id: string,
  overlapMs: number,
  request: KeyedRequest,
  nowMs: number,
): Promise<Rotation> {
  const endpoint = await readEndpoint(db, id);
  if (endpoint === null) return { missing: true };
  const before = JSON.stringify(endpoint.secrets);
  const secrets = rotatedSecrets(endpoint.secrets, newSecret(), overlapMs, nowMs);
  const isAsRead = { condition: "EXISTS (SELECT 1 FROM webhook WHERE id = ?4 AND secrets = ?5)", values: [id, before] };
  const rotate = db
    .prepare("UPDATE webhook SET secrets = ?3 WHERE id = ?1 AND secrets = ?2")
    .bind(id, before, JSON.stringify(secrets));
  const done = await doOnce(db, request, [rotate], nowMs, isAsRead);
  if (done.outcome === "mismatch") return { mismatch: true };
  if (done.outcome === "again") return { secrets: endpoint.secrets };
  if (done.results[0]?.meta.changes === 1) return { secrets };
  // Somebody else rotated in between. Every round but the last is another's.
  return rotateSecrets(db, id, overlapMs, request, nowMs);
}
