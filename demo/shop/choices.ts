import type { AttributeChoice, Selection, Storefront } from "../../sdk/index.ts";
import { part, say } from "./page.ts";

/**
 * The choices of a good with combinations. Each value says what it leads to with what else is chosen: one that is sold
 * out may still be looked at, one that is not made cannot be chosen. The shop's server knows; one question tells of all.
 */
export function showChoices(
  form: HTMLFormElement,
  product: string,
  storefront: Storefront,
  onChoice: (selection: Selection) => void,
): void {
  const inputs = [...form.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  const again = part(form, "#choose-again", HTMLButtonElement);
  let watching = new AbortController();

  function choose(): void {
    const selection = Object.fromEntries(
      inputs.filter(({ checked }) => checked).map(({ name, value }) => [name, value]),
    );
    again.classList.toggle("out-of-use", Object.keys(selection).length === 0);
    onChoice(selection);
    watching.abort();
    watching = new AbortController();
    void follow(selection, watching.signal);
  }

  async function follow(selection: Selection, signal: AbortSignal): Promise<void> {
    // Until it is told, what was said of the choice before stands: it is one step away. The element says it when the
    // shop does not answer.
    const views = storefront.watch([{ product, selection, choices: true }], { signal, onProblem: () => {} });
    for await (const { choices = [] } of views) mark(inputs, choices);
  }

  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && inputs.includes(target)) choose();
  });
  again.addEventListener("click", () => {
    for (const input of inputs) {
      input.checked = false;
      // Else the first one could not be stood on before the server has said so.
      input.disabled = false;
    }
    choose();
    inputs[0]?.focus();
  });
  choose();
}

type ChoiceState = "open" | "sold-out" | "not-made";

const NOTES: Record<ChoiceState, string | null> = { open: null, "sold-out": "sold out", "not-made": "not made" };

function mark(inputs: readonly HTMLInputElement[], choices: readonly AttributeChoice[]): void {
  for (const input of inputs) {
    const state = stateOf(input, choices);
    const face = part(input.parentElement ?? document, ".choice-face");
    // What is chosen stays in reach, whatever became of it: who walks through the values by keys stands on it.
    input.disabled = state === "not-made" && !input.checked;
    face.dataset.state = state;
    say(part(face, ".choice-note"), NOTES[state]);
  }
}

function stateOf({ name, value }: HTMLInputElement, choices: readonly AttributeChoice[]): ChoiceState {
  const told = choices.find(({ attribute }) => attribute === name)?.values.find((each) => each.value === value);
  if (told === undefined) return "open";
  if (!told.possible) return "not-made";
  return told.purchasable === false ? "sold-out" : "open";
}
