/** A fresh idempotency key: 192 random bits. Not `randomUUID`: browsers have it on secure pages only. */
export function freshIdempotencyKey(): string {
  return crypto.getRandomValues(new BigUint64Array(3)).join("-");
}
