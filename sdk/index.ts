export { type Admin, type AdminOptions, createAdmin } from "./admin/admin.ts";
export type { AuditCall } from "./admin/audit.ts";
export type { BulkCalls } from "./admin/bulk.ts";
export type { ChannelCalls } from "./admin/channels.ts";
export type { DeadLetterCalls } from "./admin/dead-letters.ts";
export type { EstimateCalls } from "./admin/estimates.ts";
export type { EventCalls } from "./admin/events.ts";
export type { ExportCall } from "./admin/export.ts";
export type { KeyCalls } from "./admin/keys.ts";
export type { MovementCalls } from "./admin/movements.ts";
export type { OrderCalls } from "./admin/orders.ts";
export type { ProductCalls } from "./admin/products.ts";
export type { ProjectionCalls } from "./admin/projection.ts";
export type { ReplenishmentCalls } from "./admin/replenishments.ts";
export type { ReportCalls } from "./admin/reports.ts";
export type { SettingsCalls } from "./admin/settings.ts";
export type { SkuCalls } from "./admin/skus.ts";
export type { AdminSubscriptionCalls } from "./admin/subscriptions.ts";
export type { WarehouseCalls, WarehouseRemovalOptions } from "./admin/warehouses.ts";
export type { WebhookCalls } from "./admin/webhooks.ts";
export * from "./contract/index.ts";
export type { Environment } from "./environment.ts";
export * from "./errors/index.ts";
export * from "./mappers/index.ts";
export { type AvailabilityCalls, createAvailability } from "./storefront/availability.ts";
export type { CartReservation } from "./storefront/cart-reservation.ts";
export { createProductAvailability, type ProductAvailabilityCalls } from "./storefront/products.ts";
export type { Perspective, ProductQuery, ProductQuestion, Question } from "./storefront/question.ts";
export { createReservations, type ReservationCalls } from "./storefront/reservations.ts";
export { createReserving, type Reserving } from "./storefront/reserve.ts";
export { createStorefront, type Storefront, type StorefrontOptions } from "./storefront/storefront.ts";
export { createSubscriptions, type SubscriptionCalls } from "./storefront/subscriptions.ts";
export type { Hooks, RequestNews, ResponseNews, RetryNews } from "./transport/hooks.ts";
export { freshIdempotencyKey } from "./transport/idempotency-key.ts";
export { type PublishableKey, publishableKey, type SecretKey, secretKey } from "./transport/key.ts";
export type {
  CallOptions,
  ClientOptions,
  Fetch,
  PageOptions,
  RevisionOptions,
  TransportOptions,
  WriteOptions,
} from "./transport/options.ts";
export type { Paged } from "./transport/paged.ts";
export { type Answer, type Call, createTransport, type Transport } from "./transport/transport.ts";
export { post, read } from "./transport/verbs.ts";
export { createFeed } from "./watch/create-feed.ts";
export type { AvailabilityWatcher, Feed } from "./watch/feed.ts";
export type { Watch, WatchOptions } from "./watch/watch.ts";
