-- Movements over all SKUs are asked for by time, order and document. The table keeps its rows in its key, so that a
-- movement is a row there and one in the index by time, which is as many as before; the two others are for the lines that
-- have an order or a document, as nobody could find those among millions. By warehouse, kind and actor the index by time is
-- read along: reading a row costs a thousandth of writing one.
CREATE TABLE movement_by_key (
  sku TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  warehouse TEXT NOT NULL,
  kind TEXT NOT NULL,
  figure TEXT NOT NULL,
  change INTEGER NOT NULL,
  after INTEGER NOT NULL,
  reason TEXT,
  note TEXT,
  "order" TEXT,
  document TEXT,
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (sku, sequence)
) WITHOUT ROWID;

INSERT INTO movement_by_key
SELECT sku, sequence, warehouse, kind, figure, change, after, reason, note, "order", document, actor, at FROM movement;

DROP TABLE movement;

ALTER TABLE movement_by_key RENAME TO movement;

CREATE INDEX movement_at ON movement (at, sku, sequence);
CREATE INDEX movement_order ON movement ("order") WHERE "order" IS NOT NULL;
CREATE INDEX movement_document ON movement (document) WHERE document IS NOT NULL;

-- Every movement of the SKU up to this number is there.
ALTER TABLE sku ADD COLUMN lines_up_to INTEGER NOT NULL DEFAULT 0;
-- Of the message that said last where the SKU is low; it guards the rows of `standing`.
ALTER TABLE sku ADD COLUMN standings_version INTEGER NOT NULL DEFAULT -1;

UPDATE sku SET lines_up_to = coalesce(
  (SELECT min(sequence) FROM movement WHERE movement.sku = sku.sku AND NOT EXISTS (
    SELECT 1 FROM movement AS next WHERE next.sku = movement.sku AND next.sequence = movement.sequence + 1
  )),
  0
);

-- Where SKUs are at or below their minimum, and only there: most SKUs at most places cost nothing.
CREATE TABLE standing (
  sku TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('channel', 'warehouse')),
  place TEXT NOT NULL,
  -- Stock level less minimum.
  gap INTEGER NOT NULL CHECK (gap <= 0),
  min_stock_quantity INTEGER NOT NULL,
  published INTEGER NOT NULL CHECK (published IN (0, 1)),
  PRIMARY KEY (sku, kind, place)
) WITHOUT ROWID;

-- The report's order.
CREATE INDEX standing_report ON standing (kind, place, gap, sku);

-- What sells a SKU, from the definitions of products: one row for each combination or component.
CREATE TABLE product_sku (
  product TEXT NOT NULL,
  position INTEGER NOT NULL,
  sku TEXT NOT NULL,
  -- JSON; null where the product itself, or a kit, sells it.
  selection TEXT,
  PRIMARY KEY (product, position)
) WITHOUT ROWID;

CREATE INDEX product_sku_sku ON product_sku (sku);

INSERT INTO product_sku (product, position, sku, selection)
SELECT id, 0, definition ->> '$.sku', NULL FROM product
WHERE definition ->> '$.inventoryMethod' = 'sku' AND definition ->> '$.sku' IS NOT NULL;

INSERT INTO product_sku (product, position, sku, selection)
SELECT product.id, each.key, each.value ->> '$.sku', each.value -> '$.selection'
FROM product, json_each(product.definition, '$.combinations') AS each
WHERE product.definition ->> '$.inventoryMethod' = 'combinations' AND each.value ->> '$.sku' IS NOT NULL;

INSERT INTO product_sku (product, position, sku, selection)
SELECT product.id, each.key, each.value ->> '$.sku', NULL
FROM product, json_each(product.definition, '$.components') AS each
WHERE product.definition ->> '$.inventoryMethod' = 'kit';

CREATE TABLE event (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  sku TEXT NOT NULL,
  -- The event as it is told, as JSON.
  doc TEXT NOT NULL,
  -- The custom low-stock activity that is told of it, and how far that is.
  activity TEXT,
  state TEXT CHECK (state IN ('pending', 'done', 'failed')),
  error TEXT
) WITHOUT ROWID;

CREATE INDEX event_at ON event (at, id);
CREATE INDEX event_sku ON event (sku, at, id);
CREATE INDEX event_pending ON event (at) WHERE state = 'pending';
