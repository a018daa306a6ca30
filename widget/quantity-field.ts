import type { OrderQuantity } from "../sdk/index.ts";
import { controlStyles } from "./control-styles.ts";
import { judgeQuantity, leastQuantity, type QuantityVerdict, quantitiesOffered } from "./judge-quantity.ts";
import type { Texts } from "./texts/texts.ts";

type Control = HTMLInputElement | HTMLSelectElement;

/**
 * The quantity input of an element: its label, its control and the reason why what stands in it may not be ordered. Loaded
 * where a page asks for it; made of plain elements, so that it shares no code with what every page loads.
 */
export class QuantityField {
  /** To be shown in the element's shadow root. It keeps what was typed while it is not shown. */
  readonly root = document.createElement("div");
  readonly #label = document.createElement("label");
  readonly #reason = document.createElement("p");
  readonly #onTyped: () => void;
  #control: Control | null = null;
  /** As the shopper typed it, which nothing changes but the shopper; `null` until then. */
  #typed: string | null = null;
  #verdict: QuantityVerdict = { isValid: true, quantity: 1 };
  #why: string | null = null;

  /** Brings its styles to the shadow root that it will be shown in. Calls back when the shopper has typed or chosen. */
  constructor(shadow: ShadowRoot, onTyped: () => void) {
    this.#onTyped = onTyped;
    shadow.adoptedStyleSheets.push(controlSheet());
    this.root.part.add("quantity");
    this.root.className = "quantity";
    this.#label.part.add("label");
    this.#label.htmlFor = "input";
    this.#reason.part.add("reason");
    this.#reason.className = "reason";
    this.#reason.id = "reason";
    this.#reason.ariaLive = "polite";
    this.root.append(this.#label, this.#reason);
  }

  get verdict(): QuantityVerdict {
    return this.#verdict;
  }

  /** Why it may not be ordered; `null`: it may. */
  get why(): string | null {
    return this.#why;
  }

  /** Shows the rules, and judges by them what stands there. What the shopper typed stays as it is. */
  update(rules: OrderQuantity, texts: Texts): void {
    const text = this.#typed ?? String(leastQuantity(rules));
    const offered = quantitiesOffered(rules);
    this.#verdict = judgeQuantity(text, rules);
    this.#why = this.#verdict.isValid ? null : reasonOf(this.#verdict, offered, texts);
    this.#label.textContent = texts.quantity;
    const control = this.#controlOf(offered === null ? "input" : "select");
    if (control instanceof HTMLInputElement) limit(control, rules);
    else offer(control, offered ?? [], text);
    // Never into one that is typed in: what is no number yet ("-") reads as empty, and would be lost.
    if (this.#typed === null || control !== this.#control) control.value = text;
    this.#control = control;
    control.ariaInvalid = String(this.#why !== null);
    if (this.#why === null) control.removeAttribute("aria-describedby");
    else control.setAttribute("aria-describedby", "reason");
    // A live region: the same text once more might be read once more.
    const why = this.#why ?? "";
    if (this.#reason.textContent !== why) this.#reason.textContent = why;
  }

  #controlOf(kind: "input" | "select"): Control {
    if (this.#control?.localName === kind) return this.#control;
    const control = document.createElement(kind);
    control.id = "input";
    control.part.add("input");
    control.addEventListener("input", () => {
      this.#typed = control.value;
      this.#onTyped();
    });
    this.#control?.remove();
    this.#label.after(control);
    return control;
  }
}

let sheet: CSSStyleSheet | null = null;

/** One sheet for all fields of a page; adopted, for which a content security policy gives no leave to be asked. */
function controlSheet(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(controlStyles);
  }
  return sheet;
}

/** For the arrows and the keyboard of a phone; what is typed goes beyond it and is judged. */
function limit(input: HTMLInputElement, rules: OrderQuantity): void {
  input.type = "number";
  input.inputMode = "numeric";
  input.min = String(leastQuantity(rules));
  input.max = Number.isFinite(rules.max) ? String(rules.max - (rules.max % rules.multiple)) : "";
  input.step = String(rules.multiple);
}

function offer(select: HTMLSelectElement, offered: readonly number[], chosen: string): void {
  const texts = offered.map(String);
  const options = texts.map((text) => new Option(text, text, false, text === chosen));
  // What was chosen stays to be seen when it is not offered any more.
  if (!texts.includes(chosen)) {
    const gone = new Option(chosen, chosen, false, true);
    gone.disabled = true;
    options.unshift(gone);
  }
  const before = [...select.options].map(({ value }) => value).join();
  if (before !== options.map(({ value }) => value).join()) select.replaceChildren(...options);
}

function reasonOf(
  { refusal }: Extract<QuantityVerdict, { isValid: false }>,
  offered: readonly number[] | null,
  { refusals }: Texts,
): string {
  switch (refusal.rule) {
    case "whole":
      return refusals.whole;
    case "allowed":
      return refusals.allowed(offered ?? []);
    default:
      return refusals[refusal.rule](refusal.bound);
  }
}
