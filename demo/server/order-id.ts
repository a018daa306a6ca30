import { sha256 } from "../../worker/objects/slot-number.ts";

/** Crockford's alphabet: nothing that is read as something else. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;
const ORDER_ID = new RegExp(`^LOAM-[${ALPHABET}]{${LENGTH}}$`);

/**
 * The order id that a reservation leads to, always the same: whoever pays twice, by a double click or because an answer
 * was lost, names the same order twice. As hard to guess as the reservation's own id, so it opens the order's page.
 */
export async function orderIdOf(reservation: string): Promise<string> {
  const hash = await sha256(`order from ${reservation}`);
  return `LOAM-${[...hash.slice(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("")}`;
}

/** Whether a text is an order id of this shop. The same server may have orders of others. */
export function isOrderId(text: string): boolean {
  return ORDER_ID.test(text);
}
