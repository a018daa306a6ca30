import type { EventType, WebhookEndpoint } from "../../../sdk/index.ts";
import { WEBHOOKS_MAX } from "../../core/bounds.ts";
import type { KeptSecret } from "./secrets.ts";
import { newSecret } from "./signature.ts";

/** What an admin says of an endpoint. */
export type EndpointDefinition = Pick<WebhookEndpoint, "url" | "types" | "description" | "enabled">;

/** An endpoint as it is kept. */
export interface StoredEndpoint extends EndpointDefinition {
  id: string;
  disabledReason: WebhookEndpoint["disabledReason"];
  /** The newest first. */
  secrets: KeptSecret[];
  /** Milliseconds since 1970: the first of the attempts that failed, since one was answered. */
  failingSince: number | null;
  failedAttempts: number;
  revision: number;
  createdAt: number;
}

interface EndpointRow {
  id: string;
  url: string;
  description: string | null;
  types: string;
  enabled: 0 | 1;
  disabled_reason: WebhookEndpoint["disabledReason"];
  secrets: string;
  failing_since: number | null;
  failed_attempts: number;
  revision: number;
  created_at: number;
}

export async function readEndpoint(db: D1Database, id: string): Promise<StoredEndpoint | null> {
  const row = await db.prepare("SELECT * FROM webhook WHERE id = ?").bind(id).first<EndpointRow>();
  return row === null ? null : endpointOf(row);
}

/** A page of endpoints by id. `after`: empty for the start. */
export async function listEndpoints(
  db: D1Database,
  after: string,
  limit: number,
): Promise<{ items: StoredEndpoint[]; next: string | null }> {
  const rows = await db
    .prepare("SELECT * FROM webhook WHERE id > ? ORDER BY id LIMIT ?")
    .bind(after, limit + 1)
    .all<EndpointRow>();
  const items = rows.results.slice(0, limit).map(endpointOf);
  return { items, next: rows.results.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** What writing an endpoint did. `stale`: another revision than the one named is there (0: none). */
export type EndpointWrite =
  | { outcome: "created" | "changed" | "unchanged"; endpoint: StoredEndpoint }
  | { stale: number }
  | { full: true };

/**
 * Puts an endpoint as a whole; a new one gets a secret. Another URL, and being enabled again, begin its failures anew.
 * `revision`: the one that was read, `null` to replace whatever is there.
 */
export async function writeEndpoint(
  db: D1Database,
  id: string,
  definition: EndpointDefinition,
  revision: number | null,
  nowMs: number,
): Promise<EndpointWrite> {
  const before = await readEndpoint(db, id);
  const found = before?.revision ?? 0;
  if (revision !== null && revision !== found) return { stale: found };
  if (before !== null && isAsBefore(before, definition)) return { outcome: "unchanged", endpoint: before };
  const secrets = before?.secrets ?? [{ secret: newSecret(), createdAt: nowMs, validUntil: null }];
  const after = { ...afterWrite(before, definition), secrets: JSON.stringify(secrets), createdAt: nowMs };
  // Where it is not there any more the figure is no one's, and where it has come meanwhile it is.
  const isAsRead = `coalesce((SELECT revision FROM webhook WHERE id = ?1), 0) = ?2
    AND (?2 > 0 OR (SELECT count(*) FROM webhook) < ${WEBHOOKS_MAX})`;
  const wantedBefore = before?.enabled === true ? before.types : [];
  const wanted = definition.enabled ? definition.types : [];
  const isOtherWish = wantedBefore.toSorted().join() !== wanted.toSorted().join();
  const [, written] = await db.batch<EndpointRow>([
    db
      .prepare(`UPDATE webhooks SET writes = writes + 1, revision = revision + ?3 WHERE ${isAsRead}`)
      .bind(id, found, isOtherWish ? 1 : 0),
    db
      .prepare(
        `INSERT INTO webhook (id, url, description, types, enabled, disabled_reason, secrets, failing_since,
           failed_attempts, revision, created_at)
         SELECT ?1, ?3 ->> 'url', ?3 ->> 'description', ?4, ?3 ->> 'enabled', ?3 ->> 'disabledReason', ?3 ->> 'secrets',
           ?3 ->> 'failingSince', ?3 ->> 'failedAttempts', writes, ?3 ->> 'createdAt' FROM webhooks WHERE ${isAsRead}
         ON CONFLICT (id) DO UPDATE SET url = excluded.url, description = excluded.description, types = excluded.types,
           enabled = excluded.enabled, disabled_reason = excluded.disabled_reason,
           failing_since = CASE WHEN excluded.failing_since IS NULL THEN NULL ELSE failing_since END,
           failed_attempts = CASE WHEN excluded.failing_since IS NULL THEN 0 ELSE failed_attempts END,
           revision = excluded.revision
         RETURNING *`,
      )
      .bind(id, found, JSON.stringify(after), JSON.stringify(definition.types)),
  ]);
  const row = written?.results[0];
  if (row !== undefined) return { outcome: before === null ? "created" : "changed", endpoint: endpointOf(row) };
  // Every endpoint that was there is still there, so there is no room for another.
  if (before === null && (await countEndpoints(db)) >= WEBHOOKS_MAX) return { full: true };
  // Somebody else wrote in between, so it is judged again. Every round but the last is another's.
  return writeEndpoint(db, id, definition, revision, nowMs);
}

/** What removing an endpoint did. */
export type EndpointRemoval = { removed: true } | { missing: true } | { stale: number };

/** Removes an endpoint with its deliveries. `revision` as above. */
export async function removeEndpoint(db: D1Database, id: string, revision: number | null): Promise<EndpointRemoval> {
  const before = await readEndpoint(db, id);
  if (before === null) return { missing: true };
  if (revision !== null && revision !== before.revision) return { stale: before.revision };
  const isAsRead = "EXISTS (SELECT 1 FROM webhook WHERE id = ?1 AND revision = ?2)";
  const removals = [
    "UPDATE webhooks SET writes = writes + 1, revision = revision + 1",
    "DELETE FROM delivery_attempt WHERE delivery IN (SELECT id FROM delivery WHERE webhook = ?1)",
    "DELETE FROM delivery WHERE webhook = ?1",
    "DELETE FROM webhook WHERE id = ?1",
  ];
  const results = await db.batch(
    removals.map((removal) =>
      db.prepare(`${removal} ${removal.includes("WHERE") ? "AND" : "WHERE"} ${isAsRead}`).bind(id, before.revision),
    ),
  );
  return results.at(-1)?.meta.changes === 1 ? { removed: true } : removeEndpoint(db, id, revision);
}

/**
 * What disables an endpoint for its failures; for a batch. What is still to be sent to it is due at once, so that it is
 * given up soon. An endpoint that is not any more what was read is left alone.
 */
export function disableStatements(
  db: D1Database,
  { id, revision }: Pick<StoredEndpoint, "id" | "revision">,
  reason: "gone" | "failing",
  nowMs: number,
): D1PreparedStatement[] {
  const isAsRead = "EXISTS (SELECT 1 FROM webhook WHERE id = ?1 AND revision = ?2 AND enabled = 1)";
  return [
    db
      .prepare(`UPDATE delivery SET next_at = ?3 WHERE webhook = ?1 AND state = 'pending' AND next_at > ?3
        AND sending_until IS NULL AND ${isAsRead}`)
      .bind(id, revision, nowMs),
    db.prepare(`UPDATE webhooks SET writes = writes + 1, revision = revision + 1 WHERE ${isAsRead}`).bind(id, revision),
    db
      .prepare(
        `UPDATE webhook SET enabled = 0, disabled_reason = ?3, revision = (SELECT writes FROM webhooks)
         WHERE id = ?1 AND revision = ?2 AND enabled = 1`,
      )
      .bind(id, revision, reason),
  ];
}

/** As it is told. */
export function toldEndpoint(endpoint: StoredEndpoint): WebhookEndpoint {
  const { id, url, description, types, enabled, disabledReason, failingSince, revision, createdAt } = endpoint;
  return {
    id,
    url,
    description,
    types,
    enabled,
    disabledReason,
    failingSince: failingSince === null ? null : new Date(failingSince).toISOString(),
    revision,
    createdAt: new Date(createdAt).toISOString(),
  };
}

async function countEndpoints(db: D1Database): Promise<number> {
  return (await db.prepare("SELECT count(*) AS count FROM webhook").first<{ count: number }>())?.count ?? 0;
}

/** Its failures stay what they are while it is the same address and was enabled before. */
function afterWrite(before: StoredEndpoint | null, { url, description, enabled }: EndpointDefinition) {
  const goesOn = before !== null && before.url === url && (before.enabled || !enabled);
  return {
    url,
    description,
    enabled: enabled ? 1 : 0,
    // One that was disabled for its failures is not disabled by whoever leaves it so.
    disabledReason: enabled ? null : before?.enabled === false ? before.disabledReason : "admin",
    failingSince: goesOn ? before.failingSince : null,
    failedAttempts: goesOn ? before.failedAttempts : 0,
  };
}

function isAsBefore(before: StoredEndpoint, { url, description, types, enabled }: EndpointDefinition): boolean {
  const isSame = before.url === url && before.description === description && before.enabled === enabled;
  return isSame && JSON.stringify(before.types) === JSON.stringify(types);
}

function endpointOf(row: EndpointRow): StoredEndpoint {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    // Written by this file alone.
    types: JSON.parse(row.types) as EventType[],
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    secrets: JSON.parse(row.secrets) as KeptSecret[],
    failingSince: row.failing_since,
    failedAttempts: row.failed_attempts,
    revision: row.revision,
    createdAt: row.created_at,
  };
}
