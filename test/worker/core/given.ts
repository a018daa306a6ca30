import type { Policy } from "../../../sdk/index.ts";
import type { AllocatedClaim, HeldClaim } from "../../../worker/core/claim.ts";
import type { Ask, AskContext, ResolvedLine } from "../../../worker/core/demand.ts";
import type { Figures } from "../../../worker/core/figures.ts";
import type { ChannelFacts } from "../../../worker/core/limit.ts";
import { POLICY_DEFAULTS } from "../../../worker/core/policy.ts";
import type { HeldRecord, SkuClaim } from "../../../worker/core/record.ts";
import type { ExpectedGoods } from "../../../worker/core/replenishment.ts";
import { DEFAULT_RULES } from "../../../worker/core/rules.ts";
import type { Share } from "../../../worker/core/shares.ts";
import type { StepFacts } from "../../../worker/core/step-facts.ts";
import type { StockFacts } from "../../../worker/core/stock-facts.ts";

/** The moment at which these tests judge, and moments around it. */
export const NOW = Date.UTC(2026, 2, 10, 12);
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const DAY = 86_400_000;

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export const WEB: ChannelFacts = { code: "web", warehouses: ["main"] };
export const BOTH: ChannelFacts = { code: "both", warehouses: ["main", "east"] };
export const EAST: ChannelFacts = { code: "outlet", warehouses: ["east"] };
export const NOWHERE: ChannelFacts = { code: "nowhere", warehouses: [] };

export function policy(set: Partial<Policy> = {}): Policy {
  return { ...POLICY_DEFAULTS, ...set };
}

export function level(set: Partial<Figures> = {}): Figures {
  return { onHand: 0, held: 0, allocated: 0, planned: 0, incoming: 0, ...set };
}

export function levels(byWarehouse: Record<string, Partial<Figures>>): Map<string, Figures> {
  return new Map(Object.entries(byWarehouse).map(([warehouse, set]) => [warehouse, level(set)]));
}

export function share(warehouse: string, units: Partial<Omit<Share, "warehouse">>): Share {
  return { warehouse, held: 0, allocated: 0, planned: 0, ...units };
}

/** Asked for by the SKU itself. */
export const PLAIN: AskContext = { product: null, allowOutOfStock: null };

/** An ask for units of the SKU itself. */
export function ask(units: number, set: Partial<Ask> = {}): Ask {
  return { units, direct: units, contexts: [PLAIN], viaKit: false, ...set };
}

/** An ask for units that are components of kits, and nothing else. */
export function kitAsk(units: number): Ask {
  return { units, direct: 0, contexts: [], viaKit: true };
}

export function heldClaim(set: Partial<HeldClaim> = {}): HeldClaim {
  return {
    phase: "held",
    id: "r1",
    step: 1,
    channel: WEB,
    client: null,
    shares: [share("main", { held: 3 })],
    since: NOW - MINUTE,
    expiresAt: NOW + MINUTE,
    backordered: 0,
    ...set,
  };
}

export function allocatedClaim(set: Partial<AllocatedClaim> = {}): AllocatedClaim {
  return {
    phase: "allocated",
    id: "r1",
    step: 2,
    channel: WEB,
    shares: [share("main", { allocated: 3 })],
    since: NOW - MINUTE,
    backordered: 0,
    order: "O-1",
    shipments: [],
    ...set,
  };
}

/** What a SKU knows: by default nobody else claims anything, goods are there for all, and shown figures are the figures. */
export function stepFacts(set: Partial<StepFacts> = {}): StepFacts {
  const here = set.levels ?? levels({ main: { onHand: 10 } });
  return {
    rules: DEFAULT_RULES,
    policy: {},
    levels: here,
    shownLevels: here,
    closed: [],
    channelNow: (channel) => channel,
    openHolds: 0,
    openHoldsOf: () => 0,
    firstHoldEndsAt: () => NOW + MINUTE,
    claimedInChannel: () => 0,
    uncoveredOf: () => new Map(),
    since: set.nowMs ?? NOW,
    nowMs: NOW,
    ...set,
  };
}

/** Stock of which 10 are there and free. */
export function stock(set: Partial<StockFacts> = {}): StockFacts {
  return {
    tracked: true,
    preorder: null,
    available: 10,
    physical: 10,
    limit: 10,
    low: false,
    discontinued: false,
    beyond: "told",
    acting: "nothing",
    replenishedAt: null,
    ...set,
  };
}

/** Goods on their way to `main`: ten, of which none came yet and no date is known. */
export function goods(set: Partial<ExpectedGoods> = {}): ExpectedGoods {
  return {
    id: "PO-1",
    warehouse: "main",
    quantity: 10,
    received: 0,
    closed: null,
    expectedAt: null,
    document: null,
    note: null,
    createdAt: NOW - DAY,
    updatedAt: NOW - DAY,
    ...set,
  };
}

/** A line that sells a SKU itself. */
export function skuLine(sku: string, quantity: number, set: Partial<ResolvedLine> = {}): ResolvedLine {
  return { sku, requested: quantity, quantity, parts: [{ sku, perUnit: 1 }], context: PLAIN, rules: null, ...set };
}

/** A line of a kit; `parts` are units of each SKU in one kit. */
export function kitLine(
  product: string,
  quantity: number,
  parts: Record<string, number>,
  set: Partial<Policy> = {},
): ResolvedLine {
  return {
    product,
    requested: quantity,
    quantity,
    parts: Object.entries(parts).map(([sku, perUnit]) => ({ sku, perUnit })),
    context: { product: { policy: {} }, allowOutOfStock: null },
    rules: { policy: policy(set), choice: "made" },
  };
}

/** A claim as its record knows it: held with step 1, acknowledged. */
export function skuClaim(sku: string, units: number, set: Partial<SkuClaim> = {}): SkuClaim {
  return {
    sku,
    units,
    tracked: true,
    backordered: 0,
    shipsFrom: "main",
    applied: 1,
    numbered: 1,
    pending: [],
    ...set,
  };
}

/** A reservation of three units of `A`, one minute old, with fourteen minutes to go. */
export function heldRecord(set: Partial<HeldRecord> = {}): HeldRecord {
  return {
    state: "held",
    id: "r1",
    key: "key-1",
    channel: WEB,
    revision: 1,
    lines: [skuLine("A", 3)],
    claims: [skuClaim("A", 3)],
    createdAt: NOW - MINUTE,
    expiresAt: NOW + 14 * MINUTE,
    livesUntil: NOW + 119 * MINUTE,
    client: null,
    answers: [],
    changing: null,
    ...set,
  };
}
