import type {
  Level,
  LineProblem,
  Movement,
  Receipt,
  Replenishment,
  StockTransfer,
  StockWrite,
} from "../../../sdk/index.ts";

// Examples that several schemas have in them: one SKU, to which one thing after the other happens.

const SKU = "MUG-BLUE";

export const RESERVATION_ID = "rsv_1fQ2x0y3Zb5Kc7Ld9Me1Nf3OgPq5Rr7Ss9Tt1Uu3Vv5Ww7";

const FOUND: Level = { warehouse: "main", onHand: 10, held: 1, allocated: 2, planned: 0, incoming: 0 };

export const MOVEMENT: Movement = {
  sequence: 1,
  sku: SKU,
  warehouse: "main",
  kind: "adjust",
  figure: "onHand",
  change: 10,
  after: 10,
  reason: "received",
  note: null,
  order: null,
  document: "delivery note 4711",
  actor: "admin",
  at: "2026-11-22T09:00:00.000Z",
};

export const STOCK_WRITE: StockWrite = { sku: SKU, movement: MOVEMENT, level: FOUND };

const MOVED: Movement = { ...MOVEMENT, kind: "transfer", reason: null, document: "transfer 12" };

export const STOCK_TRANSFER: StockTransfer = {
  sku: SKU,
  movements: [
    { ...MOVED, sequence: 2, change: -4, after: 6 },
    { ...MOVED, sequence: 3, warehouse: "north", change: 4, after: 4 },
  ],
  levels: [
    { ...FOUND, onHand: 6 },
    { warehouse: "north", onHand: 4, held: 0, allocated: 0, planned: 0, incoming: 0 },
  ],
};

export const REPLENISHMENT: Replenishment = {
  id: "PO-88-1",
  sku: SKU,
  warehouse: "main",
  quantity: 40,
  received: 25,
  outstanding: 15,
  state: "open",
  expectedAt: "2026-12-01T08:00:00.000Z",
  document: "purchase order 88",
  note: null,
  createdAt: "2026-11-20T14:00:00.000Z",
  updatedAt: "2026-11-22T09:00:00.000Z",
};

/** After all of it. */
export const LEVEL: Level = { ...FOUND, onHand: 31, incoming: 15 };

export const RECEIPT: Receipt = {
  replenishment: REPLENISHMENT,
  movement: { ...MOVEMENT, sequence: 4, kind: "receive", change: 25, after: 31, reason: null },
  level: LEVEL,
};

/** The second row of a bulk request is refused. */
export const UNKNOWN_SKU: LineProblem = {
  pointer: "/rows/1/sku",
  code: "sku_not_found",
  detail: "There is no SKU MUG-RED.",
  sku: "MUG-RED",
};
