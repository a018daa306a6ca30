import { html } from "hono/html";
import { type Admin, isNotFoundError, type Order } from "../../sdk/index.ts";
import { publicUrlOf } from "../../worker/notify/mail/public-url.ts";
import { goodOf } from "../catalogue/goods.ts";
import { skusOf } from "../catalogue/shop-skus.ts";
import { type DemoApp, type DemoContext, inDemo, shopServer } from "./demo-context.ts";
import { hasOutbox } from "./has-outbox.ts";
import { PAGE_HEADERS } from "./headers.ts";
import { isOrderId } from "./order-id.ts";
import { pageKey } from "./page-key.ts";
import { cartPage } from "./pages/cart-page.ts";
import { layout, type Page } from "./pages/layout.ts";
import { listPage } from "./pages/list-page.ts";
import { messagePage } from "./pages/message-page.ts";
import { orderPage } from "./pages/order-page.ts";
import { productPage, selectionOf } from "./pages/product-page.ts";
import { setUp } from "./set-up.ts";
import { seenGoods } from "./shelf.ts";

/** A page before it is known what stands on every one. */
type Content = Omit<Page, "key" | "hasOutbox"> & { status?: 200 | 404 };

const NOT_FOUND: Content = {
  kind: "message",
  title: "Not here – Loam",
  description: "There is no such page.",
  main: messagePage("Not here", "There is no such page in the shop, or what it showed is not on sale."),
  status: 404,
};

/** The pages of the shop. */
export function pageRoutes(app: DemoApp): void {
  const page = (path: string, content: (context: DemoContext, server: Admin) => Content | Promise<Content>): void => {
    app.get(
      path,
      inDemo((context) => answer(app, context, content)),
    );
  };

  page("/", async (_, server) => ({
    kind: "list",
    title: "Loam – for the table",
    description: "Ceramics for the table, made in small batches.",
    main: listPage(await seenGoods(server)),
  }));

  page("/products/:id", async (context, server) => {
    const good = goodOf(context.req.param("id") ?? "");
    if (good === undefined || !(await seenGoods(server)).includes(good)) return NOT_FOUND;
    const [sku] = skusOf(good);
    return {
      kind: "product",
      title: `${good.title} – Loam`,
      description: good.text,
      ...(sku === undefined ? {} : { counterSku: sku }),
      main: productPage(good, selectionOf(good.product.attributes ?? [], context.req.query()), hasOutbox(context.env)),
    };
  });

  page("/cart", () => ({
    kind: "cart",
    title: "Your cart – Loam",
    description: "What is set aside for you, and for how long.",
    main: cartPage(),
  }));

  page("/orders/:id", async (context, server) => {
    const id = context.req.param("id") ?? "";
    const order = isOrderId(id) ? await readOrder(server, id) : null;
    if (order === null) return NOT_FOUND;
    return { kind: "order", title: "Thank you – Loam", description: "Your order is placed.", main: orderPage(order) };
  });
}

/** Sets the shop up if need be, and sends a page with the key for it. */
async function answer(
  app: DemoApp,
  context: DemoContext,
  content: (context: DemoContext, server: Admin) => Content | Promise<Content>,
): Promise<Response> {
  const server = shopServer(app, context);
  if (server === null) return context.html(withoutAdminKey(), 503, PAGE_HEADERS);
  await setUp(server, Date.now(), publicUrlOf(context.env));
  const adminKey = context.env.ADMIN_KEY ?? "";
  const key = await context.var.facts.remember("demo/page-key", () => pageKey(server, adminKey));
  const { status = 200, ...page } = await content(context, server);
  return context.html(layout({ ...page, key, hasOutbox: hasOutbox(context.env) }), status, PAGE_HEADERS);
}

async function readOrder(server: Admin, id: string): Promise<Order | null> {
  try {
    return await server.orders.get(id);
  } catch (error) {
    if (isNotFoundError(error)) return null;
    throw error;
  }
}

function withoutAdminKey() {
  return layout({
    kind: "message",
    title: "Almost there – Loam",
    description: "The admin key is missing.",
    key: null,
    hasOutbox: false,
    main: messagePage(
      "The admin key is missing",
      html`The shop fills itself through the API, and needs the secret <code>ADMIN_KEY</code> for that:
        <code>npx wrangler secret put ADMIN_KEY</code>. <code>npm start</code> makes one by itself.`,
    ),
  });
}
