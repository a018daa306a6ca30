import type { MinimalEnv } from "./stock-object.ts";

export { StockObject } from "./stock-object.ts";

/**
 * What Onhand is measured against: a Worker that calls one object a SKU and knows no keys, no validation, no repeats.
 * A cart whose second line is short keeps its first one, for ever.
 */
export default {
  async fetch(request, env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case "/static":
        return new Response("ok");
      case "/hold": {
        const { lines } = await request.json<{ lines: { sku: string; quantity: number }[] }>();
        const held = await Promise.all(lines.map(({ sku, quantity }) => env.STOCK.getByName(sku).hold(quantity)));
        if (held.includes(null)) return Response.json({ code: "insufficient_stock" }, { status: 409 });
        return Response.json({ held }, { status: 201 });
      }
      case "/availability": {
        const read = async (sku: string): Promise<unknown> => {
          const { onHand, held } = await env.STOCK.getByName(sku).read();
          return { sku, onHand, held, available: onHand - held };
        };
        return Response.json({ items: await Promise.all(searchParams.getAll("sku").map(read)) });
      }
      case "/stock": {
        const { skus, onHand } = await request.json<{ skus: string[]; onHand: number }>();
        await Promise.all(skus.map((sku) => env.STOCK.getByName(sku).stock(onHand)));
        return Response.json({});
      }
    }
    return new Response(null, { status: 404 });
  },
} satisfies ExportedHandler<MinimalEnv>;
