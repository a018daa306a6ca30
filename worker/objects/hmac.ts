/** HMAC-SHA256 of a text. */
export async function hmac(key: Uint8Array<ArrayBuffer> | string, text: string): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const bytes = typeof key === "string" ? encoder.encode(key) : key;
  const imported = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoder.encode(text)));
}
