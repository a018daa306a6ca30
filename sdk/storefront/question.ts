import type { Selection } from "../contract/index.ts";
import { path, withQuery } from "../transport/path.ts";

/** In whose eyes: what changes an answer without changing what it is about. */
export interface Perspective {
  /** Code of a channel; default `web`. */
  channel?: string | undefined;
  /** A reservation whose own units do not count against the asker. */
  reservation?: string | undefined;
}

/** How a product is asked about. */
export interface ProductQuery {
  /** The options chosen so far. */
  selection?: Selection | undefined;
  /**
   * Whether the view shall say, in `choices`, which values of the product's attributes are still possible and can be
   * bought. Default: no. It makes the server look at many SKUs: ask where options are shown.
   */
  choices?: boolean | undefined;
}

/** A product with the options chosen so far. */
export interface ProductQuestion extends ProductQuery {
  product: string;
}

/** What is asked about. */
export type Question = ({ sku: string } | ProductQuestion) & Perspective;

/** The path of a question about a product. */
export function pathOfProduct(question: ProductQuestion & Perspective): string {
  const { product, selection, choices, channel, reservation } = question;
  const query = { selection: JSON.stringify(selection), choices, channel, reservation };
  return withQuery(path("v1/products", product, "availability"), query);
}
