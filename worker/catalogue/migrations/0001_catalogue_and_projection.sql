-- Mastered here (DESIGN section 7.10).

CREATE TABLE warehouse (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);

CREATE TABLE channel (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE channel_warehouse (
  channel TEXT NOT NULL REFERENCES channel (code),
  warehouse TEXT NOT NULL REFERENCES warehouse (code),
  position INTEGER NOT NULL,
  PRIMARY KEY (channel, warehouse)
);

INSERT INTO warehouse (code, name, position) VALUES ('main', 'Main warehouse', 1);
INSERT INTO channel (code, name) VALUES ('web', 'Web shop');
INSERT INTO channel_warehouse (channel, warehouse, position) VALUES ('web', 'main', 1);

-- One row: the store's own settings.
CREATE TABLE settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  policy TEXT NOT NULL,
  allowed_origins TEXT NOT NULL
);

INSERT INTO settings (id, revision, policy, allowed_origins) VALUES (1, 1, '{}', '[]');

CREATE TABLE product (
  id TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  revision INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);

-- Keys are kept as SHA-256 only; `idempotency` finds the key that an answer was lost of.
CREATE TABLE api_key (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  idempotency TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- Kept after its removal, so that a repeated request does not bring it back.
  removed_at INTEGER
);

-- Bulk requests by idempotency key, so that the same key cannot come with another body.
CREATE TABLE bulk_request (
  key TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  at INTEGER NOT NULL
);

CREATE INDEX bulk_request_at ON bulk_request (at);

-- Every SKU that was ever made, by name: what the objects are found by.
CREATE TABLE sku (
  sku TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
);

-- The projection: fed by the objects through the queue, rebuilt from them.

CREATE TABLE level (
  sku TEXT NOT NULL,
  warehouse TEXT NOT NULL,
  on_hand INTEGER NOT NULL,
  held INTEGER NOT NULL,
  allocated INTEGER NOT NULL,
  planned INTEGER NOT NULL,
  incoming INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (sku, warehouse)
);

CREATE TABLE movement (
  sku TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  warehouse TEXT NOT NULL,
  kind TEXT NOT NULL,
  figure TEXT NOT NULL,
  change INTEGER NOT NULL,
  after INTEGER NOT NULL,
  reason TEXT,
  note TEXT,
  document TEXT,
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (sku, sequence)
);

-- Where jobs over all SKUs stand between two runs.
CREATE TABLE job (
  name TEXT PRIMARY KEY,
  after TEXT NOT NULL
);
