import { DurableObject } from "cloudflare:workers";

/** What the minimal Worker binds. */
export interface MinimalEnv {
  STOCK: DurableObjectNamespace<StockObject>;
}

/**
 * One SKU, counted with the least that counts in a Durable Object at all: a row with its figures, a row for each hold.
 * A call is one conditional update and one insert, each by itself. Nothing is checked, expires, or can be repeated.
 */
export class StockObject extends DurableObject<MinimalEnv> {
  constructor(ctx: DurableObjectState, env: MinimalEnv) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS stock (id INTEGER PRIMARY KEY, on_hand INTEGER NOT NULL, held INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS hold (id TEXT PRIMARY KEY, quantity INTEGER NOT NULL) WITHOUT ROWID;
    `);
  }

  stock(onHand: number): void {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO stock (id, on_hand, held) VALUES (1, ?, 0)", onHand);
  }

  /** The id of the hold; `null` when there is not enough. */
  hold(quantity: number): string | null {
    const { sql } = this.ctx.storage;
    const update = "UPDATE stock SET held = held + ? WHERE id = 1 AND on_hand - held >= ?";
    if (sql.exec(update, quantity, quantity).rowsWritten === 0) return null;
    const id = crypto.randomUUID();
    sql.exec("INSERT INTO hold (id, quantity) VALUES (?, ?)", id, quantity);
    return id;
  }

  read(): { onHand: number; held: number } {
    return this.ctx.storage.sql
      .exec<{ onHand: number; held: number }>("SELECT on_hand AS onHand, held FROM stock")
      .one();
  }
}
