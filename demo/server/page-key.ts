import { type Admin, isOnhandError } from "../../sdk/index.ts";
import { base64Url, sha256 } from "../../worker/objects/slot-number.ts";

/** A key that an admin has removed stays removed; the pages then get another one, this often. */
const KEYS_MADE_MAX = 20;

/**
 * The publishable key of the pages. The server derives a key's text from the admin key and the idempotency key, so the
 * same request has the same answer after every start and nothing has to be kept but the server's own hash.
 */
export async function pageKey(server: Admin, adminKey: string): Promise<string> {
  // Another admin key would derive another text for the same request.
  const fingerprint = base64Url(await sha256(`demo pages of ${adminKey}`)).slice(0, 16);
  for (let number = 1; ; number += 1) {
    try {
      const idempotencyKey = `demo-pages-${fingerprint}-${number}`;
      const made = await server.keys.create({ name: "Demo pages", scopes: ["shopper"] }, { idempotencyKey });
      return made.key;
    } catch (error) {
      const isRemoved = isOnhandError(error) && error.code === "not_found";
      if (!isRemoved || number === KEYS_MADE_MAX) throw error;
    }
  }
}
