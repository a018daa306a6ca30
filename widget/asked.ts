import type { Question, Selection } from "../sdk/index.ts";
import { REFRESH_SECONDS_DEFAULT, REFRESH_SECONDS_MAX, REFRESH_SECONDS_MIN } from "./bounds.ts";
import { defaultEndpoint } from "./default-endpoint.ts";
import { nearestMeta } from "./nearest.ts";

/** The attributes that say what is asked, of whom and how often, as an element has them. */
export interface Asking extends Element {
  sku?: string | null | undefined;
  product?: string | null | undefined;
  selection?: Selection | null | undefined;
  channel?: string | null | undefined;
  reservation?: string | null | undefined;
  endpoint?: string | null | undefined;
  key?: string | null | undefined;
  refresh?: number | null | undefined;
}

/** What an element asks. */
export interface Asked {
  endpoint: string;
  key: string | undefined;
  question: Question;
  refreshMs: number;
}

/** What an element asks; or why it asks nothing: it names nothing, or nobody to ask. */
export function askedOf(element: Asking): Asked | "nothing" | "nobody" {
  const about = aboutOf(element);
  if (about === null) return "nothing";
  const endpoint =
    urlOf(element.endpoint, element) ?? urlOf(nearestMeta(element, "onhand-endpoint"), element) ?? defaultEndpoint();
  if (endpoint === null) return "nobody";
  const channel = textOf(element.channel) ?? nearestMeta(element, "onhand-channel");
  const reservation = textOf(element.reservation);
  return {
    endpoint,
    key: textOf(element.key) ?? nearestMeta(element, "onhand-key") ?? undefined,
    question: { ...about, channel: channel ?? undefined, reservation: reservation ?? undefined },
    // `Infinity` once more: as text, in which questions are compared, that is `null`.
    refreshMs: (refreshOf(element.refresh) || Number.POSITIVE_INFINITY) * 1_000,
  };
}

/** A SKU goes before a product. */
function aboutOf({
  sku,
  product,
  selection,
}: Asking): { sku: string } | { product: string; selection: Selection | undefined } | null {
  const namedSku = textOf(sku);
  if (namedSku !== null) return { sku: namedSku };
  const namedProduct = textOf(product);
  if (namedProduct === null) return null;
  const chosen = selectionOf(selection);
  return { product: namedProduct, selection: Object.keys(chosen).length > 0 ? chosen : undefined };
}

/** The options that are texts; a page may set anything. */
export function selectionOf(value: unknown): Selection {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([, chosen]) => typeof chosen === "string"));
}

/** Number-like SKUs come as numbers from some frameworks. */
function textOf(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text !== "" ? text : null;
}

/** An address that can be asked, from one that may be relative to the page. */
function urlOf(value: unknown, { baseURI }: Element): string | null {
  const text = textOf(value);
  if (text === null || !URL.canParse(text, baseURI)) return null;
  const { protocol, href } = new URL(text, baseURI);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** Seconds between two looks, 0 for a single one. What is no number of seconds is as nothing said. */
export function refreshOf(value: unknown): number {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (seconds === 0) return 0;
  if (typeof seconds !== "number" || !(seconds > 0)) return REFRESH_SECONDS_DEFAULT;
  return Math.min(REFRESH_SECONDS_MAX, Math.max(REFRESH_SECONDS_MIN, seconds));
}
