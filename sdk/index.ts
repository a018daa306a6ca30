export { type Admin, createAdmin } from "./admin.ts";
export type { AdminSubscriptionCalls } from "./admin-subscriptions.ts";
export type { Answer } from "./answer.ts";
export type { AuditCall } from "./audit.ts";
export {
  type AvailabilityCalls,
  createAvailability,
  type WatchOptions,
} from "./availability.ts";
export type { BulkCalls } from "./bulk.ts";
export type { ChannelCalls } from "./channels.ts";
export * from "./contract/index.ts";
export type { DeadLetterCalls } from "./dead-letters.ts";
export type { Environment } from "./environment.ts";
export * from "./errors/index.ts";
export type { EstimateCalls } from "./estimates.ts";
export type { EventCalls } from "./events.ts";
export type { ExportCall } from "./export.ts";
export { freshIdempotencyKey } from "./idempotency-key.ts";
export type { KeyCalls } from "./keys.ts";
export type { MovementCalls } from "./movements.ts";
export type { CallOptions, ClientOptions, Fetch, PageOptions, RevisionOptions, WriteOptions } from "./options.ts";
export type { OrderCalls } from "./orders.ts";
export type { ProductCalls } from "./products.ts";
export type { ProjectionCalls } from "./projection.ts";
export type { Perspective, ProductQuestion, Question } from "./question.ts";
export type { ReplenishmentCalls } from "./replenishments.ts";
export type { ReportCalls } from "./reports.ts";
export type { ReservationCalls } from "./reservations.ts";
export type { SettingsCalls } from "./settings.ts";
export type { SkuCalls } from "./skus.ts";
export { createStorefront, type Storefront } from "./storefront.ts";
export { createSubscriptions, type SubscriptionCalls } from "./subscriptions.ts";
export { type Call, createTransport, type Transport } from "./transport.ts";
export type { WarehouseCalls, WarehouseRemovalOptions } from "./warehouses.ts";
export type { AvailabilityWatcher } from "./watched.ts";
export type { WebhookCalls } from "./webhook-endpoints.ts";
