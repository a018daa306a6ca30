import { type PublishableKey, publishableKey } from "../../sdk/index.ts";
import { HOLD_SECONDS_DEFAULT, holdSecondsOf } from "../contract/hold-seconds.ts";

const HOLD_KEY = "loam.hold";

/** What the server wrote into the page for its script. */
export interface PageFacts {
  /** Which page it is. */
  kind: string;
  /** The publishable key, `null` where the shop is not set up. It proves nothing, and may stand in every page's source. */
  key: PublishableKey | null;
  /** How long a cart is held. */
  holdSeconds: number;
}

export function readPage(): PageFacts {
  const key = document.querySelector<HTMLMetaElement>('meta[name="onhand-key"]')?.content;
  return {
    kind: document.body.dataset.page ?? "",
    key: key === undefined ? null : publishableKey(key),
    holdSeconds: holdSeconds(),
  };
}

/** The first element below `parent` that fits. It is in the page that the server wrote, so its absence is a mistake. */
export function part<Kind extends Element = HTMLElement>(
  parent: ParentNode,
  selector: string,
  kind?: new () => Kind,
): Kind {
  const found = parent.querySelector(selector);
  if (found === null || (kind !== undefined && !(found instanceof kind))) {
    throw new Error(`The page has no ${selector} as is expected.`);
  }
  // Every element of a page is an HTMLElement unless `kind` says what else.
  return found as Kind;
}

/** The same by id, in the page. */
export function byId<Kind extends Element = HTMLElement>(id: string, kind?: new () => Kind): Kind {
  return part(document, `#${id}`, kind);
}

/** Shows a text in an element, and hides the element while there is none. */
export function say(element: HTMLElement, text: string | null): void {
  // Only what changes is written: a screen reader reads it again otherwise.
  if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
  element.hidden = text === null;
}

/** `?hold=` counts for this window from then on, also on pages without it. */
function holdSeconds(): number {
  const asked = new URLSearchParams(location.search).get("hold");
  if (asked !== null) sessionStorage.setItem(HOLD_KEY, String(holdSecondsOf(asked)));
  const kept = sessionStorage.getItem(HOLD_KEY);
  return kept === null ? HOLD_SECONDS_DEFAULT : holdSecondsOf(kept);
}
