import type { Line, Selection, Storefront } from "../../sdk/index.ts";
import type { StockAvailability } from "../../widget/index.ts";
import type { Cart } from "./cart/cart.ts";
import { keyOf } from "./cart/cart-line.ts";
import { minutesAndSeconds } from "./cart/minutes-and-seconds.ts";
import type { Refusal } from "./cart/refusal.ts";
import { showChoices } from "./choices.ts";
import { byId, part, say } from "./page.ts";

/** The page of one good: its choices, and the way into the cart. */
export function showProductPage(cart: Cart, storefront: Storefront): void {
  const product = byId("product");
  const form = byId("buy-form", HTMLFormElement);
  const stock = part<StockAvailability>(form, "stock-availability");
  const good = product.dataset.good ?? "";
  const hasChoices = form.querySelector("#choices") !== null;
  if (hasChoices && stock.product) showChoices(form, stock.product, storefront, choose);

  function choose(selection: Selection): void {
    stock.selection = selection;
    product.dataset.size = selection.Size ?? "";
    product.dataset.glaze = selection.Glaze ?? "";
    say(byId("refusal"), null);
    showInCart();
  }

  stock.addEventListener("stock:subscribe", () => {
    const note = document.querySelector<HTMLElement>("#mails-note");
    if (note !== null) note.hidden = false;
  });

  // The element lets no click through while the thing cannot be bought or the quantity does not fit.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const quantity = stock.quantity;
    if (quantity !== null) void add(quantity);
  });

  async function add(quantity: number): Promise<void> {
    const button = byId("buy", HTMLButtonElement);
    const line = { ...asked(), quantity };
    const before = inCart();
    button.disabled = true;
    const outcome = await cart.add({ good, line });
    button.disabled = false;
    say(byId("announcement"), outcome.done ? "Added to your cart." : "");
    say(byId("refusal"), outcome.done ? null : wordsFor(outcome.refusal, line, before));
    button.focus();
    byId(outcome.done ? "in-cart" : "refusal").scrollIntoView({ block: "nearest" });
  }

  /** What the element asks about is what goes into the cart. */
  function asked(): { sku: string } | { product: string; selection?: Selection } {
    const { sku, product: id, selection } = stock;
    if (sku) return { sku };
    const chosen = selection ?? {};
    return { product: id ?? "", ...(Object.keys(chosen).length === 0 ? {} : { selection: chosen }) };
  }

  function inCart(): number {
    if (cart.state.phase !== "held") return 0;
    const key = keyOf({ ...asked(), quantity: 1 });
    return cart.state.lines.find(({ line }) => keyOf(line) === key)?.line.quantity ?? 0;
  }

  function showInCart(): void {
    const note = byId("in-cart");
    const { state } = cart;
    const units = inCart();
    note.hidden = state.phase !== "held" || units === 0;
    if (state.phase !== "held" || units === 0) return;
    say(part(note, ".in-cart-units"), String(units));
    say(part(note, ".in-cart-time"), minutesAndSeconds(state.held.remainingMs));
  }

  cart.watch(showInCart);
}

/** What is said beside the button. The server has judged all that would be in the cart, not what was added to it. */
function wordsFor({ text, lines }: Refusal, line: Line, before: number): string {
  const words = lines.get(keyOf(line)) ?? text;
  return before === 0 ? words : `With the ${before} in your cart: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
