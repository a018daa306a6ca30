import type { DisplayPolicy, Policy, PolicyPatch, PolicySource, ResolvedPolicy } from "../../sdk/index.ts";

/** What a key is worth that nobody has set (DESIGN section 4). */
export const POLICY_DEFAULTS: Policy = {
  trackInventory: true,
  displayAvailability: true,
  displayStockQuantity: false,
  displayQuantityCap: null,
  outOfStockThreshold: 0,
  minStockQuantity: 0,
  lowStockActivity: "nothing",
  notifyQuantityBelow: 1,
  backorders: "none",
  backorderLimit: null,
  allowBackInStockSubscriptions: true,
  availabilityEstimate: null,
  preorder: null,
  availableFrom: null,
  availableUntil: null,
  minCartQuantity: 1,
  maxCartQuantity: 10_000,
  allowedQuantities: null,
  quantityMultiple: 1,
  returnable: true,
  preferredWarehouse: null,
  published: true,
  discontinued: false,
};

export const POLICY_KEYS = Object.keys(POLICY_DEFAULTS) as (keyof Policy)[];

/** Keys that a product may set; the others belong to the SKU and the store alone. */
export const DISPLAY_KEYS = [
  "displayAvailability",
  "displayStockQuantity",
  "displayQuantityCap",
  "allowBackInStockSubscriptions",
  "availabilityEstimate",
  "availableFrom",
  "availableUntil",
  "minCartQuantity",
  "maxCartQuantity",
  "allowedQuantities",
  "quantityMultiple",
  "returnable",
  "published",
  "discontinued",
] as const satisfies readonly (keyof DisplayPolicy)[];

/** The levels a key is looked up in, nearest first. */
export interface PolicyLevels {
  sku?: Partial<Policy>;
  /** Given only when the SKU is asked for by a product. */
  product?: Partial<DisplayPolicy>;
  store?: Partial<Policy>;
}

/** Every key with the value of the nearest level that sets it. */
export function resolvePolicy(levels: PolicyLevels): Policy {
  // A product's stock keys are left out here, whatever was stored: several products may share the SKU.
  const product: Partial<Policy> = {};
  for (const key of DISPLAY_KEYS) copyKey(levels.product ?? {}, product, key);
  return { ...POLICY_DEFAULTS, ...levels.store, ...product, ...levels.sku };
}

/** The same with where each value comes from. */
export function explainPolicy(levels: PolicyLevels): ResolvedPolicy {
  const value = resolvePolicy(levels);
  const explained = POLICY_KEYS.map((key) => [key, { value: value[key], source: sourceOf(levels, key) }]);
  // Built from every key of Policy just above.
  return Object.fromEntries(explained) as ResolvedPolicy;
}

/** Settings after a change: `inherit` is applied first, so a key that is in both ends up set. */
export function patchPolicy<Settings extends Partial<Policy>>(settings: Settings, patch: PolicyPatch): Settings {
  const next: Settings = { ...settings };
  for (const key of patch.inherit ?? []) delete next[key];
  return Object.assign(next, patch.set);
}

/** Times at which a view changes by itself, that have passed. At most three. */
export function boundariesPassed(policy: Policy, nowMs: number): number {
  const starts = [policy.availableFrom, policy.preorder?.availableAt ?? null];
  const passed = starts.filter((time) => time !== null && Date.parse(time) <= nowMs).length;
  // A window is closed at both ends: at `availableUntil` itself the view is still what it was.
  const isOver = policy.availableUntil !== null && Date.parse(policy.availableUntil) < nowMs;
  return isOver ? passed + 1 : passed;
}

function sourceOf(levels: PolicyLevels, key: keyof Policy): PolicySource {
  if (levels.sku?.[key] !== undefined) return "sku";
  const product: Partial<Policy> = levels.product ?? {};
  if (product[key] !== undefined && (DISPLAY_KEYS as readonly string[]).includes(key)) return "product";
  if (levels.store?.[key] !== undefined) return "store";
  return "default";
}

function copyKey<Key extends keyof Policy>(from: Partial<Policy>, to: Partial<Policy>, key: Key): void {
  const value = from[key];
  if (value !== undefined) to[key] = value;
}
