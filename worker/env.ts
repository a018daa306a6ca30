/** What a deployment binds (wrangler.toml). */
export interface Env {
  SKU: DurableObjectNamespace;
  SLOT: DurableObjectNamespace;
  DB: D1Database;
  OUTBOX: Queue;
  /** Mails, webhooks, and all else that may be slow: it holds up no figures. */
  NOTICES: Queue;
  SHOPPER_READS: RateLimit;
  SHOPPER_WRITES: RateLimit;
  SHOPPER_SUBSCRIPTIONS: RateLimit;
  ASSETS: Fetcher;
  /** Secret. Without it the admin routes refuse everything. */
  ADMIN_KEY?: string;
  /**
   * Header that holds the client's address: `cf-connecting-ip` on Cloudflare's network, the one that a trusted proxy sets
   * elsewhere. Empty: the address that the runtime saw itself. No other header is believed.
   */
  CLIENT_ADDRESS_HEADER?: string;
  /** Where the Worker answers, as people reach it: `https://stock.shop.example`. Links in mails begin with it. */
  PUBLIC_URL?: string;
  /** Sender of all mails: `Loam <stock@shop.example>`. Mail is configured when it, `PUBLIC_URL` and one transport are. */
  MAIL_FROM?: string;
  /** Cloudflare's Email Service (`[[send_email]]`), the first choice. */
  MAIL?: SendEmail;
  /** Secret: `smtps://user:password@host:465`, or `smtp://…:587` with STARTTLS. */
  SMTP_URL?: string;
  /** `true`: mails are not sent, but kept where anyone can read them, at `/outbox`. `npm start` sets it; a deployment does not. */
  MAIL_OUTBOX?: string;
  /** `true`: webhooks may go to this machine itself. For development alone. */
  WEBHOOKS_TO_LOOPBACK?: string;
  /** `true`: the demonstration shop is served at `/`, to anyone, and fills itself. `npm start` sets it; a deployment does not. */
  DEMO?: string;
}
