-- Who is told what: see core/notice-settings.ts for what is not set.
ALTER TABLE settings ADD COLUMN notices TEXT NOT NULL DEFAULT '{}';

-- Keys that the service makes for itself, once.
CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- What is waited for, while anybody does: one row for each thing and channel.
CREATE TABLE waiting (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  -- One of them at least. With a product its own settings are asked too.
  sku TEXT,
  product TEXT,
  -- JSON.
  selection TEXT,
  -- Milliseconds since 1970. Since when it can be bought; null while it cannot.
  since INTEGER,
  -- When the next wave may be mailed; null while it cannot be bought.
  wave_at INTEGER,
  -- When it is to be looked at, whatever happens.
  look_at INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE INDEX waiting_look ON waiting (look_at);
CREATE INDEX waiting_product ON waiting (product) WHERE product IS NOT NULL;

-- The SKUs whose changes concern it: its own, or those of a kit's components.
CREATE TABLE waiting_sku (
  sku TEXT NOT NULL,
  waiting TEXT NOT NULL,
  PRIMARY KEY (sku, waiting)
) WITHOUT ROWID;

CREATE INDEX waiting_sku_waiting ON waiting_sku (waiting);

CREATE TABLE subscription (
  id TEXT PRIMARY KEY,
  -- What it is one of, for each address and channel: 'sku/' and the SKU, or 'product/' and the id of what has none.
  subject TEXT NOT NULL,
  channel TEXT NOT NULL,
  -- As it was typed, and as it is compared.
  email TEXT NOT NULL,
  address TEXT NOT NULL,
  locale TEXT NOT NULL,
  sku TEXT,
  product TEXT,
  selection TEXT,
  -- The row of `waiting`.
  waiting TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'notified', 'unsubscribed', 'lapsed')),
  -- Counts how often it began or was asked for again: only the link of the last mail can be followed.
  confirmation INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  -- When the last mail that asks for confirmation was made.
  asked_at INTEGER,
  confirmed_at INTEGER,
  lapses_at INTEGER NOT NULL,
  ended_at INTEGER
) WITHOUT ROWID;

CREATE UNIQUE INDEX subscription_once ON subscription (address, channel, subject);
-- Oldest first: the order of a wave.
CREATE INDEX subscription_waiting ON subscription (waiting, confirmed_at, id) WHERE state = 'active';
CREATE INDEX subscription_lapse ON subscription (lapses_at) WHERE state IN ('pending', 'active');
CREATE INDEX subscription_ended ON subscription (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX subscription_listed ON subscription (created_at, id);

-- Mails on their way, and for a while what became of them.
CREATE TABLE mail (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  -- As addresses are compared.
  address TEXT NOT NULL,
  locale TEXT NOT NULL,
  -- What it says, as JSON; rendered when it is sent.
  facts TEXT NOT NULL,
  subscription TEXT,
  -- 'sending': an attempt was begun and nobody knows yet what came of it.
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'dropped', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Attempts that were begun and never ended: each may have sent it.
  doubts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  error TEXT,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) WITHOUT ROWID;

CREATE INDEX mail_address ON mail (address);
CREATE INDEX mail_due ON mail (next_at) WHERE state IN ('pending', 'sending');
CREATE INDEX mail_ended ON mail (ended_at) WHERE ended_at IS NOT NULL;

-- What the local outbox shows.
CREATE TABLE outbox_mail (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  address TEXT NOT NULL,
  -- Sender, recipient, subject, both bodies and the headers, as JSON.
  doc TEXT NOT NULL,
  at INTEGER NOT NULL
);

-- Crossings that the owner is to be told of, or was told of lately.
CREATE TABLE owner_notice (
  event TEXT PRIMARY KEY,
  -- Of the event.
  at INTEGER NOT NULL,
  -- Those of one mail have the same; null while it waits for more.
  gathering TEXT,
  told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) WITHOUT ROWID;

CREATE INDEX owner_notice_at ON owner_notice (at);
CREATE INDEX owner_notice_untold ON owner_notice (gathering) WHERE told = 0;

CREATE TABLE webhook (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  description TEXT,
  -- JSON.
  types TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  disabled_reason TEXT CHECK (disabled_reason IN ('admin', 'gone', 'failing')),
  -- JSON: the newest first.
  secrets TEXT NOT NULL,
  failing_since INTEGER,
  failed_attempts INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Grows with whatever changes which events are wanted.
  revision INTEGER NOT NULL,
  -- Grows with every write of an endpoint, which takes it for its own revision.
  writes INTEGER NOT NULL
);

INSERT INTO webhooks (id, revision, writes) VALUES (1, 0, 0);

CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  webhook TEXT NOT NULL,
  -- The event, or null for a ping.
  event TEXT,
  type TEXT NOT NULL,
  -- What is sent, the same at every attempt.
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
  -- Attempts that were begun: in all, and since the schedule was last begun anew.
  attempts INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  -- While an attempt is under way: when it has surely ended.
  sending_until INTEGER,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX delivery_once ON delivery (webhook, event) WHERE event IS NOT NULL;
CREATE INDEX delivery_listed ON delivery (webhook, created_at, id);
CREATE INDEX delivery_due ON delivery (next_at) WHERE state = 'pending';
CREATE INDEX delivery_created ON delivery (created_at);

CREATE TABLE delivery_attempt (
  delivery TEXT NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  status INTEGER,
  duration_ms INTEGER NOT NULL,
  error TEXT,
  response_head TEXT,
  PRIMARY KEY (delivery, number)
) WITHOUT ROWID;

CREATE TABLE dead_letter (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('mail', 'delivery', 'message')),
  subject TEXT NOT NULL,
  error TEXT NOT NULL,
  -- Of a message: which queue it is sent to again, and its body as JSON.
  queue TEXT,
  body TEXT,
  at INTEGER NOT NULL,
  replayed_at INTEGER
) WITHOUT ROWID;

CREATE INDEX dead_letter_at ON dead_letter (at, id);
