import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Availability, AvailabilityList, Selection } from "../../sdk/index.ts";
import { productViewWithChoices } from "../catalogue/product-choices.ts";
import { selectionFault } from "../catalogue/resolve-lines.ts";
import { productView, skuView } from "../catalogue/views.ts";
import { AVAILABILITY_SKUS_MAX } from "../core/bounds.ts";
import type { AppEnv } from "./app-env.ts";
import { defineRoute } from "./define-route.ts";
import { answerWithView, answerWithViews } from "./etag.ts";
import { ProblemError } from "./problem.ts";
import { jsonAnswer } from "./responses.ts";
import { availability, availabilityList } from "./schemas/availability.ts";
import { selection as selectionSchema } from "./schemas/line.ts";
import { channelCode, productId, skuText } from "./schemas/text.ts";
import { viewerOf } from "./viewer-of.ts";

const viewQuery = {
  channel: channelCode.optional().openapi({ description: "Code of a channel; default `web`." }),
  reservation: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: "A reservation whose own units do not count against the asker." }),
  consistency: z
    .enum(["strong"])
    .optional()
    .openapi({ description: "A view is up to half a second old, as `asOf` says; `strong` has it read now." }),
};

const one = defineRoute({
  method: "get",
  path: "/v1/availability/{sku}",
  tags: ["Availability"],
  summary: "What the shopper is told of a SKU",
  request: { params: z.object({ sku: skuText }), query: z.strictObject(viewQuery) },
  responses: {
    200: jsonAnswer(availability, "The view, with an ETag."),
    304: { description: "The same as the view of `If-None-Match`." },
  },
  problems: ["sku_not_found", "channel_not_found"],
});

const many = defineRoute({
  method: "get",
  path: "/v1/availability",
  tags: ["Availability"],
  summary: "What the shopper is told of many SKUs",
  request: {
    query: z.strictObject({
      ...viewQuery,
      // Any text: one that can be no SKU is a SKU that does not exist, and the others of the page are answered.
      sku: z.preprocess(listed, z.array(z.string()).min(1).max(AVAILABILITY_SKUS_MAX)).openapi({
        description: `Repeated, at most ${AVAILABILITY_SKUS_MAX} times. A text that can be no SKU is answered among the unknown ones.`,
        type: "array",
        items: { type: "string" },
        example: ["MUG-BLUE", "MUG-RED"],
      }),
    }),
  },
  responses: {
    200: jsonAnswer(
      availabilityList,
      "The views in the order asked, and the texts that name no SKU, as they were asked.",
    ),
    304: { description: "The same as the answer of `If-None-Match`." },
  },
  problems: ["channel_not_found"],
});

const product = defineRoute({
  method: "get",
  path: "/v1/products/{id}/availability",
  tags: ["Availability"],
  summary: "What the shopper is told of a product, for the options chosen so far",
  request: {
    params: z.object({ id: productId }),
    query: z.strictObject({
      ...viewQuery,
      selection: z
        .string()
        .max(4_000)
        .optional()
        .openapi({ description: "The options chosen, as JSON.", example: '{"Size":"M"}' }),
      choices: z.enum(["true", "false"]).optional().openapi({
        description:
          "`true`: of a product with combinations the view says as well which values of each attribute are still possible with what is chosen, and whether anything that goes with them can be bought. Default `false`.",
      }),
    }),
  },
  responses: {
    200: jsonAnswer(availability, "The view, with an ETag."),
    304: { description: "The same as the view of `If-None-Match`." },
  },
  problems: ["product_not_found", "channel_not_found"],
});

/** A parameter that stands once is a list of one. */
function listed(value: unknown): unknown {
  return typeof value === "string" ? [value] : value;
}

/** What the shopper is told: one SKU, many, a product. */
export function availabilityRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(one, async (context) => {
    const { sku } = context.req.valid("param");
    const view = await skuView(sku, await viewerOf(context, context.req.valid("query")));
    if (view === null) throw new ProblemError("sku_not_found", `There is no SKU ${sku}.`);
    return answer(context, view);
  });

  app.openapi(many, async (context) => {
    const query = context.req.valid("query");
    const viewer = await viewerOf(context, query);
    const skus = [...new Set(query.sku)];
    const views = await Promise.all(skus.map((sku) => (isSku(sku) ? skuView(sku, viewer) : null)));
    const list: AvailabilityList = {
      items: views.filter((view) => view !== null),
      unknown: skus.filter((_, index) => views[index] === null),
    };
    // The answer's type: 200 with the list, or 304.
    return (await answerWithViews(context, list)) as never;
  });

  app.openapi(product, async (context) => {
    const { id } = context.req.valid("param");
    const query = context.req.valid("query");
    const found = await context.var.facts.product(id);
    if (found === null) throw new ProblemError("product_not_found", `There is no product ${id}.`);
    const selection = parseSelection(query.selection);
    const fault = selectionFault(found, selection, "selection");
    if (fault !== null) throw ProblemError.field(fault.pointer, fault.detail);
    const viewer = await viewerOf(context, query);
    const viewed = query.choices === "true" ? productViewWithChoices : productView;
    return answer(context, await viewed(found, selection, viewer));
  });
}

/** No object is asked about anything else. */
function isSku(text: string): boolean {
  return skuText.safeParse(text).success;
}

async function answer(context: Context<AppEnv>, view: Availability): Promise<never> {
  // As above.
  return (await answerWithView(context, view)) as never;
}

function parseSelection(text: string | undefined): Selection {
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw ProblemError.field("selection", "must be JSON");
  }
  const parsed = selectionSchema.safeParse(value);
  if (!parsed.success) throw ProblemError.field("selection", "must be an object of texts");
  return parsed.data;
}
