-- Warehouses and channels are changed by admins from here on. Their revisions are those of the network, so that one never
-- comes twice, not even when a code is made anew.
ALTER TABLE warehouse ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE warehouse ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
-- How far closing it at every SKU has come, as JSON; null while it is not being closed.
ALTER TABLE warehouse ADD COLUMN closing TEXT;

ALTER TABLE channel ADD COLUMN strategy TEXT NOT NULL DEFAULT 'channel_order';
ALTER TABLE channel ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE channel ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

UPDATE warehouse SET updated_at = unixepoch() * 1000;
UPDATE channel SET updated_at = unixepoch() * 1000;

-- Codes of warehouses that were removed: claims may name them for as long as they are open.
CREATE TABLE removed_warehouse (
  code TEXT PRIMARY KEY,
  removed_at INTEGER NOT NULL
);

-- One row: changes of warehouses, channels and what links them.
CREATE TABLE network (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL
);

INSERT INTO network (id, revision) VALUES (1, 1);

-- What is at one warehouse, and SKUs that were made lately.
CREATE INDEX level_warehouse ON level (warehouse);
CREATE INDEX sku_created_at ON sku (created_at);
