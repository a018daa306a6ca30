import { SKUS_LENGTH_MAX, SKUS_PER_REQUEST_MAX } from "./bounds.ts";
import type { Selection } from "./contract/index.ts";
import { encoded, path, withQuery } from "./path.ts";

/** In whose eyes: what changes an answer without changing what it is about. */
export interface Perspective {
  /** Code of a channel; default `web`. */
  channel?: string | undefined;
  /** A reservation whose own units do not count against the asker. */
  reservation?: string | undefined;
}

/** A product with the options chosen so far. */
export interface ProductQuestion {
  product: string;
  selection?: Selection | undefined;
  /**
   * Whether the view shall say, in `choices`, which values of the product's attributes are still possible and can be
   * bought. Default: no. It makes the server look at many SKUs: ask where options are shown.
   */
  choices?: boolean | undefined;
}

/** What is asked about. */
export type Question = ({ sku: string } | ProductQuestion) & Perspective;

/** The path of one question. Equal questions have equal ones, in whichever order their options were chosen. */
export function pathOfQuestion(question: Question): string {
  if ("sku" in question) return withQuery(path("v1/availability", question.sku), perspectiveOf(question));
  const { product, selection = {}, choices = false } = question;
  const chosen = Object.entries(selection).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return withQuery(path("v1/products", product, "availability"), [
    ["selection", chosen.length === 0 ? null : JSON.stringify(Object.fromEntries(chosen))],
    ["choices", choices ? "true" : null],
    ...perspectiveOf(question),
  ]);
}

/** One request for many SKUs. */
export interface SkusRequest {
  path: string;
  skus: string[];
}

/** As few requests for SKUs as the bounds of one allow, in their order. */
export function requestsOfSkus(skus: readonly string[], perspective: Perspective): SkusRequest[] {
  const requests: { skus: string[]; length: number }[] = [];
  for (const sku of skus) {
    const length = `&sku=${encoded(sku)}`.length;
    const last = requests.at(-1);
    if (last !== undefined && last.skus.length < SKUS_PER_REQUEST_MAX && last.length + length <= SKUS_LENGTH_MAX) {
      last.skus.push(sku);
      last.length += length;
    } else {
      requests.push({ skus: [sku], length });
    }
  }
  return requests.map(({ skus }) => ({ path: pathOfSkus(skus, perspective), skus }));
}

function pathOfSkus(skus: readonly string[], perspective: Perspective): string {
  const named = skus.map((sku): [string, string] => ["sku", sku]);
  return withQuery("v1/availability", [...perspectiveOf(perspective), ...named]);
}

function perspectiveOf({ channel, reservation }: Perspective): [string, string | undefined][] {
  return [
    ["channel", channel],
    ["reservation", reservation],
  ];
}
