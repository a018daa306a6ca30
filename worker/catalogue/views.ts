import type { Availability, Policy, Product, Selection, StockFigures } from "../../sdk/index.ts";
import { type EstimateFacts, estimateNamed, estimateOfKit } from "../core/estimate.ts";
import { type ChannelFacts, sellsNothing } from "../core/limit.ts";
import { choose } from "../core/product.ts";
import type { StockRules } from "../core/rules.ts";
import { kitStock, type StockFacts, uncountedStock, unsoldStock } from "../core/stock-facts.ts";
import type { ChoiceState } from "../core/verdict.ts";
import { versionOf } from "../core/version.ts";
import { type ViewFacts, viewOf } from "../core/view.ts";
import type { Look, LookQuestion, StoreSettings } from "../objects/sku-callable.ts";
import type { RecentLooks } from "./recent-looks.ts";
import { productPolicy } from "./resolve-lines.ts";

/** For whom, and from where, a view is made. */
export interface Viewer {
  channel: ChannelFacts;
  store: StoreSettings;
  estimates: EstimateFacts;
  reservation: string | null;
  /** Sees figures whatever policy says. */
  secret: boolean;
  mailConfigured: boolean;
  nowMs: number;
  /** Every figure is read now: none that was read a moment ago. */
  strong: boolean;
  looks: RecentLooks;
  rules: StockRules;
  ask: (sku: string, question: LookQuestion) => Promise<Look | null>;
}

/** Who asks a SKU: itself, or a product with its settings and a combination's own word. */
interface Asker {
  product: Product | null;
  selection: Selection | null;
  allowOutOfStock: boolean | null;
}

/** A view before it is made. */
export interface Sight {
  /** All that the view is made of. */
  facts: () => ViewFacts;
  /** Settings whose dates change it by themselves. */
  policies: readonly Policy[];
  /** Where it is one SKU's: what that said, and to whom. */
  looked: { look: Look; asker: Asker } | null;
}

/** The view of a SKU by itself; `null`: there is no such SKU. */
export async function skuView(sku: string, viewer: Viewer): Promise<Availability | null> {
  const sight = await skuSight(sku, viewer);
  return sight === null ? null : viewOfSight(sight, viewer);
}

/** The view of a product for a selection, kits and uncounted products included. */
export async function productView(product: Product, selection: Selection, viewer: Viewer): Promise<Availability> {
  return viewOfSight(await productSight(product, selection, viewer), viewer);
}

/** What the view of a SKU by itself is made of; `null`: there is no such SKU. */
export function skuSight(sku: string, viewer: Viewer): Promise<Sight | null> {
  return sightOfSku(sku, { product: null, selection: null, allowOutOfStock: null }, viewer);
}

/** The same for the view of a product. */
export async function productSight(product: Product, selection: Selection, viewer: Viewer): Promise<Sight> {
  switch (product.inventoryMethod) {
    case "none":
      return uncountedSight(product, selection, "made", viewer);
    case "kit":
      return kitSight(product, viewer);
    case "sku":
      return counted(product, product.sku, null, selection, viewer);
    case "combinations": {
      const choice = choose(product, selection);
      if (choice.state !== "made") return uncountedSight(product, selection, choice.state, viewer);
      if (choice.sku === null) return uncountedSight(product, selection, "made", viewer);
      return counted(product, choice.sku, choice.allowOutOfStock, selection, viewer);
    }
  }
}

/** A look's view is made once for each asker. */
function viewOfSight({ facts, looked }: Sight, viewer: Viewer): Availability {
  if (looked === null) return viewOf(facts());
  return viewer.looks.viewOf(looked.look, textOf(looked.asker, viewer), () => viewOf(facts()));
}

async function counted(
  product: Product,
  sku: string | null,
  allowOutOfStock: boolean | null,
  selection: Selection,
  viewer: Viewer,
): Promise<Sight> {
  const sight = sku === null ? null : await sightOfSku(sku, { product, selection, allowOutOfStock }, viewer);
  return sight ?? uncountedSight(product, selection, "impossible", viewer);
}

async function sightOfSku(sku: string, asker: Asker, viewer: Viewer): Promise<Sight | null> {
  const look = await lookAt(sku, asker, viewer);
  if (look === null) return null;
  const facts = (): ViewFacts => ({
    sku,
    ...named(asker.product, asker.selection),
    channel: viewer.channel.code,
    policy: look.policy,
    stock: look.stock,
    choice: "made",
    estimate: estimateNamed(look.policy.availabilityEstimate, estimatesFor(viewer)),
    mailConfigured: viewer.mailConfigured,
    rules: viewer.rules,
    version: versionOf(
      { ...look, product: asker.product?.revision ?? 0, estimates: viewer.estimates.revision },
      look.policy,
      look.at,
    ),
    nowMs: look.at,
    ...(viewer.secret ? { figures: look.figures } : {}),
  });
  return { facts, policies: [look.policy], looked: { look, asker } };
}

async function kitSight(product: Product, viewer: Viewer): Promise<Sight> {
  const asker: Asker = { product: null, selection: null, allowOutOfStock: null };
  const components = await Promise.all(
    product.components.map(async ({ sku, quantity }) => ({ look: await lookAt(sku, asker, viewer), quantity })),
  );
  const known = components.flatMap(({ look, quantity }) => (look === null ? [] : [{ look, quantity }]));
  // A component that does not exist is one of which there is none.
  if (known.length < components.length) return uncountedSight(product, {}, "impossible", viewer);
  const policy = productPolicy(product.policy, viewer.store.policy);
  const stock = kitStock(known.map(({ look, quantity }) => ({ stock: look.stock, quantity })));
  const counts = { ...NOTHING, product: product.revision, estimates: viewer.estimates.revision };
  for (const { look } of known) {
    counts.changes += look.changes;
    counts.revisions += look.revisions;
    counts.overdue += look.overdue;
    counts.datesPassed += look.datesPassed;
  }
  const nowMs = Math.min(...known.map(({ look }) => look.at));
  const boundaries = known.reduce((sum, { look }) => sum + versionOf(NOTHING, look.policy, nowMs), 0);
  const facts = (): ViewFacts => ({
    sku: null,
    ...named(product, null),
    channel: viewer.channel.code,
    policy,
    stock,
    choice: "made",
    estimate: estimateOfKit(
      {
        own: product.policy.availabilityEstimate,
        inherited: policy.availabilityEstimate,
        components: known.map(({ look, quantity }) => ({
          stock: look.stock,
          quantity,
          named: look.policy.availabilityEstimate,
        })),
      },
      estimatesFor(viewer),
    ),
    mailConfigured: viewer.mailConfigured,
    rules: viewer.rules,
    version: versionOf(counts, policy, nowMs) + boundaries,
    nowMs,
    ...(viewer.secret ? { figures: kitFigures(stock.tracked, stock.available) } : {}),
  });
  return { facts, policies: [policy, ...known.map(({ look }) => look.policy)], looked: null };
}

function uncountedSight(product: Product, selection: Selection, choice: ChoiceState, viewer: Viewer): Sight {
  const policy = productPolicy(product.policy, viewer.store.policy);
  const counts = {
    ...NOTHING,
    revisions: viewer.store.revision,
    product: product.revision,
    estimates: viewer.estimates.revision,
  };
  const facts = (): ViewFacts => ({
    sku: null,
    ...named(product, selection),
    channel: viewer.channel.code,
    policy,
    stock: uncountedStockFor(viewer),
    choice,
    estimate: estimateNamed(policy.availabilityEstimate, estimatesFor(viewer)),
    mailConfigured: viewer.mailConfigured,
    rules: viewer.rules,
    version: versionOf(counts, policy, viewer.nowMs),
    nowMs: viewer.nowMs,
    ...(viewer.secret ? { figures: kitFigures(false, 0) } : {}),
  });
  return { facts, policies: [policy], looked: null };
}

/** Stock of what nobody counts; where nothing is sold, it is not sold either. */
export function uncountedStockFor({ channel }: Viewer): StockFacts {
  return sellsNothing(channel) ? unsoldStock() : uncountedStock();
}

const NOTHING = { changes: 0, revisions: 0, product: 0, overdue: 0, estimates: 0, datesPassed: 0 };

/** Where nothing is sold, nothing is on its way either. */
export function estimatesFor({ channel, estimates }: Viewer): EstimateFacts {
  return sellsNothing(channel) ? { ...estimates, byId: new Map() } : estimates;
}

/** What a SKU says to an asker; `null`: there is no such SKU. */
export function lookAt(
  sku: string,
  asker: Pick<Asker, "product" | "allowOutOfStock">,
  viewer: Viewer,
): Promise<Look | null> {
  const { channel, store, reservation, looks, ask } = viewer;
  const { allowOutOfStock } = asker;
  const question = { channel, store, product: asker.product?.policy ?? null, allowOutOfStock, reservation };
  const read = (): Promise<Look | null> => ask(sku, question);
  return viewer.strong ? read() : looks.look(sku, question, read);
}

/** All that a view is made from beside the look, whose question has the channel and the store's settings. */
function textOf({ product, selection }: Asker, viewer: Viewer): string {
  const known = product === null ? plainTexts.get(viewer) : undefined;
  if (known !== undefined) return known;
  const { secret, mailConfigured, estimates } = viewer;
  const text = JSON.stringify([secret, mailConfigured, estimates.revision, product?.revision, product?.id, selection]);
  if (product === null) plainTexts.set(viewer, text);
  return text;
}

/** Written once for all the SKUs that a request asks for by themselves. */
const plainTexts = new WeakMap<Viewer, string>();

function named(product: Product | null, selection: Selection | null): { product?: string; selection?: Selection } {
  if (product === null) return {};
  return { product: product.id, ...(selection === null || Object.keys(selection).length === 0 ? {} : { selection }) };
}

/** A kit has no figures of its own but what can be promised of it. */
function kitFigures(tracked: boolean, available: number): StockFigures {
  const figure = tracked ? available : null;
  return { onHand: 0, held: 0, allocated: 0, planned: 0, incoming: 0, available: figure, stockLevel: figure };
}
