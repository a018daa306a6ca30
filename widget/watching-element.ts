import { LitElement, type PropertyDeclarations } from "lit";
import type { Availability, Selection } from "../sdk/index.ts";
import { type Asked, askedOf, refreshOf, selectionOf } from "./asked.ts";
import { tell } from "./events.ts";
import { nearestLocale, validLocale } from "./nearest.ts";
import { Part } from "./part.ts";
import type { Sentence } from "./sentence.ts";
import { loadTexts, tagsOf } from "./texts/languages.ts";
import type { Texts } from "./texts/texts.ts";

/**
 * An element that watches a SKU or a product while it is on the page. Attributes are the truth and properties mirror them;
 * a value that makes no sense is as none, and nothing throws. What changes in one turn is asked once: every decision is
 * made in the element's next update. Costs a share in one timer and one request for a page and server.
 */
export abstract class WatchingElement extends LitElement {
  static override properties: PropertyDeclarations = {
    sku: { reflect: true },
    product: { reflect: true },
    selection: {
      reflect: true,
      converter: { fromAttribute: parsed, toAttribute: (value) => value && JSON.stringify(selectionOf(value)) },
    },
    channel: { reflect: true },
    reservation: { reflect: true },
    endpoint: { reflect: true },
    key: { reflect: true },
    locale: { reflect: true },
    refresh: { reflect: true, converter: { fromAttribute: refreshOf } },
  };

  /** What it is about; goes before `product`. */
  declare sku?: string | null;
  declare product?: string | null;
  /** The options of the product that are chosen so far. To be set anew when it changes. In the attribute: JSON. */
  declare selection?: Selection | null;
  /** Default: the nearest `<meta name="onhand-channel">`, else the server's `web`. */
  declare channel?: string | null;
  /** The shopper's own hold, which does not count against them. */
  declare reservation?: string | null;
  /** The server. Default: the nearest `<meta name="onhand-endpoint">`, else where the served file came from. */
  declare endpoint?: string | null;
  /** A publishable key. Default: the nearest `<meta name="onhand-key">`; a page of an allowed origin needs none. */
  declare key?: string | null;
  /** A BCP 47 tag. Default: the nearest `lang`, else the browser's. */
  declare locale?: string | null;
  /** Seconds between two looks, 1 – 86,400, default 5; 0 looks once. */
  declare refresh?: number | null;

  /** The texts of the locale, or of the one before until they are loaded. */
  protected texts: Texts | null = null;
  protected view: Availability | null = null;
  /** Why the last look failed, where there is no view. */
  protected problem: Error | null = null;
  /** What makes a view another's, as text; empty: nothing is asked. */
  protected question = "";
  /** What is asked; `null`: nothing, or nobody. */
  protected asked: Asked | null = null;
  /** The locale that is in force. */
  protected localeSpoken = "";
  #watched = "";
  #stopWatching: (() => void) | null = null;
  readonly #looking = this.lazily(loadLooking);

  /** The view that is shown; `null` before the first, and while the answer to another question is awaited. */
  get availability(): Availability | null {
    return this.view;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    this.#speak();
    this.#watch();
  }

  /** There is a view, the first or another than the last. */
  protected show(view: Availability): void {
    this.view = view;
    this.problem = null;
    this.requestUpdate();
  }

  /** A look failed, or something did not load. The last view stays. */
  protected fail(problem: unknown): void {
    const error = problem instanceof Error ? problem : new Error(String(problem));
    this.problem = error;
    this.requestUpdate();
    tell(this, "stock:error", { error });
  }

  /** Another thing is asked about: what was known is another's. */
  protected turnTo(question: string): void {
    this.question = question;
    this.view = null;
    this.problem = null;
  }

  /** The view is known to be an old one: looks at once, and then goes on as before. */
  protected lookAgain(): void {
    this.#watched = "";
    this.requestUpdate();
  }

  /** Something of the element that is loaded when it is first needed. */
  protected lazily<Loaded>(importPart: () => Promise<Loaded>): Part<Loaded> {
    return new Part(
      importPart,
      () => this.requestUpdate(),
      (problem) => this.fail(problem),
    );
  }

  /** What to say of the view; `null`: nothing, or not yet. */
  protected get sentence(): Sentence | null {
    if (this.view === null || this.texts === null) return null;
    return this.#looking.loaded?.sentenceOf(this.view, tagsOf(this.localeSpoken), this.texts) ?? null;
  }

  /** Loads the texts of another locale than the last. One that is taken out has no ancestors to say which. */
  #speak(): void {
    if (!this.isConnected) return;
    const locale = validLocale(this.locale) ?? nearestLocale(this);
    if (locale === this.localeSpoken) return;
    this.localeSpoken = locale;
    loadTexts(locale).then(
      (texts) => {
        if (locale !== this.localeSpoken) return;
        this.texts = texts;
        this.requestUpdate();
      },
      (problem: unknown) => this.fail(problem),
    );
  }

  /** Watches what the attributes say, if that is not what is watched. */
  #watch(): void {
    const asked = this.isConnected ? askedOf(this) : "nothing";
    this.asked = typeof asked === "string" ? null : asked;
    const looking = this.asked && this.#looking.load();
    const watched = JSON.stringify([asked, looking !== null]);
    if (watched === this.#watched) return;
    this.#watched = watched;
    this.#stopWatching?.();
    this.#stopWatching = null;
    // One that is taken out keeps what it shows, for it may come back.
    if (!this.isConnected) return;
    const question = asked === "nothing" ? "" : JSON.stringify({ ...Object(asked), refreshMs: 0 });
    if (question !== this.question) this.turnTo(question);
    if (asked === "nobody") this.fail(new Error(`<${this.localName}> has no endpoint.`));
    if (looking === null || this.asked === null) return;
    try {
      this.#stopWatching = looking.watchShared(this.asked, {
        onView: (view) => this.show(view),
        onProblem: (problem) => this.fail(problem),
      });
    } catch (problem) {
      this.fail(problem);
    }
  }
}

let looking: Promise<typeof import("./looking.ts")> | undefined;

/** One promise for all elements: it wakes them in one turn, and so they ask together. One that failed is made anew. */
function loadLooking(): Promise<typeof import("./looking.ts")> {
  looking ??= import("./looking.ts").catch((problem: unknown) => {
    looking = undefined;
    throw problem;
  });
  return looking;
}

/** What a JSON attribute says; `null` for what is no JSON. */
function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
