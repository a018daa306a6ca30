export { type AllocationStrategy, allocateOncePaid, type StateReport } from "./core/allocation.ts";
export type { FreeUnits, WarehouseStrategy } from "./core/placing.ts";
export type { ActingActivity, DisplayStrategy, LowStockVerdict } from "./core/rules.ts";
export type { ChannelFigures, StockFacts } from "./core/stock-facts.ts";
export { type ChoiceState, judgeAvailability, type Question, type Verdict } from "./core/verdict.ts";
export type { Env } from "./env.ts";
export type { StockHandler } from "./handler.ts";
export type { CustomLowStockActivity } from "./low-stock-activity.ts";
export type {
  CrossingRow,
  DigestRow,
  MailFacts,
  MailItem,
  MailKind,
} from "./notify/mail/mail-facts.ts";
export { TEMPLATES as MAIL_TEMPLATES } from "./notify/mail/templates.ts";
export type {
  MailOutcome,
  MailTemplate,
  MailTemplates,
  MailTransport,
  OutgoingMail,
  RenderedMail,
  TemplateSetting,
} from "./notify/mail/transport.ts";
export { SkuObject } from "./objects/sku-object.ts";
export { SlotObject } from "./objects/slot-object.ts";
export { createStockWorker, type StockWorker } from "./stock-worker.ts";
export type { StockWorkerOptions } from "./stock-worker-options.ts";
