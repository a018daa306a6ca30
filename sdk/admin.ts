import { type AdminSubscriptionCalls, createAdminSubscriptions } from "./admin-subscriptions.ts";
import { type AuditCall, createAudit } from "./audit.ts";
import { type BulkCalls, createBulk } from "./bulk.ts";
import { type ChannelCalls, createChannels } from "./channels.ts";
import { createDeadLetters, type DeadLetterCalls } from "./dead-letters.ts";
import { createEstimates, type EstimateCalls } from "./estimates.ts";
import { createEvents, type EventCalls } from "./events.ts";
import { createExport, type ExportCall } from "./export.ts";
import { createKeys, type KeyCalls } from "./keys.ts";
import { createMovements, type MovementCalls } from "./movements.ts";
import type { ClientOptions } from "./options.ts";
import { createOrders, type OrderCalls } from "./orders.ts";
import { createProducts, type ProductCalls } from "./products.ts";
import { createProjection, type ProjectionCalls } from "./projection.ts";
import { createReplenishments, type ReplenishmentCalls } from "./replenishments.ts";
import { createReports, type ReportCalls } from "./reports.ts";
import { createSettings, type SettingsCalls } from "./settings.ts";
import { createSkus, type SkuCalls } from "./skus.ts";
import { type Storefront, storefrontOver } from "./storefront.ts";
import { createTransport } from "./transport.ts";
import { createWarehouses, type WarehouseCalls } from "./warehouses.ts";
import { createWebhooks, type WebhookCalls } from "./webhook-endpoints.ts";

/** Everything, as far as the key's scopes go: a shop's server, an admin's script. */
export interface Admin extends Storefront {
  orders: OrderCalls;
  skus: SkuCalls;
  replenishments: ReplenishmentCalls;
  products: ProductCalls;
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

/**
 * A client with a secret key. Throws like `createStorefront`, and a `TypeError` in a browser: whatever a page is given,
 * everybody has.
 */
export function createAdmin(options: ClientOptions & { key: string }): Admin {
  if ("document" in globalThis && "window" in globalThis) {
    throw new TypeError(
      "createAdmin does not run in a browser: a secret key there is everybody's. A page uses createStorefront.",
    );
  }
  const transport = createTransport(options);
  return {
    ...storefrontOver(transport),
    orders: createOrders(transport),
    skus: createSkus(transport),
    replenishments: createReplenishments(transport),
    products: createProducts(transport),
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
