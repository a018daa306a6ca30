/** An address as it is compared: nobody has two that differ in case alone (RFC 5321 2.4 would let them; no provider does). */
export function comparable(email: string): string {
  return email.toLowerCase();
}
