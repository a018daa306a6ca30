import { ADMIN_REFUSALS } from "../errors/admin-refusals.ts";
import { createProductAvailability, type ProductAvailabilityCalls } from "../storefront/products.ts";
import { type Storefront, storefrontOver } from "../storefront/storefront.ts";
import { observed } from "../transport/hooks.ts";
import { type SecretKey, secretKey } from "../transport/key.ts";
import type { ClientOptions } from "../transport/options.ts";
import { createTransport, type Transport } from "../transport/transport.ts";
import { type AuditCall, createAudit } from "./audit.ts";
import { type BulkCalls, createBulk } from "./bulk.ts";
import { type ChannelCalls, createChannels } from "./channels.ts";
import { createDeadLetters, type DeadLetterCalls } from "./dead-letters.ts";
import { createEstimates, type EstimateCalls } from "./estimates.ts";
import { createEvents, type EventCalls } from "./events.ts";
import { createExport, type ExportCall } from "./export.ts";
import { createKeys, type KeyCalls } from "./keys.ts";
import { createMovements, type MovementCalls } from "./movements.ts";
import { createOrders, type OrderCalls } from "./orders.ts";
import { createProducts, type ProductCalls } from "./products.ts";
import { createProjection, type ProjectionCalls } from "./projection.ts";
import { createReplenishments, type ReplenishmentCalls } from "./replenishments.ts";
import { createReports, type ReportCalls } from "./reports.ts";
import { createSettings, type SettingsCalls } from "./settings.ts";
import { createSkus, type SkuCalls } from "./skus.ts";
import { type AdminSubscriptionCalls, createAdminSubscriptions } from "./subscriptions.ts";
import { createWarehouses, type WarehouseCalls } from "./warehouses.ts";
import { createWebhooks, type WebhookCalls } from "./webhooks.ts";

/** Everything, as far as the key's scopes go: a shop's server, an admin's script. */
export interface Admin extends Omit<Storefront, "products" | "subscriptions"> {
  orders: OrderCalls;
  skus: SkuCalls;
  replenishments: ReplenishmentCalls;
  products: ProductCalls & ProductAvailabilityCalls;
  bulk: BulkCalls;
  keys: KeyCalls;
  settings: SettingsCalls;
  estimates: EstimateCalls;
  warehouses: WarehouseCalls;
  channels: ChannelCalls;
  projection: ProjectionCalls;
  movements: MovementCalls;
  events: EventCalls;
  reports: ReportCalls;
  audit: AuditCall;
  export: ExportCall;
  subscriptions: AdminSubscriptionCalls;
  webhooks: WebhookCalls;
  deadLetters: DeadLetterCalls;
}

/** How a server reaches its Onhand server. */
export interface AdminOptions extends ClientOptions {
  /** A secret key. `secretKey(process.env.ONHAND_KEY)` takes one from a text. */
  key: SecretKey;
}

/**
 * A client for servers and scripts. Throws like `createStorefront`: a secret key on a page is refused, as whatever a page is
 * given, everybody has. A `TypeError` without a key, and with a publishable one.
 */
export function createAdmin(options: AdminOptions): Admin {
  secretKey(options.key);
  const made = createTransport({ ...options, fetch: observed(options, options.fetch) });
  const transport: Transport = {
    ...made,
    send: (path, call) => made.send(path, { ...call, refusals: ADMIN_REFUSALS }),
  };
  return {
    ...storefrontOver(transport, options.refreshMs),
    orders: createOrders(transport),
    skus: createSkus(transport),
    replenishments: createReplenishments(transport),
    products: { ...createProducts(transport), ...createProductAvailability(transport) },
    bulk: createBulk(transport),
    keys: createKeys(transport),
    settings: createSettings(transport),
    estimates: createEstimates(transport),
    warehouses: createWarehouses(transport),
    channels: createChannels(transport),
    projection: createProjection(transport),
    movements: createMovements(transport),
    events: createEvents(transport),
    reports: createReports(transport),
    audit: createAudit(transport),
    export: createExport(transport),
    subscriptions: createAdminSubscriptions(transport),
    webhooks: createWebhooks(transport),
    deadLetters: createDeadLetters(transport),
  };
}
