import type { Availability, OnhandError, SubscriptionAnswer } from "../sdk/index.ts";
import type { Asked } from "./asked.ts";
import { subscribeRefusalOf } from "./subscribe-refusal.ts";
import { subscribeStyles } from "./subscribe-styles.ts";
import type { SubscribeRefusal, SubscribeTexts } from "./texts/subscribe-texts.ts";
import type { Texts } from "./texts/texts.ts";

/** What the form tells its element. */
export interface SubscribeHost {
  /** The server took the address. */
  onSubscribed(answer: SubscriptionAnswer): void;
  /** The server says that there is nothing to wait for: the view that is shown is an old one. */
  onOver(): void;
  /** Its words did not load. */
  onProblem(problem: unknown): void;
}

/** What the form follows. */
export interface SubscribeFacts {
  /** `null`: another thing's is awaited. */
  view: Availability | null;
  asked: Asked;
  /** Language of the mail. */
  locale: string;
  texts: Texts;
}

/** The last two, the answers, last until what was waited for can be bought. */
type Phase = "open" | "sending" | SubscriptionAnswer["state"];

/** Longer ones cannot be sent to (RFC 5321). */
const EMAIL_LENGTH_MAX = 254;

/**
 * The form of an element by which a shopper is told when something is back. Loaded where a page asks for it and there is
 * something to wait for; made of plain elements, so that it shares no code with what every page loads. Its controls are never
 * `disabled`: who stands on one stays there while it sends.
 */
export class SubscribeForm {
  /** To be shown in the element's shadow root while `isShown`. It keeps what was typed while it is not. */
  readonly root = make("div", "subscribe");
  readonly #form = make("form");
  readonly #label = make("label", "label");
  readonly #email = make("input", "input");
  readonly #button = make("button", "button");
  readonly #submit = make("span");
  readonly #sending = make("span");
  readonly #reason = make("p", "reason");
  readonly #thanks = make("p", "thanks");
  readonly #shadow: ShadowRoot;
  readonly #host: SubscribeHost;
  #facts: SubscribeFacts | null = null;
  /** In the language of the element, or of the one before until they are loaded. */
  #texts: SubscribeTexts | null = null;
  /** What is waited for, as text. */
  #item = "";
  #phase: Phase = "open";
  #refusal: SubscribeRefusal | null = null;
  #isShown = false;
  /** A submission of which nobody knows what became of it. The same one once more goes on with its key: it is made once. */
  #unknown: { email: string; key: string | undefined } | null = null;

  /** Brings its styles to the shadow root that it will be shown in. */
  constructor(shadow: ShadowRoot, host: SubscribeHost) {
    this.#shadow = shadow;
    this.#host = host;
    shadow.adoptedStyleSheets.push(formSheet());
    // What is no address is said in the element's own words and language, and in its place.
    this.#form.noValidate = true;
    this.#label.htmlFor = this.#email.id = "email";
    Object.assign(this.#email, { type: "email", name: "email", autocomplete: "email", required: true });
    this.#email.maxLength = EMAIL_LENGTH_MAX;
    this.#button.append(this.#submit, this.#sending);
    this.#reason.id = "email-reason";
    this.#reason.ariaLive = "polite";
    this.#thanks.role = "status";
    this.#thanks.tabIndex = -1;
    this.#form.append(this.#label, this.#email, this.#button, this.#reason);
    this.root.append(this.#form, this.#thanks);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#email.addEventListener("input", () => {
      if (this.#refusal === "address" && this.#email.validity.valid) this.#refuse(null);
    });
  }

  /** Whether there is something to wait for, or somebody does already. */
  get isShown(): boolean {
    return this.#isShown;
  }

  /** Follows the element. While another thing's view is awaited, the form stays where it was. */
  update(facts: SubscribeFacts): void {
    const { view, asked, texts } = facts;
    if (texts !== this.#facts?.texts) this.#speak(texts);
    this.#facts = facts;
    const item = JSON.stringify({ ...asked, question: { ...asked.question, reservation: "" }, refreshMs: 0 });
    if (item !== this.#item) {
      this.#item = item;
      this.#unknown = null;
      this.#refusal = null;
      this.#phase = "open";
    }
    if (view !== null) {
      if (view.purchasable && this.#isDone) this.#phase = "open";
      const isShown = view.subscribable || (this.#isDone && !view.purchasable);
      if (this.#isShown && !isShown) this.#leave();
      this.#isShown = isShown;
    }
    this.#show();
  }

  #speak(texts: Texts): void {
    texts.loadSubscribe().then(
      ({ subscribe }) => {
        if (texts !== this.#facts?.texts) return;
        this.#texts = subscribe;
        this.#show();
      },
      (problem: unknown) => this.#host.onProblem(problem),
    );
  }

  get #isDone(): boolean {
    return this.#phase === "confirmation" || this.#phase === "subscribed";
  }

  async #send(): Promise<void> {
    if (this.#phase !== "open" || this.#facts === null) return;
    if (!this.#email.validity.valid) {
      this.#refuse("address");
      this.#email.focus();
      return;
    }
    const { asked, locale } = this.#facts;
    const item = this.#item;
    const email = this.#email.value;
    const idempotencyKey = this.#unknown?.email === email ? this.#unknown.key : undefined;
    this.#phase = "sending";
    this.#refuse(null);
    try {
      // There by now: it brought the view.
      const { subscribe } = await import("./looking.ts");
      const answer = await subscribe(asked, email, locale, { idempotencyKey });
      this.#host.onSubscribed(answer);
      if (item === this.#item) this.#thank(answer);
    } catch (error) {
      if (item === this.#item) this.#fail(error, email);
    }
  }

  #thank({ state }: SubscriptionAnswer): void {
    const isHere = this.root.contains(this.#shadow.activeElement);
    this.#phase = state;
    this.#unknown = null;
    this.#email.value = "";
    // Before the fields go, and their focus with them.
    if (isHere) this.#thanks.focus();
    this.#show();
  }

  #fail(error: unknown, email: string): void {
    // What the client throws. A mistake of this page's own has none of its facts, and is as any other failure.
    const facts = error as Partial<OnhandError>;
    const refusal = subscribeRefusalOf(facts);
    this.#phase = "open";
    this.#unknown = facts.retryable === true ? { email, key: facts.idempotencyKey ?? undefined } : null;
    this.#refuse(refusal);
    if (refusal === "address" && this.root.contains(this.#shadow.activeElement)) this.#email.focus();
    if (refusal === "over") this.#host.onOver();
  }

  #refuse(refusal: SubscribeRefusal | null): void {
    this.#refusal = refusal;
    this.#show();
  }

  /** Who stands in the form while it goes is brought to the message, which says why. */
  #leave(): void {
    const message = this.#shadow.querySelector<HTMLElement>(".message");
    if (message === null || !this.root.contains(this.#shadow.activeElement)) return;
    message.tabIndex = -1;
    message.focus();
  }

  #show(): void {
    const texts = this.#texts;
    // Unseen, and its place kept.
    this.root.classList.toggle("unseen", texts === null);
    if (texts === null) return;
    const phase = this.#phase;
    const isSending = phase === "sending";
    say(this.#label, texts.email);
    say(this.#submit, texts.submit);
    say(this.#sending, texts.sending);
    say(this.#reason, this.#refusal === null ? "" : texts.refusals[this.#refusal]);
    say(this.#thanks, phase === "open" || phase === "sending" ? "" : texts[phase]);
    // Hidden but in their place: the button has one width, and the page one height.
    this.#form.classList.toggle("unseen", this.#isDone);
    this.#submit.classList.toggle("unseen", isSending);
    this.#sending.classList.toggle("unseen", !isSending);
    this.#email.readOnly = isSending;
    this.#email.ariaInvalid = String(this.#refusal === "address");
    if (this.#refusal === null) this.#email.removeAttribute("aria-describedby");
    else this.#email.setAttribute("aria-describedby", this.#reason.id);
    if (isSending) this.#button.ariaDisabled = "true";
    else this.#button.removeAttribute("aria-disabled");
  }
}

/** An element that is a part by the name that it has as a class. */
function make<Name extends keyof HTMLElementTagNameMap>(name: Name, part?: string): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (part !== undefined) {
    element.part.add(part);
    element.className = part;
  }
  return element;
}

/** In a live region the same text once more might be read once more. */
function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

let sheet: CSSStyleSheet | null = null;

/** One sheet for all forms of a page; adopted, for which a content security policy gives no leave to be asked. */
function formSheet(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(subscribeStyles);
  }
  return sheet;
}
