import type { Availability, Combination, Selection, Storefront } from "../../sdk/index.ts";
import { part, say } from "./page.ts";

const INTERVAL_MS = 1_000;

/**
 * The choices of a good with combinations. Each value says whether it leads to something, with what else is chosen:
 * nothing is greyed out that one may look at. All combinations are watched in one request.
 */
export function showChoices(
  form: HTMLFormElement,
  combinations: readonly Combination[],
  storefront: Storefront,
  onChoice: (selection: Selection) => void,
): void {
  const views = new Map<string, Availability>();
  const inputs = [...form.querySelectorAll<HTMLInputElement>("input[type=radio]")];

  function chosen(): Selection {
    return Object.fromEntries(inputs.filter(({ checked }) => checked).map(({ name, value }) => [name, value]));
  }

  function mark(): void {
    for (const input of inputs) {
      const fitting = fittingTo({ ...chosen(), [input.name]: input.value }, combinations);
      const state = stateOf(fitting, views);
      const label = part(input.parentElement ?? form, ".choice-face");
      label.dataset.state = state;
      say(part(label, ".choice-note"), NOTES[state]);
    }
  }

  form.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== "radio") return;
    onChoice(chosen());
    mark();
  });
  for (const { sku } of combinations) {
    if (sku === null) continue;
    const onView = (view: Availability) => {
      views.set(sku, view);
      mark();
    };
    // The element says it when the shop does not answer.
    storefront.availability.watch({ sku }, { onView, onProblem: () => {} }, { intervalMs: INTERVAL_MS });
  }
  onChoice(chosen());
  mark();
}

type ChoiceState = "open" | "sold-out" | "not-made";

const NOTES: Record<ChoiceState, string | null> = { open: null, "sold-out": "sold out", "not-made": "not made" };

function fittingTo(selection: Selection, combinations: readonly Combination[]): Combination[] {
  return combinations.filter((combination) =>
    Object.entries(selection).every(([name, value]) => combination.selection[name] === value),
  );
}

function stateOf(fitting: readonly Combination[], views: ReadonlyMap<string, Availability>): ChoiceState {
  if (fitting.length === 0) return "not-made";
  // What has not been heard of yet may be there.
  return fitting.some(({ sku }) => sku === null || views.get(sku)?.purchasable !== false) ? "open" : "sold-out";
}
