/**
 * How many slots there are. Fixed for good: a reservation's id and an order's hash name a slot by this number, so
 * changing it would lose every open one. Slots that nobody uses cost nothing.
 */
export const SLOT_COUNT = 64;

const ID_PATTERN = /^rsv_([0-3][0-9a-f])([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{22})$/;

/** The slot of something that is hashed: an idempotency key's scope, an order id. */
export function slotOfHash(hash: Uint8Array): number {
  return (hash[0] ?? 0) % SLOT_COUNT;
}

/** The slot that a reservation's id carries, or `null` where the text is no such id. */
export function slotOfReservation(id: string): number | null {
  const slot = ID_PATTERN.exec(id)?.[1];
  return slot === undefined ? null : Number.parseInt(slot, 16);
}

/** What all ids made for one idempotency key begin with, so that the key is found without an index of its own. */
export function reservationIdPrefix(slot: number, keyHash: string): string {
  return `rsv_${slot.toString(16).padStart(2, "0")}${keyHash.slice(0, 22)}`;
}

/** A fresh id: unguessable, as it is the capability to read, change and release the reservation. */
export function newReservationId(prefix: string): string {
  return prefix + base64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** SHA-256 of a text. */
export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** Base 64 for URLs, without padding. */
export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
