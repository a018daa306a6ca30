import type { Admin, Warehouse } from "../../sdk/index.ts";
import type { Drafts } from "./drafts.ts";
import { idFault } from "./id-text.ts";
import type { RefusalReason } from "./refusal.ts";
import { slugOf } from "./slug.ts";
import type { Warning } from "./warning.ts";

/** What is needed of a warehouse to find it by what a file calls it. */
export type Place = Pick<Warehouse, "code" | "name">;

/** What a file's name for a warehouse comes to. */
export type Found =
  | { kind: "found"; code: string }
  | { kind: "none" }
  /** Several have that name. */
  | { kind: "ambiguous"; codes: string[] };

/** Warehouses by code and, where it is the name of one alone, by name. A code comes before a name. */
export class Places {
  readonly #codes = new Set<string>();
  readonly #byName = new Map<string, string[]>();

  constructor(places: Iterable<Place>) {
    for (const place of places) this.add(place);
  }

  add({ code, name }: Place): void {
    this.#codes.add(code);
    this.#byName.set(name, [...(this.#byName.get(name) ?? []), code]);
  }

  has(code: string): boolean {
    return this.#codes.has(code);
  }

  find(text: string): Found {
    if (this.#codes.has(text)) return { kind: "found", code: text };
    const codes = this.#byName.get(text) ?? [];
    const [code] = codes;
    if (code === undefined) return { kind: "none" };
    return codes.length === 1 ? { kind: "found", code } : { kind: "ambiguous", codes };
  }
}

/** Every warehouse of the server. */
export async function readPlaces(server: Admin): Promise<Places> {
  const places = new Places([]);
  for await (const place of server.warehouses.list()) places.add(place);
  return places;
}

/** How warehouses that a file names come to be those of the server. */
export interface PlacingOptions {
  /** Makes those that are missing. */
  create: boolean;
  dryRun: boolean;
}

/** The drafts with codes for names, and the warehouses that a dry run would have made. */
export interface Placed {
  drafts: Drafts;
  assumed: Set<string>;
}

/**
 * Gives every figure the code of its warehouse, and makes missing warehouses where that is wished. `isByName`: the file
 * names locations, not codes; rows of unknown ones are refused here, since no server could know them.
 */
export async function placeDrafts(
  server: Admin,
  drafts: Drafts,
  isByName: boolean,
  { create, dryRun }: PlacingOptions,
): Promise<Placed> {
  const places = await readPlaces(server);
  const assumed = new Set<string>();
  const warnings: Warning[] = [];
  if (create) {
    for (const text of namesIn(drafts)) {
      if (places.find(text).kind !== "none") continue;
      const place = newPlace(text, isByName, places);
      if (place === null) continue;
      if (dryRun) assumed.add(place.code);
      else await server.warehouses.put(place.code, { name: place.name });
      places.add(place);
      warnings.push({ code: "warehouse_made", warehouse: place.code, name: place.name, dryRun });
    }
  }
  const placed = isByName ? withCodes(drafts, places) : drafts;
  return { drafts: { ...placed, warnings: [...placed.warnings, ...warnings] }, assumed };
}

function namesIn({ statements, products, replenishments }: Drafts): Set<string> {
  const ofProducts = products.flatMap(({ variants }) => variants.map(({ statement }) => statement));
  const all = [...statements, ...ofProducts];
  const levels = all.flatMap(({ level }) => (level === null ? [] : [level.warehouse]));
  const preferred = all.flatMap(({ policy }) => policy.preferredWarehouse ?? []);
  return new Set([...levels, ...preferred, ...replenishments.map(({ warehouse }) => warehouse)]);
}

/** A plain file's own code; of a location, what its name comes to. `null`: the server would refuse it. */
function newPlace(text: string, isByName: boolean, places: Places): Place | null {
  const code = isByName ? slugOf(text) || text : text;
  return idFault(code) !== null || places.has(code) ? null : { code, name: text };
}

function withCodes(drafts: Drafts, places: Places): Drafts {
  const refusals = [...drafts.refusals];
  const statements = drafts.statements.flatMap((statement) => {
    const { level, line, sku } = statement;
    if (level === null) return [statement];
    const found = places.find(level.warehouse);
    if (found.kind === "found") return [{ ...statement, level: { ...level, warehouse: found.code } }];
    refusals.push({ line, sku, product: null, reason: notPlaced(level.warehouse, found) });
    return [];
  });
  return { ...drafts, statements, refusals };
}

function notPlaced(location: string, found: Exclude<Found, { kind: "found" }>): RefusalReason {
  if (found.kind === "none") return { code: "location_unknown", location };
  return { code: "location_ambiguous", location, codes: found.codes };
}
