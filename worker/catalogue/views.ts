import type { Availability, Product, Selection, StockFigures } from "../../sdk/index.ts";
import type { ChannelFacts } from "../core/limit.ts";
import { choose } from "../core/product.ts";
import { kitStock, uncountedStock } from "../core/stock-facts.ts";
import type { ChoiceState } from "../core/verdict.ts";
import { versionOf } from "../core/version.ts";
import { viewOf } from "../core/view.ts";
import type { Look, LookQuestion, StoreSettings } from "../objects/sku-callable.ts";
import { productPolicy } from "./resolve-lines.ts";

/** For whom, and from where, a view is made. */
export interface Viewer {
  channel: ChannelFacts;
  store: StoreSettings;
  reservation: string | null;
  /** Sees figures whatever policy says. */
  secret: boolean;
  mailConfigured: boolean;
  nowMs: number;
  look: (sku: string, question: LookQuestion) => Promise<Look | null>;
}

/** Who asks a SKU: itself, or a product with its settings and a combination's own word. */
interface Asker {
  product: Product | null;
  selection: Selection | null;
  allowOutOfStock: boolean | null;
}

/** The view of a SKU by itself; `null`: there is no such SKU. */
export async function skuView(sku: string, viewer: Viewer): Promise<Availability | null> {
  return viewOfSku(sku, { product: null, selection: null, allowOutOfStock: null }, viewer);
}

/** The view of a product for a selection, kits and uncounted products included. */
export async function productView(product: Product, selection: Selection, viewer: Viewer): Promise<Availability> {
  switch (product.inventoryMethod) {
    case "none":
      return uncountedView(product, selection, "made", viewer);
    case "kit":
      return kitView(product, viewer);
    case "sku":
      return counted(product, product.sku, null, selection, viewer);
    case "combinations": {
      const choice = choose(product, selection);
      if (choice.state !== "made") return uncountedView(product, selection, choice.state, viewer);
      if (choice.sku === null) return uncountedView(product, selection, "made", viewer);
      return counted(product, choice.sku, choice.allowOutOfStock, selection, viewer);
    }
  }
}

async function counted(
  product: Product,
  sku: string | null,
  allowOutOfStock: boolean | null,
  selection: Selection,
  viewer: Viewer,
): Promise<Availability> {
  const view = sku === null ? null : await viewOfSku(sku, { product, selection, allowOutOfStock }, viewer);
  return view ?? uncountedView(product, selection, "impossible", viewer);
}

async function viewOfSku(sku: string, asker: Asker, viewer: Viewer): Promise<Availability | null> {
  const look = await lookAt(sku, asker, viewer);
  if (look === null) return null;
  return viewOf({
    sku,
    ...named(asker.product, asker.selection),
    channel: viewer.channel.code,
    policy: look.policy,
    stock: look.stock,
    choice: "made",
    estimate: null,
    mailConfigured: viewer.mailConfigured,
    version: versionOf({ ...look, product: asker.product?.revision ?? 0 }, look.policy, viewer.nowMs),
    nowMs: viewer.nowMs,
    ...(viewer.secret ? { figures: look.figures } : {}),
  });
}

async function kitView(product: Product, viewer: Viewer): Promise<Availability> {
  const asker: Asker = { product: null, selection: null, allowOutOfStock: null };
  const components = await Promise.all(
    product.components.map(async ({ sku, quantity }) => ({ look: await lookAt(sku, asker, viewer), quantity })),
  );
  const known = components.flatMap(({ look, quantity }) => (look === null ? [] : [{ look, quantity }]));
  // A component that does not exist is one of which there is none.
  if (known.length < components.length) return uncountedView(product, {}, "impossible", viewer);
  const policy = productPolicy(product.policy, viewer.store.policy);
  const stock = kitStock(known.map(({ look, quantity }) => ({ stock: look.stock, quantity })));
  const counts = { changes: 0, revisions: 0, product: product.revision, overdue: 0 };
  for (const { look } of known) {
    counts.changes += look.changes;
    counts.revisions += look.revisions;
    counts.overdue += look.overdue;
  }
  const boundaries = known.reduce((sum, { look }) => sum + versionOf(NOTHING, look.policy, viewer.nowMs), 0);
  return viewOf({
    sku: null,
    ...named(product, null),
    channel: viewer.channel.code,
    policy,
    stock,
    choice: "made",
    estimate: null,
    mailConfigured: viewer.mailConfigured,
    version: versionOf(counts, policy, viewer.nowMs) + boundaries,
    nowMs: viewer.nowMs,
    ...(viewer.secret ? { figures: kitFigures(stock.tracked, stock.available) } : {}),
  });
}

function uncountedView(product: Product, selection: Selection, choice: ChoiceState, viewer: Viewer): Availability {
  const policy = productPolicy(product.policy, viewer.store.policy);
  const counts = { changes: 0, revisions: viewer.store.revision, product: product.revision, overdue: 0 };
  return viewOf({
    sku: null,
    ...named(product, selection),
    channel: viewer.channel.code,
    policy,
    stock: uncountedStock(),
    choice,
    estimate: null,
    mailConfigured: viewer.mailConfigured,
    version: versionOf(counts, policy, viewer.nowMs),
    nowMs: viewer.nowMs,
    ...(viewer.secret ? { figures: kitFigures(false, 0) } : {}),
  });
}

const NOTHING = { changes: 0, revisions: 0, product: 0, overdue: 0 };

function lookAt(sku: string, asker: Asker, { channel, store, reservation, look }: Viewer): Promise<Look | null> {
  const { allowOutOfStock } = asker;
  return look(sku, { channel, store, product: asker.product?.policy ?? null, allowOutOfStock, reservation });
}

function named(product: Product | null, selection: Selection | null): { product?: string; selection?: Selection } {
  if (product === null) return {};
  return { product: product.id, ...(selection === null || Object.keys(selection).length === 0 ? {} : { selection }) };
}

/** A kit has no figures of its own but what can be promised of it. */
function kitFigures(tracked: boolean, available: number): StockFigures {
  const figure = tracked ? available : null;
  return { onHand: 0, held: 0, allocated: 0, planned: 0, incoming: 0, available: figure, stockLevel: figure };
}
