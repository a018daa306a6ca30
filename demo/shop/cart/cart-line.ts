import type { Line, ReservationLine, Selection } from "../../../sdk/index.ts";

/** One line of the cart: what is asked of Onhand, and which good of the shop it is. */
export interface CartLine {
  /** Id of the good. */
  good: string;
  line: Line;
}

/** A text that lines of the same thing have in common, whatever their quantity. */
export function keyOf(line: Line | ReservationLine): string {
  if ("sku" in line && line.sku !== undefined) return line.sku;
  const { product = "", selection = {} } = line as { product?: string; selection?: Selection };
  const chosen = Object.entries(selection).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [product, ...chosen.map(([name, value]) => `${name}=${value}`)].join(" ");
}

/** The choices of a line as a shopper reads them: "Large, Ink". */
export function choicesOf({ line }: CartLine): string {
  return Object.values("product" in line ? (line.selection ?? {}) : {}).join(", ");
}

/** The lines with one more, or with more of one that is there. */
export function withMore(lines: readonly CartLine[], more: CartLine): CartLine[] {
  const key = keyOf(more.line);
  const before = lines.find(({ line }) => keyOf(line) === key);
  if (before === undefined) return [...lines, more];
  return withQuantity(lines, key, before.line.quantity + more.line.quantity);
}

/** The lines with another quantity of one of them; 0 takes it out. */
export function withQuantity(lines: readonly CartLine[], key: string, quantity: number): CartLine[] {
  return lines
    .map((each) => (keyOf(each.line) === key ? { ...each, line: { ...each.line, quantity } } : each))
    .filter(({ line }) => line.quantity > 0);
}

/** How many units all lines have together. */
export function unitsOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { line }) => sum + line.quantity, 0);
}
