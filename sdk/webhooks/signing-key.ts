import { bytesOf } from "./base64.ts";

/**
 * The key behind a secret: `whsec_` and base64. A line's end after it is passed over, as it comes with files. Rejects with a
 * `TypeError` for anything else, which does not repeat it. What it resolves to has another name in the types of each runtime.
 */
export async function signingKeyOf(secret: string) {
  try {
    const [, base64 = ""] = secret.split("whsec_");
    // Without a byte there is no key: that is refused here too.
    return await crypto.subtle.importKey("raw", bytesOf(base64), { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
      "verify",
    ]);
  } catch {
    throw new TypeError("malformed webhook secret");
  }
}
