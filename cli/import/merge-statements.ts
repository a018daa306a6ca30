import type { Policy } from "../../sdk/index.ts";
import type { LevelStatement, Statement } from "./drafts.ts";
import { groupBy } from "./group-by.ts";

/** A statement whose SKU is known. */
export interface SkuStatement extends Statement {
  sku: string;
}

/** Rows that cannot all be true. */
export interface Contradiction {
  what: string;
  statements: SkuStatement[];
}

/** What the rows of one SKU say together. */
export interface Merged {
  policy: Partial<Policy>;
  levels: LevelStatement[];
  /** The rows it is made of. */
  taken: SkuStatement[];
  contradictions: Contradiction[];
  /** Several rows said the same of one thing. */
  repeated: boolean;
}

interface Claim {
  what: string;
  /** Equal text means equal meaning. */
  value: string;
  statement: SkuStatement;
}

function claimsOf(statement: SkuStatement): Claim[] {
  const claims = Object.entries(statement.policy).map(([key, value]) => ({
    what: `the setting ${key}`,
    value: JSON.stringify(value),
    statement,
  }));
  if (statement.level === null) return claims;
  const { warehouse, onHand, expected } = statement.level;
  return [...claims, { what: `the figure at ${warehouse}`, value: JSON.stringify([onHand, expected]), statement }];
}

/**
 * Brings the rows of one SKU together. Rows that say different things of the same figure or setting are all left out,
 * whole: which one is right cannot be known, and neither first nor last is a reason.
 */
export function mergeStatements(statements: readonly SkuStatement[]): Merged {
  const contradictions: Contradiction[] = [];
  const refused = new Set<SkuStatement>();
  for (const [what, claims] of groupBy(statements.flatMap(claimsOf), (claim) => claim.what)) {
    if (new Set(claims.map(({ value }) => value)).size === 1) continue;
    const found = claims.map(({ statement }) => statement);
    contradictions.push({ what, statements: found.filter((statement) => !refused.has(statement)) });
    for (const statement of found) refused.add(statement);
  }
  const taken = statements.filter((statement) => !refused.has(statement));
  const levels = new Map<string, LevelStatement>();
  let policy: Partial<Policy> = {};
  for (const statement of taken) {
    policy = { ...policy, ...statement.policy };
    if (statement.level !== null) levels.set(statement.level.warehouse, statement.level);
  }
  return { policy, levels: [...levels.values()], taken, contradictions, repeated: isRepeated(taken) };
}

/** Two rows for two warehouses are the plain format's way to speak of one SKU; anything else is worth a word. */
function isRepeated(taken: readonly SkuStatement[]): boolean {
  if (taken.length < 2) return false;
  const warehouses = new Set(taken.map(({ level }) => level?.warehouse ?? null));
  return warehouses.size < taken.length || warehouses.has(null);
}
