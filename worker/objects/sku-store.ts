import type { Policy } from "../../sdk/index.ts";
import type { Claim } from "../core/claim.ts";
import type { Figures } from "../core/figures.ts";
import { type Checkpoint, EMPTY_CHECKPOINT } from "../core/ledger.ts";
import { ANSWER_SCHEMA, AnswerRows } from "./answer-rows.ts";
import { BAND_SCHEMA, BandRows } from "./band-rows.ts";
import { EVENT_SCHEMA, EventRows } from "./event-rows.ts";
import { LEDGER_SCHEMA, LedgerRows } from "./ledger-rows.ts";
import { REPLENISHMENT_SCHEMA, ReplenishmentRows } from "./replenishment-rows.ts";
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
  /** The projection knows where the SKU is low by the settings up to these revisions (see `revisionsOf`). */
  revisionsTold: number;
}

/** A level with the count of steps and writes that it went through. */
export interface StoredLevel extends Figures {
  changes: number;
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
`;

/**
 * The rows of one SKU. A SKU that nobody created has no tables, so that asking for any text costs nothing lasting.
 * Row counts are what is paid for: `WITHOUT ROWID` and no index keep a hold at one level and one claim.
 */
export class SkuStore {
  readonly ledger: LedgerRows;
  readonly goods: ReplenishmentRows;
  readonly bands: BandRows;
  readonly events: EventRows;
  readonly answers: AnswerRows;
  readonly #sql: SqlStorage;
  #exists: boolean;
  /** The row decides; parsing it again is spared while it reads the same. */
  #parsed: { text: string; facts: SkuFacts } | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.ledger = new LedgerRows(sql);
    this.goods = new ReplenishmentRows(sql);
    this.bands = new BandRows(sql);
    this.events = new EventRows(sql);
    this.answers = new AnswerRows(sql);
    this.#exists = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'sku'").toArray().length > 0;
  }

  /** Whether the SKU has been created. */
  get exists(): boolean {
    return this.#exists;
  }

  /** Inside a transaction. */
  create(facts: SkuFacts): void {
    const parts = [LEDGER_SCHEMA, REPLENISHMENT_SCHEMA, BAND_SCHEMA, EVENT_SCHEMA, ANSWER_SCHEMA];
    for (const schema of [SCHEMA, ...parts]) this.#sql.exec(schema);
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

  /** Forgets a level that is empty. */
  dropLevel(warehouse: string): void {
    this.#sql.exec("DELETE FROM level WHERE warehouse = ?", warehouse);
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
}

/** Facts of a SKU that has just been made. */
export function newFacts(policy: Partial<Policy>, store: StoreSettings, nowMs: number): SkuFacts {
  return {
    createdAt: nowMs,
    revision: 1,
    policy,
    store,
    acknowledged: 0,
    checkpoint: EMPTY_CHECKPOINT,
    revisionsTold: 0,
  };
}

/** Revisions of all settings that a SKU judges by: grows with each change of any. */
export function revisionsOf(facts: SkuFacts): number {
  return facts.revision + facts.store.revision;
}
