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
   * Header that holds the client's address: `cf-connecting-ip` on Cloudflare's network, the one that a trusted proxy sets
   * elsewhere. Empty: the address that the runtime saw itself. No other header is believed.
   */
  CLIENT_ADDRESS_HEADER?: string;
  /** `true`: the demonstration shop is served at `/`, to anyone, and fills itself. `npm start` sets it; a deployment does not. */
  DEMO?: string;
}
