/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** Opaque; give it back as `?cursor=` for the next page. `null` on the last one. */
  nextCursor: string | null;
}
