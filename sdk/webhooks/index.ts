export type * from "../contract/event.ts";
export type { Selection } from "../contract/line.ts";
export type { WebhookEventType, WebhookMessage } from "../contract/webhook.ts";
export type { HeaderRecord, HeadersLike, ReceivedWebhook, WebhookRequest } from "./received-webhook.ts";
export { type SignedWebhook, type SignOptions, signWebhook } from "./sign-webhook.ts";
export { type VerifyOptions, verifyWebhook } from "./verify-webhook.ts";
export {
  isWebhookVerificationError,
  type WebhookVerificationCode,
  WebhookVerificationError,
} from "./webhook-verification-error.ts";
