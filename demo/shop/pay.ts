import type { Cart, Outcome } from "./cart/cart.ts";
import { refusalOf } from "./cart/refusal.ts";
import type { ShopServer } from "./shop-server.ts";

/** Has the shop's server place the order, and goes to its page. Only that server has the key for it. */
export async function payFor(cart: Cart, server: ShopServer): Promise<Outcome> {
  const { state } = cart;
  if (state.phase !== "held") return { done: true };
  try {
    const order = await server.pay(state.held.id);
    cart.clear();
    location.assign(`/orders/${order.id}`);
    return { done: true };
  } catch (error) {
    const refusal = refusalOf(error, state.lines);
    // Too late, or paid in a copy of this window: what has become of the cart is asked before anybody looks.
    await cart.refresh();
    return { done: false, refusal };
  }
}
