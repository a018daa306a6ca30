import type { Policy } from "../../sdk/index.ts";
import type { Claim } from "../core/claim.ts";
import type { Figures } from "../core/figures.ts";
import { type Checkpoint, EMPTY_CHECKPOINT, type LedgerEntry, type LedgerLine } from "../core/ledger.ts";
import type { StoreSettings } from "./sku-callable.ts";

/** What a SKU keeps beside figures and claims: one row, rewritten only when settings or acknowledgements change. */
export interface SkuFacts {
  createdAt: number;
  revision: number;
  policy: Partial<Policy>;
  store: StoreSettings;
  /** The projection has every ledger line up to this number. */
  acknowledged: number;
  checkpoint: Checkpoint;
}

/** A level with the count of steps and writes that it went through. */
export interface StoredLevel extends Figures {
  changes: number;
}

/** What the object remembers of an open hold between calls; rebuilt from the rows when it wakes. */
export interface OpenHold {
  expiresAt: number;
  since: number;
  client: string | null;
}

const SCHEMA = `
  CREATE TABLE sku (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    facts TEXT NOT NULL
  );
  CREATE TABLE level (
    warehouse TEXT PRIMARY KEY,
    on_hand INTEGER NOT NULL CHECK (on_hand >= planned AND on_hand <= 1000000000),
    held INTEGER NOT NULL CHECK (held BETWEEN 0 AND 1000000000),
    allocated INTEGER NOT NULL CHECK (allocated BETWEEN 0 AND 1000000000),
    planned INTEGER NOT NULL CHECK (planned BETWEEN 0 AND 1000000000),
    incoming INTEGER NOT NULL CHECK (incoming BETWEEN 0 AND 1000000000),
    changes INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE claim (
    id TEXT PRIMARY KEY,
    phase TEXT NOT NULL CHECK (phase IN ('held', 'allocated', 'empty', 'ended')),
    doc TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY,
    doc TEXT NOT NULL
  );
  CREATE TABLE answer (
    scope TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    answer TEXT NOT NULL,
    kept_until INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/**
 * The rows of one SKU. A SKU that nobody created has no tables, so that asking for any text costs nothing lasting.
 * Row counts are what is paid for: `WITHOUT ROWID` and no index keep a hold at one level and one claim.
 */
export class SkuStore {
  readonly #sql: SqlStorage;
  #exists: boolean;
  /** The row decides; parsing it again is spared while it reads the same. */
  #parsed: { text: string; facts: SkuFacts } | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#exists = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'sku'").toArray().length > 0;
  }

  /** Whether the SKU has been created. */
  get exists(): boolean {
    return this.#exists;
  }

  /** Inside a transaction. */
  create(facts: SkuFacts): void {
    this.#sql.exec(SCHEMA);
    this.saveFacts(facts);
    this.#exists = true;
  }

  /** The transaction of `create` was undone. */
  forgetCreation(): void {
    this.#exists = false;
  }

  facts(): SkuFacts {
    const row = this.#sql.exec<{ facts: string }>("SELECT facts FROM sku").one();
    if (row.facts !== this.#parsed?.text) {
      // Written by `saveFacts` alone.
      this.#parsed = { text: row.facts, facts: JSON.parse(row.facts) as SkuFacts };
    }
    return this.#parsed.facts;
  }

  /** The facts, with store defaults that a Worker sends along where they are newer. */
  factsWith(store: StoreSettings): SkuFacts {
    const facts = this.facts();
    return store.revision > facts.store.revision ? { ...facts, store } : facts;
  }

  /** Keeps newer store defaults. Older ones are what a Worker had cached: they change nothing. */
  learn(store: StoreSettings): SkuFacts {
    const facts = this.factsWith(store);
    if (facts.store === store) this.saveFacts(facts);
    return facts;
  }

  saveFacts(facts: SkuFacts): void {
    this.#sql.exec(
      "INSERT INTO sku (id, facts) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET facts = excluded.facts",
      JSON.stringify(facts),
    );
  }

  levels(): Map<string, StoredLevel> {
    const rows = this.#sql.exec<{
      warehouse: string;
      on_hand: number;
      held: number;
      allocated: number;
      planned: number;
      incoming: number;
      changes: number;
    }>("SELECT * FROM level ORDER BY warehouse");
    return new Map(rows.toArray().map(({ warehouse, on_hand: onHand, ...rest }) => [warehouse, { onHand, ...rest }]));
  }

  saveLevel(warehouse: string, level: Figures, changes: number): void {
    this.#sql.exec(
      `INSERT INTO level (warehouse, on_hand, held, allocated, planned, incoming, changes) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (warehouse) DO UPDATE SET on_hand = excluded.on_hand, held = excluded.held,
         allocated = excluded.allocated, planned = excluded.planned, incoming = excluded.incoming,
         changes = excluded.changes`,
      warehouse,
      level.onHand,
      level.held,
      level.allocated,
      level.planned,
      level.incoming,
      changes,
    );
  }

  claim(id: string): Claim | null {
    const row = this.#sql.exec<{ doc: string }>("SELECT doc FROM claim WHERE id = ?", id).toArray()[0];
    // Written by `saveClaim` alone.
    return row === undefined ? null : (JSON.parse(row.doc) as Claim);
  }

  claims(ids: readonly string[]): Claim[] {
    const rows = this.#sql.exec<{ doc: string }>(
      "SELECT doc FROM claim WHERE id IN (SELECT value FROM json_each(?))",
      JSON.stringify(ids),
    );
    return rows.toArray().map((row) => JSON.parse(row.doc) as Claim);
  }

  allClaims(): Claim[] {
    const rows = this.#sql.exec<{ doc: string }>("SELECT doc FROM claim");
    return rows.toArray().map((row) => JSON.parse(row.doc) as Claim);
  }

  saveClaim(claim: Claim): void {
    this.#sql.exec(
      `INSERT INTO claim (id, phase, doc) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, doc = excluded.doc`,
      claim.id,
      claim.phase,
      JSON.stringify(claim),
    );
  }

  forgetClaims(ids: readonly string[]): void {
    this.#sql.exec(
      "DELETE FROM claim WHERE phase = 'ended' AND id IN (SELECT value FROM json_each(?))",
      JSON.stringify(ids),
    );
  }

  lastSequence(checkpoint: Checkpoint): number {
    const row = this.#sql.exec<{ last: number | null }>("SELECT max(sequence) AS last FROM ledger").one();
    return row.last ?? checkpoint.sequence;
  }

  append(sequence: number, at: number, entry: LedgerEntry): LedgerLine {
    this.#sql.exec("INSERT INTO ledger (sequence, doc) VALUES (?, ?)", sequence, JSON.stringify({ at, ...entry }));
    return { sequence, at, ...entry };
  }

  /** Lines after a number, oldest first. */
  linesAfter(sequence: number, limit: number): LedgerLine[] {
    return this.#lines(
      "SELECT sequence, doc FROM ledger WHERE sequence > ? ORDER BY sequence LIMIT ?",
      sequence,
      limit,
    );
  }

  /** Lines between two numbers, both left out, newest first. */
  linesBetween(after: number, before: number, limit: number): LedgerLine[] {
    return this.#lines(
      "SELECT sequence, doc FROM ledger WHERE sequence > ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
      after,
      before,
      limit,
    );
  }

  /** Removes the lines up to a number, which the checkpoint has taken in. */
  dropLines(upTo: number): void {
    this.#sql.exec("DELETE FROM ledger WHERE sequence <= ?", upTo);
  }

  answer(scope: string): { body: string; answer: string } | null {
    return (
      this.#sql
        .exec<{ body: string; answer: string }>("SELECT body, answer FROM answer WHERE scope = ?", scope)
        .toArray()[0] ?? null
    );
  }

  saveAnswer(scope: string, body: string, answer: string, keptUntil: number): void {
    this.#sql.exec(
      "INSERT INTO answer (scope, body, answer, kept_until) VALUES (?, ?, ?, ?)",
      scope,
      body,
      answer,
      keptUntil,
    );
  }

  forgetAnswers(nowMs: number, limit: number): void {
    this.#sql.exec(
      "DELETE FROM answer WHERE scope IN (SELECT scope FROM answer WHERE kept_until < ? LIMIT ?)",
      nowMs,
      limit,
    );
  }

  #lines(query: string, ...bindings: number[]): LedgerLine[] {
    const rows = this.#sql.exec<{ sequence: number; doc: string }>(query, ...bindings);
    return rows
      .toArray()
      .map((row) => ({ sequence: row.sequence, ...(JSON.parse(row.doc) as LedgerEntry & { at: number }) }));
  }
}

/** Facts of a SKU that has just been made. */
export function newFacts(policy: Partial<Policy>, store: StoreSettings, nowMs: number): SkuFacts {
  return { createdAt: nowMs, revision: 1, policy, store, acknowledged: 0, checkpoint: EMPTY_CHECKPOINT };
}
