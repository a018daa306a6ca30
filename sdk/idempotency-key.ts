/** 192 random bits: more than the 128 that the server wants of a shopper, and 32 characters without padding. */
const BYTES = 24;

/** A fresh idempotency key. Not `randomUUID`: browsers have it on secure pages only. */
export function freshIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}
