/**
 * The server's time (RFC 9110 section 6.6.1), to whole seconds: pages measure by it how far a shopper's clock is off.
 * workerd adds none by itself.
 */
export function dateHeader(): { date: string } {
  return { date: new Date().toUTCString() };
}
