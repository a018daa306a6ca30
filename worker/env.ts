/** What a deployment binds (wrangler.toml). */
export interface Env {
  SKU: DurableObjectNamespace;
  SLOT: DurableObjectNamespace;
  DB: D1Database;
  OUTBOX: Queue;
  SHOPPER_READS: RateLimit;
  SHOPPER_WRITES: RateLimit;
  ASSETS: Fetcher;
  /** Secret. Without it the admin routes refuse everything. */
  ADMIN_KEY?: string;
  /**
   * Header that a trusted proxy in front puts the client's address in, when Onhand runs outside Cloudflare's network.
   * There it is `cf-connecting-ip`, which a client cannot set; elsewhere no header is believed unless it is named here.
   */
  CLIENT_ADDRESS_HEADER?: string;
}
