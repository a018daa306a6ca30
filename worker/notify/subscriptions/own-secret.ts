import { base64Url } from "../../objects/slot-number.ts";

/**
 * Secrets that were read, by the database that they came from: one text for each name, for as long as the isolate lives.
 * Values only: a promise of one request hangs another.
 */
const remembered = new WeakMap<D1Database, Map<string, string>>();

/** A secret of 256 random bits that the service makes for itself, once: whoever comes first, all read the same. */
export async function ownSecret(db: D1Database, name: string): Promise<string> {
  const known = remembered.get(db)?.get(name);
  if (known !== undefined) return known;
  const kept = (await keptSecret(db, name)) ?? (await newSecret(db, name));
  const secrets = remembered.get(db) ?? new Map<string, string>();
  remembered.set(db, secrets.set(name, kept));
  return kept;
}

async function keptSecret(db: D1Database, name: string): Promise<string | null> {
  const row = await db.prepare("SELECT value FROM secret WHERE name = ?").bind(name).first<{ value: string }>();
  return row?.value ?? null;
}

async function newSecret(db: D1Database, name: string): Promise<string> {
  const value = base64Url(crypto.getRandomValues(new Uint8Array(32)));
  await db.prepare("INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING").bind(name, value).run();
  const kept = await keptSecret(db, name);
  if (kept === null) throw new Error(`The secret ${name} was not kept`);
  return kept;
}
