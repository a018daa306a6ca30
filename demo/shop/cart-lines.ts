import type { Cart, Outcome } from "./cart/cart.ts";
import { type CartLine, choicesOf, keyOf } from "./cart/cart-line.ts";
import { goodFacts, price } from "./goods.ts";
import { byId, part, say } from "./page.ts";

/** Shows what is held, each line with what is to be said of it. Lines that stay keep their place and their focus. */
export function showLines(
  cart: Cart,
  refusals: ReadonlyMap<string, string>,
  onOutcome: (outcome: Outcome) => void,
): void {
  const list = byId("cart-lines");
  const { state } = cart;
  const lines = state.phase === "held" ? state.lines : [];
  const reservation = state.phase === "held" ? state.held.id : null;
  const rows = new Map([...list.children].map((row) => [row instanceof HTMLElement ? row.dataset.key : "", row]));
  for (const [key, row] of rows) {
    if (!lines.some(({ line }) => keyOf(line) === key)) row.remove();
  }
  for (const each of lines) {
    const key = keyOf(each.line);
    const row = rows.get(key) ?? list.appendChild(newRow(cart, each, onOutcome));
    const input = part(row, "input", HTMLInputElement);
    // A quantity that was refused stays to be seen, beside the reason.
    if (!refusals.has(key)) input.value = String(each.line.quantity);
    say(part(row, ".cart-line-price"), price(goodFacts(each.good).priceCents * each.line.quantity));
    say(part(row, ".cart-line-refusal"), refusals.get(key) ?? null);
    // In the eyes of this cart: what it holds itself does not count against it.
    if (reservation !== null) part(row, "stock-availability").setAttribute("reservation", reservation);
  }
}

/** Shows what went back on the shelf. */
export function showLostLines(lines: readonly CartLine[]): void {
  byId("cart-lost-lines").replaceChildren(
    ...lines.map((each) => {
      const item = document.createElement("li");
      const choices = choicesOf(each);
      item.textContent = `${each.line.quantity} × ${goodFacts(each.good).title}${choices === "" ? "" : `, ${choices}`}`;
      return item;
    }),
  );
}

function newRow(cart: Cart, each: CartLine, onOutcome: (outcome: Outcome) => void): HTMLElement {
  const template = byId("cart-line", HTMLTemplateElement);
  const row = part(template.content, "li").cloneNode(true) as HTMLLIElement;
  const facts = goodFacts(each.good);
  const key = keyOf(each.line);
  const address = addressOf(each);
  row.dataset.key = key;
  const picture = part(row, ".cart-line-picture", HTMLAnchorElement);
  picture.href = address;
  picture.append(facts.drawing());
  const selection = "product" in each.line ? (each.line.selection ?? {}) : {};
  Object.assign(picture.dataset, { size: selection.Size ?? "", glaze: selection.Glaze ?? "" });
  const title = part(row, ".cart-line-title", HTMLAnchorElement);
  title.href = address;
  title.textContent = facts.title;
  say(part(row, ".cart-line-choices"), choicesOf(each) || null);
  part(row, ".cart-line-stock").append(stockElementOf(each));
  const input = part(row, "input", HTMLInputElement);
  input.setAttribute("aria-label", `Quantity of ${facts.title}`);
  input.addEventListener("change", async () => {
    const quantity = input.valueAsNumber;
    if (!Number.isInteger(quantity) || quantity < 1) {
      onOutcome({ done: false, refusal: { text: "", lines: new Map([[key, "Enter a whole number."]]) } });
    } else {
      onOutcome(await cart.setQuantity(key, quantity));
    }
  });
  const remove = part(row, ".cart-line-remove", HTMLButtonElement);
  remove.setAttribute("aria-label", `Remove ${facts.title}`);
  remove.addEventListener("click", async () => {
    remove.disabled = true;
    onOutcome(await cart.setQuantity(key, 0));
    byId("main").focus();
  });
  return row;
}

function stockElementOf({ line }: CartLine): HTMLElement {
  const element = document.createElement("stock-availability");
  if ("sku" in line) element.setAttribute("sku", line.sku);
  else {
    element.setAttribute("product", line.product);
    element.setAttribute("selection", JSON.stringify(line.selection ?? {}));
  }
  element.setAttribute("refresh", "1");
  return element;
}

function addressOf({ good, line }: CartLine): string {
  const selection = "product" in line ? (line.selection ?? {}) : {};
  const query = new URLSearchParams(selection).toString();
  return `/products/${good}${query === "" ? "" : `?${query}`}`;
}
