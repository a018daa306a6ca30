const EUROS = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });

/** "€24.00". */
export function price(cents: number): string {
  return EUROS.format(cents / 100);
}
