/** An element and what it stands in, the nearest first; out of shadow roots, too. */
function* ancestorsOf(element: Element): Generator<Element> {
  for (let each: Element | null = element; each !== null; ) {
    yield each;
    const parent: ParentNode | null = each.parentNode;
    each = parent instanceof ShadowRoot ? parent.host : each.parentElement;
  }
}

/** What the nearest `<meta name content>` says: one in an element around this one, at last the one in the head. */
export function nearestMeta(element: Element, name: string): string | null {
  for (const each of ancestorsOf(element)) {
    const meta = each.querySelector(`:scope>meta[name="${name}"],:scope>head>meta[name="${name}"]`);
    const content = meta?.getAttribute("content");
    if (content) return content;
  }
  return null;
}

/** The element's language: of the nearest `lang` that is one, else of the browser. */
export function nearestLocale(element: Element): string {
  for (const each of ancestorsOf(element)) {
    const locale = validLocale(each.getAttribute("lang"));
    if (locale !== null) return locale;
  }
  return validLocale(navigator.language) ?? "en";
}

/** A BCP 47 tag in its canonical form; `null` for what is none. */
export function validLocale(tag: unknown): string | null {
  try {
    return typeof tag === "string" ? (Intl.getCanonicalLocales(tag)[0] ?? null) : null;
  } catch {
    return null;
  }
}
