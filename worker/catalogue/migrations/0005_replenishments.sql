-- Part of the projection: goods that are expected, fed by the objects and rebuilt from them.
CREATE TABLE replenishment (
  sku TEXT NOT NULL,
  id TEXT NOT NULL,
  warehouse TEXT NOT NULL,
  state TEXT NOT NULL,
  -- Milliseconds since 1970; an unknown date is the largest whole number that a double holds.
  due INTEGER NOT NULL,
  -- Of the SKU's ledger line by which it became so.
  sequence INTEGER NOT NULL,
  -- As it is told.
  doc TEXT NOT NULL,
  PRIMARY KEY (sku, id)
) WITHOUT ROWID;

-- The list in its order: by state first, as there are ever more closed ones and the open ones are asked for.
CREATE INDEX replenishment_due ON replenishment (state, due, sku, id);
