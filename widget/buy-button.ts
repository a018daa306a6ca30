const REASON_ID_PREFIX = "onhand-reason-";
let reasons = 0;

/**
 * The shop's own button, switched off while it would lead nowhere. It is not `disabled`: it stays in the order of focus,
 * so that everybody finds it and is told why, and a `disabled` of the shop's own stays the shop's. Clicks on it (by key and
 * by the form's Enter, too) end before they reach it. Costs, while it is off, two listeners and an observer on the root
 * that the element and the button share; all go when it is on again or the element leaves. One style sheet stays there.
 */
export class BuyButton {
  readonly #element: Element;
  readonly #reason: HTMLElement;
  readonly #observer = new MutationObserver(() => this.#find());
  #selector = "";
  #root: Document | ShadowRoot | null = null;
  #button: Element | null = null;

  constructor(element: Element) {
    this.#element = element;
    // In the tree of the button, as a description has to be; the element slots it where nobody sees it.
    this.#reason = document.createElement("span");
    this.#reason.slot = "reason";
    this.#reason.hidden = true;
    reasons += 1;
    this.#reason.id = `${REASON_ID_PREFIX}${reasons}`;
  }

  /** Switches off the first match of the selector, now or when it comes. A selector that is none matches nothing. */
  switchOff(selector: string, reason: string): void {
    this.#selector = selector;
    this.#reason.textContent = reason;
    // A framework that renders the element's content may have thrown it out.
    if (this.#reason.parentNode !== this.#element) this.#element.append(this.#reason);
    // What the root of a connected element is.
    const root = this.#element.getRootNode() as Document | ShadowRoot;
    if (root !== this.#root) {
      this.#leaveRoot();
      this.#root = root;
      root.addEventListener("click", this.#stop, true);
      root.addEventListener("submit", this.#stop, true);
      this.#observer.observe(root, { childList: true, subtree: true });
      adoptLooks(root);
    }
    this.#find();
  }

  /** Leaves the button to the shop. */
  letGo(): void {
    this.#leaveRoot();
    this.#unmark();
    this.#reason.remove();
  }

  #leaveRoot(): void {
    this.#root?.removeEventListener("click", this.#stop, true);
    this.#root?.removeEventListener("submit", this.#stop, true);
    this.#observer.disconnect();
    this.#root = null;
  }

  #find(): void {
    const found = this.#match();
    if (found === this.#button) return;
    this.#unmark();
    this.#button = found;
    if (found !== null) mark(found, this.#reason.id);
  }

  #match(): Element | null {
    try {
      return this.#root?.querySelector(this.#selector) ?? null;
    } catch {
      return null;
    }
  }

  #unmark(): void {
    if (this.#button !== null) unmark(this.#button, this.#reason.id);
    this.#button = null;
  }

  readonly #stop = (event: Event): void => {
    const by = event instanceof SubmitEvent ? event.submitter : null;
    if (this.#button === null || !(by === this.#button || event.composedPath().includes(this.#button))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
}

let sheet: CSSStyleSheet | null = null;

/** How a button looks that is off, where the page says nothing of it: `:where` gives way to every other rule. */
function adoptLooks(root: DocumentOrShadowRoot): void {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(`:where([aria-describedby*="${REASON_ID_PREFIX}"]) { opacity: 0.5; cursor: not-allowed; }`);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

/** What `aria-disabled` was before, of every button that is off, and the reasons that keep it so. */
const switchedOff = new WeakMap<Element, { before: string | null; reasonIds: Set<string> }>();

function mark(button: Element, reasonId: string): void {
  const state = switchedOff.get(button) ?? { before: button.getAttribute("aria-disabled"), reasonIds: new Set() };
  switchedOff.set(button, state);
  state.reasonIds.add(reasonId);
  button.setAttribute("aria-disabled", "true");
  describe(button, [...describedBy(button), reasonId]);
}

function unmark(button: Element, reasonId: string): void {
  const state = switchedOff.get(button);
  if (state === undefined) return;
  state.reasonIds.delete(reasonId);
  describe(
    button,
    describedBy(button).filter((each) => each !== reasonId),
  );
  if (state.reasonIds.size > 0) return;
  switchedOff.delete(button);
  if (state.before === null) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", state.before);
}

function describedBy(button: Element): string[] {
  return button.getAttribute("aria-describedby")?.split(/\s+/).filter(Boolean) ?? [];
}

function describe(button: Element, ids: readonly string[]): void {
  if (ids.length === 0) button.removeAttribute("aria-describedby");
  else button.setAttribute("aria-describedby", ids.join(" "));
}
