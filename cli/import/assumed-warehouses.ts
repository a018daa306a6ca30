import type { CatalogueSku } from "./catalogue.ts";
import type { Outcome } from "./outcome.ts";

// A dry run makes no warehouse, so the server would refuse every row that names one that is to be made: what such rows say
// of it is judged here.

type SkuRow = CatalogueSku["request"];

/** The row without what it says of warehouses that a dry run takes as made. */
export function withoutAssumed(row: SkuRow, assumed: ReadonlySet<string>): SkuRow {
  if (assumed.size === 0) return row;
  const { policy, levels, ...rest } = row;
  const { preferredWarehouse, ...others } = policy ?? {};
  const isKept = preferredWarehouse !== undefined && !assumed.has(preferredWarehouse ?? "");
  return {
    ...rest,
    policy: isKept ? { ...others, preferredWarehouse } : others,
    levels: (levels ?? []).filter(({ warehouse }) => !assumed.has(warehouse ?? "")),
  };
}

/** What it says of them, as changes that it would make: nothing is there yet. */
export function assumedChanges({ policy, levels }: SkuRow, assumed: ReadonlySet<string>): Outcome {
  const changes = (levels ?? [])
    .filter(({ warehouse, onHand }) => assumed.has(warehouse ?? "") && onHand > 0)
    .map(({ warehouse }) => `onHand@${warehouse}`);
  if (assumed.has(policy?.preferredWarehouse ?? "")) changes.unshift("policy.preferredWarehouse");
  return { outcome: changes.length > 0 ? "changed" : "unchanged", changes };
}
