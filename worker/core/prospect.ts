import type { Combination, ProductDefinition, Selection } from "../../sdk/index.ts";
import { mostExactFirst } from "./product.ts";

/**
 * What a choice may come to, the least first: nothing that a shopper is shown, something that cannot be bought,
 * something of which that is not known, something that can be bought.
 */
export type Prospect = "absent" | "unavailable" | "unknown" | "purchasable";

/** What is known of the things that a choice may come to. */
export interface Outlook {
  of(combination: Combination): Prospect;
  /** Of a choice that no combination fits. */
  elsewhere: Prospect;
}

/** How many combinations may still be weighed. Shared by all questions of one answer. */
export interface Budget {
  left: number;
}

const RANKS = { absent: 0, unavailable: 1, unknown: 2, purchasable: 3 } as const satisfies Record<Prospect, number>;

/**
 * The best that a selection can come to, over every way to choose the rest; what is optional may be left out. Each way
 * is judged by the combination that `choose` finds for it, so one that more exact ones always go before is never come
 * to. Exact, unless the `budget` ends: what was not weighed by then is `unknown`.
 *
 * `candidates` are the combinations within reach of the selection, and `settled` the names of what is chosen in it.
 */
export function bestProspect(
  product: ProductDefinition,
  candidates: readonly Combination[],
  settled: ReadonlySet<string>,
  outlook: Outlook,
  budget: Budget,
): Prospect {
  return search(candidates, settled, "absent");

  /** The better one of `best` and what these come to. */
  function search(candidates: readonly Combination[], settled: ReadonlySet<string>, best: Prospect): Prospect {
    const [first] = candidates;
    if (first === undefined) return better(best, outlook.elsewhere);
    budget.left -= candidates.length;
    if (budget.left < 0) return better(best, "unknown");
    const open = Object.keys(first.selection).find((name) => !settled.has(name));
    // All that it names is chosen, and nothing goes before it.
    if (open === undefined) return better(best, outlook.of(first));
    // However this goes on, it comes to no more than that.
    const most = candidates.reduce((so, combination) => better(so, outlook.of(combination)), outlook.elsewhere);
    if (better(best, most) === best) return best;

    const next = new Set([...settled, open]);
    const { silent, values, naming } = branchesOf(candidates, open);
    let found = canPassBy(product, open, values) ? search(silent, next, best) : best;
    for (const value of values) found = search(naming(value), next, found);
    return found;
  }
}

/** Combinations that one may still choose on to: nothing is chosen that they name otherwise. The most exact first. */
export function withinReach(product: ProductDefinition, selection: Selection): Combination[] {
  const fits = ([name, value]: [string, string]) => !Object.hasOwn(selection, name) || selection[name] === value;
  return mostExactFirst(product.combinations.filter((each) => Object.entries(each.selection).every(fits)));
}

/** Where the choice of one attribute leads. All lists keep the order of the candidates. */
export interface Branches {
  /** Those for which this attribute does not matter. */
  silent: readonly Combination[];
  /** The values that are named, each once. */
  values: readonly string[];
  /** Those within reach of a value: the ones that name it, and the silent ones. */
  naming(value: string): readonly Combination[];
}

export function branchesOf(candidates: readonly Combination[], attribute: string): Branches {
  const silent: Combination[] = [];
  const byValue = new Map<string, Combination[]>();
  for (const candidate of candidates) {
    const value = valueIn(candidate.selection, attribute);
    const alike = value === null ? silent : byValue.get(value);
    if (alike !== undefined) alike.push(candidate);
    else if (value !== null) byValue.set(value, [candidate]);
  }
  return {
    silent,
    values: [...byValue.keys()],
    naming(value) {
      const alone = byValue.get(value);
      if (alone === undefined || silent.length === 0) return alone ?? silent;
      return candidates.filter((each) => (valueIn(each.selection, attribute) ?? value) === value);
    },
  };
}

/** An attribute may have the name of something that every object has. */
export function valueIn(selection: Selection, attribute: string): string | null {
  return Object.hasOwn(selection, attribute) ? (selection[attribute] ?? null) : null;
}

/** Whether an attribute may be left out, or chosen in a way that none of the candidates names. */
function canPassBy({ attributes }: ProductDefinition, name: string, named: readonly string[]): boolean {
  const attribute = attributes.find((each) => each.name === name);
  return attribute === undefined || !attribute.required || attribute.values.length > named.length;
}

function better(one: Prospect, other: Prospect): Prospect {
  return RANKS[other] > RANKS[one] ? other : one;
}
