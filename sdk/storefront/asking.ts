import type { Availability } from "../contract/index.ts";
import { NotFoundError } from "../errors/not-found-error.ts";
import { gather } from "./gather.ts";
import { pathOfProduct, type Question } from "./question.ts";

/** Reads what is at a path below the base. */
export type Load = (path: string, signal: AbortSignal | undefined) => Promise<never>;

/** Asks about whatever may be asked about. Throws a `NotFoundError` where there is no such SKU or product. */
export type Ask = (question: Question, signal: AbortSignal | undefined) => Promise<Availability>;

/** How to ask by what reads. */
export type Asking = (load: Load) => Ask;

/** SKUs that are asked about in one turn go together. */
export const asking: Asking = (load) => {
  const askSku = gather(load);
  return async (question, signal) => {
    if (!("sku" in question)) return load(pathOfProduct(question), signal);
    const view = await askSku(question.sku, question, signal);
    if (view) return view;
    throw new NotFoundError({ message: "No such SKU", code: "sku_not_found" });
  };
};
