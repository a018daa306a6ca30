import type { Page } from "../../sdk/index.ts";

/** Items of one request: as many as the server gives. */
const PAGE_SIZE = 100;

/** Every item of a list, a page at a time, in its order. */
export async function* itemsOf<Item>(
  list: (options: { cursor: string | null; limit: number }) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await list({ cursor, limit: PAGE_SIZE });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
