import type { Cart, CartState, Outcome } from "./cart/cart.ts";
import { minutesAndSeconds } from "./cart/minutes-and-seconds.ts";
import { showLines, showLostLines } from "./cart-lines.ts";
import { goodFacts, price } from "./goods.ts";
import { byId, say } from "./page.ts";
import { payFor } from "./pay.ts";
import type { ShopServer } from "./shop-server.ts";

/** The cart's page: what is held, how long, and what one may do about it. */
export function showCartPage(cart: Cart, server: ShopServer, holdSeconds: number): void {
  const minutes = holdSeconds / 60;
  say(
    byId("cart-extend"),
    holdSeconds % 60 === 0
      ? `Keep it ${minutes} more ${minutes === 1 ? "minute" : "minutes"}`
      : `Keep it ${holdSeconds} more seconds`,
  );

  const tell = (outcome: Outcome): void => {
    say(byId("cart-refusal"), outcome.done ? null : outcome.refusal.text);
    showLines(cart, outcome.done ? new Map() : outcome.refusal.lines, tell);
  };
  const does = (id: string, act: () => Promise<Outcome>): void => {
    const button = byId(id, HTMLButtonElement);
    button.addEventListener("click", async () => {
      button.disabled = true;
      tell(await act());
      button.disabled = false;
    });
  };

  does("cart-extend", () => cart.extend());
  does("cart-release", () => cart.release());
  does("cart-put-back", () => cart.putBack());
  does("cart-pay", () => payFor(cart, server));
  byId("cart-dismiss").addEventListener("click", () => cart.dismissLost());

  let shown: CartState | null = null;
  cart.watch((state) => {
    // Every second the time alone is another.
    if (state !== shown) {
      shown = state;
      showPhase(state);
      showLines(cart, new Map(), tell);
      showLostLines(state.lost);
    }
    showTime(state, holdSeconds);
  });
}

function showPhase(state: CartState): void {
  byId("cart").dataset.phase = state.phase;
  byId("cart-asking").hidden = state.phase !== "asking";
  byId("cart-held").hidden = state.phase !== "held";
  byId("cart-lost").hidden = state.lost.length === 0;
  byId("cart-empty").hidden = state.phase !== "empty" || state.lost.length > 0;
  if (state.phase !== "held") return;
  const cents = state.lines.reduce((sum, { good, line }) => sum + goodFacts(good).priceCents * line.quantity, 0);
  say(byId("cart-total"), price(cents));
  say(byId("cart-pay"), `Pay ${price(cents)}`);
}

function showTime(state: CartState, holdSeconds: number): void {
  if (state.phase !== "held") return;
  const { remainingMs } = state.held;
  say(byId("cart-time"), minutesAndSeconds(remainingMs));
  byId("cart-time").classList.toggle("is-short", remainingMs < 30_000);
  byId("cart-bar", HTMLProgressElement).value = Math.min(1, remainingMs / (holdSeconds * 1_000));
}
