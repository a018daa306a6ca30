import type { Page } from "../contract/index.ts";
import type { PageOptions } from "./options.ts";
import { type Query, withQuery } from "./path.ts";
import type { Transport } from "./transport.ts";
import { read } from "./verbs.ts";

/**
 * A list, read a page at a time, and only as far as it is asked for:
 * `for await (const item of list)` all items; `for await (const page of list.pages())` all pages; `await list` one page.
 * It begins at `cursor`. Each of them asks anew.
 */
export interface Paged<Item, Body extends Page<Item> = Page<Item>> extends PromiseLike<Body>, AsyncIterable<Item> {
  pages(): AsyncIterable<Body>;
}

/** A list at a path, which is asked for only when it is needed: an impossible one refuses then. */
export function paged<Item, Body extends Page<Item> = Page<Item>>(
  transport: Transport,
  path: () => string,
  { cursor, limit, signal }: PageOptions = {},
  filter: Query = {},
): Paged<Item, Body> {
  const page = async (at: PageOptions["cursor"]) =>
    read<Body>(transport, withQuery(path(), { ...filter, cursor: at ?? undefined, limit }), { signal });

  async function* pages(): AsyncGenerator<Body> {
    let next = cursor;
    do {
      const here: Body = await page(next);
      yield here;
      next = here.nextCursor;
    } while (next !== null);
  }

  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { items } of pages()) yield* items;
    },
    // biome-ignore lint/suspicious/noThenProperty: a list is awaited for its first page.
    then: (resolve, reject) => page(cursor).then(resolve, reject),
  };
}
