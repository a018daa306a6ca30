import { byId, part } from "./page.ts";

/** What the cart's page knows of a good: the server wrote it there, as a template with the drawing. */
export interface GoodFacts {
  title: string;
  priceCents: number;
  /** A fresh copy of the drawing. */
  drawing(): Node;
}

export function goodFacts(id: string): GoodFacts {
  const template = byId(`good-${id}`, HTMLTemplateElement);
  return {
    title: template.dataset.title ?? id,
    priceCents: Number(template.dataset.priceCents),
    drawing: () => part(template.content, "svg", SVGElement).cloneNode(true),
  };
}

const EUROS = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });

/** "€24.00". */
export function price(cents: number): string {
  return EUROS.format(cents / 100);
}
