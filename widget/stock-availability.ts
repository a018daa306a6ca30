import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Availability, OrderQuantity } from "../sdk/index.ts";
import { ANNOUNCE_AFTER_MS } from "./bounds.ts";
import { tell } from "./events.ts";
import { styles } from "./styles.ts";
import { WatchingElement } from "./watching-element.ts";

/**
 * `<stock-availability>`: what the shopper is told of a SKU or a product (DESIGN section 5); where the page asks for it with
 * an input for the quantity, with the shop's own button off while it would lead nowhere, and with a form by which one is told
 * when it is back.
 */
export class StockAvailability extends WatchingElement {
  static override styles = styles;
  static override properties: PropertyDeclarations = {
    quantityInput: { attribute: "quantity-input", type: Boolean, reflect: true },
    buyButton: { attribute: "buy-button", reflect: true },
    subscribe: { type: Boolean, reflect: true },
  };

  /** Whether there is an input for the quantity while something can be bought. */
  declare quantityInput?: boolean;
  /** A CSS selector of the shop's own button, in the same document or shadow root. */
  declare buyButton?: string | null;
  /** Whether there is a form, while the view is `subscribable`, by which one is told when it is back. */
  declare subscribe?: boolean;

  readonly #internals = this.attachInternals();
  readonly #field = this.lazily(async () => {
    const { QuantityField } = await import("./quantity-field.ts");
    // A shadow root is what LitElement makes by default.
    return new QuantityField(this.renderRoot as ShadowRoot, () => this.requestUpdate());
  });
  readonly #button = this.lazily(async () => {
    const { BuyButton } = await import("./buy-button.ts");
    return new BuyButton(this);
  });
  readonly #form = this.lazily(async () => {
    const { SubscribeForm } = await import("./subscribe-form.ts");
    // As above.
    return new SubscribeForm(this.renderRoot as ShadowRoot, {
      onSubscribed: (answer) => tell(this, "stock:subscribe", answer),
      onOver: () => this.lookAgain(),
      onProblem: (problem) => this.fail(problem),
    });
  });
  /** Of the last view: what is typed while another is awaited is judged by them. */
  #rules: OrderQuantity = { min: 1, max: Number.POSITIVE_INFINITY, allowed: null, multiple: 1 };
  #isNews = false;
  #isFallbackOver = false;
  #isAnnouncing = false;
  #announceTimer: ReturnType<typeof setTimeout> | undefined;
  #quantityTold = "[1,true]";

  /** What stands in the quantity input; `null` without one, and when it is no whole number. */
  get quantity(): number | null {
    return this.quantityInput ? (this.#field.loaded?.verdict.quantity ?? null) : null;
  }

  protected override show(view: Availability): void {
    super.show(view);
    this.#isNews = true;
    this.#isFallbackOver = true;
  }

  protected override turnTo(question: string): void {
    this.#isFallbackOver ||= this.question !== "";
    super.turnTo(question);
  }

  protected override willUpdate(): void {
    super.willUpdate();
    this.#rules = this.view?.orderQuantity ?? this.#rules;
    const { texts, view, asked, localeSpoken: locale } = this;
    if (texts === null) return;
    if (this.quantityInput) this.#field.load()?.update(this.#rules, texts);
    if (this.subscribe && view?.subscribable) this.#form.load();
    if (asked !== null) this.#form.loaded?.update({ view, asked, locale, texts });
  }

  protected override render(): TemplateResult {
    const { sentence, texts } = this;
    const reason = html`<slot name="reason" hidden></slot>`;
    if (this.view?.status === "hidden") return reason;
    const isSilent = this.view === null ? this.question === "" : sentence === null && texts !== null;
    return html`<div lang=${texts?.language ?? nothing}>
      <div
        part="message"
        class="message"
        aria-live=${this.#isAnnouncing ? "polite" : "off"}
        aria-atomic="true"
        ?hidden=${isSilent && !this.#hasFallback}
      >
        ${this.#line()}
      </div>
      ${this.#showsField ? (this.#field.loaded?.root ?? html`<div class="quantity"></div>`) : nothing}
      ${this.#showsForm ? (this.#form.loaded?.root ?? html`<div class="subscribe"></div>`) : nothing}
      ${this.buyButton && this.#isOff ? html`<p part="reason" class="reason">${texts?.cannotBeOrdered}</p>` : nothing}
      ${reason}
    </div>`;
  }

  protected override updated(): void {
    this.#showStates();
    this.#showButton();
    this.#announceLater();
    if (!this.isConnected) return;
    if (this.#isNews && this.view !== null) {
      this.#isNews = false;
      tell(this, "stock:change", this.view);
    }
    this.#tellQuantity();
  }

  #line(): TemplateResult {
    const { sentence } = this;
    if (sentence === null) {
      if (this.#hasFallback) return html`<slot></slot>`;
      if (this.problem !== null) return html`<span part="text">${this.texts?.cannotBeShown}</span>`;
      return html`<span part="placeholder" class="placeholder"></span>`;
    }
    const { text, estimate } = sentence;
    const below = estimate === null ? nothing : html` <span part="estimate" class="estimate">${estimate}</span>`;
    return html`<span part="mark" class="mark" aria-hidden="true"></span>
      <span><span part="text">${text}</span>${below}</span>`;
  }

  /** Whether the page has words of its own for those who have no script: they stay until there is a view. */
  get #hasFallback(): boolean {
    if (this.#isFallbackOver) return false;
    return [...this.childNodes].some((node) =>
      node instanceof Element ? node.slot === "" : node instanceof Text && node.data.trim() !== "",
    );
  }

  get #showsField(): boolean {
    return this.quantityInput === true && this.question !== "" && (this.view?.purchasable ?? !this.#showsForm);
  }

  get #showsForm(): boolean {
    if (!this.subscribe || this.question === "") return false;
    const isShown = this.#form.loaded?.isShown ?? this.view?.subscribable ?? false;
    return isShown && (this.view !== null || this.problem === null);
  }

  /** There is a message, but not that nothing can be bought: the shop has its low stock not sold. */
  get #isOff(): boolean {
    const { view } = this;
    if (view === null || view.purchasable || view.message === null) return false;
    return ["in_stock", "low_stock", "backorder"].includes(view.status);
  }

  #showStates(): void {
    const { states } = this.#internals;
    states.clear();
    if (this.view !== null) states.add(this.view.status.replaceAll("_", "-"));
    else if (this.problem !== null) states.add("failed");
    else if (this.question !== "") states.add("loading");
    if (this.view?.purchasable) states.add("purchasable");
    if (this.#showsField && this.#field.loaded?.verdict.isValid === false) states.add("invalid-quantity");
  }

  #showButton(): void {
    const reason = this.#buttonReason();
    if (!this.buyButton || !this.isConnected || reason === null) this.#button.loaded?.letGo();
    else if (reason !== undefined) this.#button.load()?.switchOff(this.buyButton, reason);
  }

  /**
   * Why nothing can be bought. `null`: it can, or nobody knows: a shop sells on while no stock can be shown, and its server
   * decides. `undefined`: it will be known at once, so the button stays as it is.
   */
  #buttonReason(): string | null | undefined {
    const { view, texts, sentence } = this;
    if (view === null) return this.problem === null && this.question !== "" ? undefined : null;
    if (texts === null) return undefined;
    if (view.purchasable) return this.quantityInput ? (this.#field.loaded?.why ?? null) : null;
    if (sentence === null || this.#isOff) return texts.cannotBeOrdered;
    return [sentence.text, sentence.estimate].filter((each) => each !== null).join(". ");
  }

  /** A page full of elements is not to be read out as it appears; only what changes later is. */
  #announceLater(): void {
    if (!this.isConnected) {
      clearTimeout(this.#announceTimer);
      this.#announceTimer = undefined;
    } else if (this.view !== null && !this.#isAnnouncing) {
      this.#announceTimer ??= setTimeout(() => {
        this.#isAnnouncing = true;
        this.requestUpdate();
      }, ANNOUNCE_AFTER_MS);
    }
  }

  #tellQuantity(): void {
    if (!this.quantityInput || this.#field.loaded === null) return;
    const { isValid, quantity } = this.#field.loaded.verdict;
    const told = JSON.stringify([quantity, isValid]);
    if (told === this.#quantityTold) return;
    this.#quantityTold = told;
    tell(this, "stock:quantity-change", { quantity, valid: isValid });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "stock-availability": StockAvailability;
  }
}
