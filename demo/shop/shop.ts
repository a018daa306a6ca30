import { createStorefront } from "../../sdk/index.ts";
import "../../widget/define.ts";
import { Cart } from "./cart/cart.ts";
import { showCartPage } from "./cart-page.ts";
import { openCounter } from "./counter.ts";
import { showMiniCart } from "./mini-cart.ts";
import { readPage } from "./page.ts";
import { showProductPage } from "./product-page.ts";
import { ShopServer } from "./shop-server.ts";

/** Choices shall show within two seconds what another shopper took. */
const REFRESH_MS = 1_000;

// The script of every page. The elements on it are alive by their definition alone; this is the rest of the shop.
const { kind, key, holdSeconds } = readPage();
if (key !== null) {
  const storefront = createStorefront({ baseUrl: location.origin, key, refreshMs: REFRESH_MS });
  const server = new ShopServer(location.origin);
  const cart = new Cart(storefront, holdSeconds);
  showMiniCart(cart);
  openCounter(server);
  if (kind === "product") showProductPage(cart, storefront);
  if (kind === "cart") showCartPage(cart, server, holdSeconds);
  void cart.open();
  // A page that was out of sight may have slept past the time.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void cart.refresh();
  });
}
