import type { Cart } from "./cart/cart.ts";
import { unitsOf } from "./cart/cart-line.ts";
import { minutesAndSeconds } from "./cart/minutes-and-seconds.ts";
import { byId, say } from "./page.ts";

/** The cart in the masthead of every page: how much is in it, and how long it is kept. */
export function showMiniCart(cart: Cart): void {
  const count = byId("mini-cart-count");
  const time = byId("mini-cart-time");
  cart.watch((state) => {
    const isHeld = state.phase === "held";
    say(count, isHeld ? String(unitsOf(state.lines)) : null);
    say(time, isHeld ? minutesAndSeconds(state.held.remainingMs) : null);
    time.title = "kept for you";
    if (!isHeld && state.lost.length > 0) {
      say(time, "time’s up");
      time.title = "what was in it went back on the shelf";
    }
    time.classList.toggle("is-short", isHeld && state.held.remainingMs < 30_000);
    time.classList.toggle("is-over", !isHeld && state.lost.length > 0);
  });
}
