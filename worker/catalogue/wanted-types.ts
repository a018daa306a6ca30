import type { EventType } from "../../sdk/index.ts";

/** Which kinds of events enabled endpoints have chosen, and a revision that grows when they may have changed. */
export interface WantedTypes {
  revision: number;
  types: EventType[];
}

/** What reads them; for a batch with other statements. */
export function wantedStatements(db: D1Database): D1PreparedStatement[] {
  return [
    db.prepare("SELECT revision FROM webhooks"),
    db.prepare(
      "SELECT DISTINCT each.value AS type FROM webhook, json_each(webhook.types) AS each WHERE enabled = 1 ORDER BY type",
    ),
  ];
}

/** The wanted types from the answers to `wantedStatements`. */
export function wantedOf([revision, types]: (D1Result | undefined)[]): WantedTypes {
  // The rows of those statements; types are checked before they are written.
  const rows = (types?.results ?? []) as { type: EventType }[];
  const [first] = (revision?.results ?? []) as { revision: number }[];
  return { revision: first?.revision ?? 0, types: rows.map(({ type }) => type) };
}
