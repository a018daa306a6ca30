/**
 * Every bound of the service, in one place. Each has an error code and a test at it and one past it.
 * Milliseconds end in `Ms`; all bounds are inclusive.
 */

/** |figure| of any stock figure (DESIGN section 3). */
export const FIGURE_MAX = 1_000_000_000;
/** Units one line may ask for. */
export const LINE_QUANTITY_MAX = 1_000_000;
/** Lines of one reservation. */
export const LINES_MAX = 100;
/** SKUs behind the lines of one reservation, kit components included. */
export const CLAIM_SKUS_MAX = 100;
/** Changes and extensions of one reservation. */
export const RESERVATION_CHANGES_MAX = 100;
/** Characters of the stored answers of one reservation: with its lines they have to fit into a row of 2 MB. */
export const ANSWERS_LENGTH_MAX = 500_000;
/** Open holds of one SKU. */
export const OPEN_HOLDS_PER_SKU_MAX = 20_000;
/** Open holds of one SKU that come from one client with a shopper's key or origin. */
export const OPEN_HOLDS_PER_CLIENT_MAX = 20;
/** Warehouses at which one SKU may have stock. */
export const WAREHOUSES_PER_SKU_MAX = 100;
/** Warehouses of a store, removed ones included: every SKU is told which ones those are. */
export const WAREHOUSES_MAX = 500;
/** Channels of a store, and warehouses that one channel names: every SKU is told all of them. */
export const CHANNELS_MAX = 50;
export const WAREHOUSES_PER_CHANNEL_MAX = 100;
/** |position| of a warehouse in lists. */
export const POSITION_MAX = 1_000_000;
/** Characters of an address. */
export const ADDRESS_LENGTH_MAX = 500;
/** SKUs that are named when a warehouse cannot be closed. */
export const CLOSING_OBSTACLES_MAX = 100;
/** Open replenishments of one SKU; so many closed ones are kept besides, the oldest are forgotten first. */
export const REPLENISHMENTS_PER_SKU_MAX = 100;
/** Shipments that a refusal names. */
export const SHIPMENTS_NAMED_MAX = 100;

/** Life of a reservation, as asked for. */
export const TTL_MIN_MS = 60_000;
export const TTL_DEFAULT_MS = 15 * 60_000;
export const TTL_MAX_MS = 24 * 3_600_000;
/** The same for a shopper's key: one stretch, and all stretches together. */
export const SHOPPER_TTL_MAX_MS = 30 * 60_000;
export const SHOPPER_LIFE_MAX_MS = 2 * 3_600_000;

/** A message from a slot to a SKU is dropped when it arrives later than this after it was sent. */
export const STEP_DEADLINE_MS = 10_000;
/** How long an ended claim is remembered: longer than any message about it can live. */
export const ENDED_CLAIM_KEPT_MS = 2 * 60_000;
/** A hold that is older than this, or overdue, is asked about before its units make a SKU refuse. */
export const HOLD_UNCONFIRMED_MS = 30_000;
/** An open claim older than this is compared with its slot by the audit. */
export const CLAIM_AUDITED_AFTER_MS = 10 * 60_000;
/** Claims asked about in one call to a slot. */
export const QUESTIONS_PER_CALL_MAX = 1_000;
/** Claims a slot's steps may carry in one call to a SKU. */
export const STEPS_PER_CALL_MAX = 500;
/** Calls with steps that a SKU wishes for at most in a second, all slots together, once they carry this many claims each. */
export const STEP_CALLS_PER_SECOND_MAX = 350;
export const CLAIMS_PER_CALL_WORTH_GATHERING = 1.25;
/** The longest that a slot gathers steps between two calls to a SKU because the SKU wishes so. */
export const STEPS_GATHERED_FOR_MS_MAX = 250;
/** Attempts at a partial reservation. */
export const PARTIAL_TRIES_MAX = 3;
/** Attempts to place an order whose reservation changes in the meantime. */
export const PLACE_TRIES_MAX = 3;
/** How long the units of an order may stay held while it is decided: nobody owns them if it never is. */
export const ORDER_HOLD_MS = TTL_MIN_MS;
/** Characters of an order's record beyond which it is not altered any more: it has to fit into a row of 2 MB. */
export const ORDER_LENGTH_MAX = 500_000;
/** A record and its idempotency key are kept this long after the record ended. */
export const RECORD_KEPT_MS = 7 * 24 * 3_600_000;
/** Ended records that one alarm forgets, and how often it looks. */
export const RECORDS_FORGOTTEN_PER_ALARM_MAX = 500;
export const FORGET_EVERY_MS = 3_600_000;
/** Decided steps that were never driven to their end (a crash) are looked for after this. */
export const DRIVE_WATCHDOG_MS = 30_000;
/** A step that a SKU did not answer is sent again after this, doubling up to the second figure. */
export const DRIVE_RETRY_MS = 1_000;
export const DRIVE_RETRY_MAX_MS = 60_000;
/** Reservations that one alarm ends; the next alarm follows at once. */
export const ENDED_PER_ALARM_MAX = 500;

/** Ledger lines in one message to the projection. */
export const LEDGER_LINES_PER_MESSAGE_MAX = 100;
/** Events in one message to the projection. */
export const EVENTS_PER_MESSAGE_MAX = 100;
/** Recorded events are forgotten after this, so many by one cron run. */
export const EVENTS_KEPT_MS = 90 * 24 * 3_600_000;
export const EVENTS_FORGOTTEN_PER_CRON_MAX = 1_000;
/** Attempts at telling a custom low-stock activity of an event, and how long one may take. */
export const REACTION_TRIES_MAX = 5;
export const REACTION_MS_MAX = 10_000;
/** Events of which a custom activity should have been told by now are told again, so many by one cron run. */
export const REACTION_OVERDUE_MS = 10 * 60_000;
export const REACTIONS_PER_CRON_MAX = 100;
/** A change is announced to the projection this long after it, together with what came meanwhile. */
export const ANNOUNCE_AFTER_MS = 500;
/** The same for a change that no ledger line speaks of: carts that come and go. */
export const ANNOUNCE_HOLDS_AFTER_MS = 5_000;
/** Lines that were sent and not acknowledged are sent again after this. */
export const ANNOUNCE_AGAIN_MS = 30_000;
/** Acknowledged ledger lines kept in the object; older ones are folded into the checkpoint, this many at a time. */
export const LEDGER_LINES_KEPT = 1_000;
export const LEDGER_LINES_FOLDED_PER_TIME = 1_000;
/** Stored answers of stock writes are kept this long. */
export const ANSWER_KEPT_MS = RECORD_KEPT_MS;
/** Of those, how many one write removes when they are older. */
export const ANSWERS_FORGOTTEN_PER_WRITE_MAX = 10;
/** Ended claims that one call forgets when their time has come. */
export const CLAIMS_FORGOTTEN_PER_CALL_MAX = 50;

/** A message is delayed at most this long by a queue (Cloudflare's bound is 12 hours); what is due later is sent on again. */
export const QUEUE_DELAY_MS_MAX = 12 * 3_600_000;
/** Messages of one batch to a queue (Cloudflare's bound). */
export const MESSAGES_PER_SEND_MAX = 100;

/** Characters of an e-mail address (RFC 5321 section 4.5.3.1.3, less the brackets). */
export const EMAIL_LENGTH_MAX = 254;
/** Characters of a product's address and of a webhook endpoint's. */
export const URL_LENGTH_MAX = 2_000;
/** Characters of the shop's name, and addresses that its owner is told at. */
export const SHOP_NAME_LENGTH_MAX = 200;
export const OWNER_ADDRESSES_MAX = 10;
/** Bounds of the settings of subscriptions. */
export const SUBSCRIPTION_DAYS_MAX = 730;
export const SUBSCRIPTIONS_PER_ADDRESS_MAX = 1_000;
export const SETTLING_SECONDS_MAX = 3_600;
export const WAVE_FACTOR_MAX = 100;
/** How long the link that confirms a subscription can be followed. */
export const CONFIRMATION_LINK_MS = 48 * 3_600_000;
/** A shopper who asks again is sent the link again, once in this time. */
export const CONFIRMATION_AGAIN_MS = 15 * 60_000;
/** Ended subscriptions are forgotten after this: long enough for the link in a mail to say what became of them. */
export const SUBSCRIPTION_KEPT_MS = 90 * 24 * 3_600_000;
/** Subscriptions that one cron run has lapse, and forgets. */
export const SUBSCRIPTIONS_ENDED_PER_CRON_MAX = 1_000;
/** Mails of one wave, however much there is; the next one comes after this time. */
export const WAVE_MAILS_MAX = 1_000;
export const WAVE_EVERY_MS = 3_600_000;
/** What is waited for is looked at by one message so often, and so many by one cron run. */
export const LOOKS_PER_MESSAGE_MAX = 20;
export const LOOKS_PER_CRON_MAX = 1_000;
/** Everything that is waited for is looked at once in this time, although no message speaks of it. */
export const LOOK_EVERY_MS = 3_600_000;
/** A look that the cron has asked for, and that has not come, is asked for again after this. */
export const LOOK_AGAIN_MS = 5 * 60_000;

/** Attempts to send a mail; how long to wait after the first, doubling up to the second figure. */
export const MAIL_TRIES_MAX = 10;
export const MAIL_RETRY_MS = 30_000;
export const MAIL_RETRY_MAX_MS = 3_600_000;
/** How long a mail's transport may take. */
export const MAIL_SEND_MS_MAX = 30_000;
/** An attempt that was begun has surely ended after this: one of which nothing is known was cut off. */
export const MAIL_ATTEMPT_MS_MAX = 60_000;
/** Mails that should have been tried so long ago are sent on again: their message was lost. */
export const MAIL_OVERDUE_MS = 60_000;
/** Characters of a title in a subject; the rest is cut off there. */
export const SUBJECT_TITLE_LENGTH_MAX = 100;
/** Mails that were sent or given up are forgotten after this, so many by one cron run. */
export const MAILS_KEPT_MS = 30 * 24 * 3_600_000;
export const MAILS_FORGOTTEN_PER_CRON_MAX = 1_000;
/** Mails that should have been tried by now are sent on again, so many by one cron run. */
export const MAILS_RESENT_PER_CRON_MAX = 500;
/** Mails that the local outbox keeps, the newest. */
export const OUTBOX_MAILS_MAX = 200;

/** What crosses a line is told to the owner together with what comes in this time, so many in one mail. */
export const CROSSINGS_GATHERED_MS = 60_000;
export const CROSSINGS_PER_MAIL_MAX = 200;
/** A change of stock that is told so long after it was written is no news any more: it is recorded, and passed on to nobody. */
export const ADJUSTMENT_NEWS_MS_MAX = 24 * 3_600_000;
/** Crossings older than this tell an owner nothing new. */
export const CROSSINGS_STALE_MS = 24 * 3_600_000;
/** SKUs of one digest. */
export const DIGEST_ROWS_MAX = 500;

/** Webhook endpoints of an installation, and characters of a description. */
export const WEBHOOKS_MAX = 50;
export const WEBHOOK_DESCRIPTION_LENGTH_MAX = 200;
/** Hours that a rotated secret stays valid, and secrets that sign at the same time. */
export const SECRET_OVERLAP_HOURS_MAX = 168;
export const SECRET_OVERLAP_HOURS_DEFAULT = 24;
export const SECRETS_PER_WEBHOOK_MAX = 2;
/** How long an endpoint may take to answer. */
export const WEBHOOK_MS_MAX = 15_000;
/** Bytes of an answer that are read and kept with the attempt. */
export const RESPONSE_HEAD_BYTES_MAX = 1_024;
/** An endpoint of which every attempt has failed for so long, at least so many in all, is disabled. */
export const WEBHOOK_FAILING_MS_MAX = 5 * 24 * 3_600_000;
export const WEBHOOK_FAILING_ATTEMPTS_MIN = 10;
/** An endpoint's wish to be left alone (`Retry-After`) is heeded up to this. */
export const RETRY_AFTER_MS_MAX = 24 * 3_600_000;
/** Long enough that an attempt to deliver has surely ended: its request, and what is written of it. Until then no other is made. */
export const DELIVERY_CLAIM_MS = 60_000;
/** A delivery that is due for so long has lost its message on the way. */
export const DELIVERY_OVERDUE_MS = 2 * 60_000;
/** Deliveries that one replay sends, and that one cron run sends on again. */
export const DELIVERIES_PER_REPLAY_MAX = 1_000;
export const DELIVERIES_RESENT_PER_CRON_MAX = 500;
/** Deliveries are forgotten after this with their attempts, so many by one cron run. */
export const DELIVERIES_KEPT_MS = 30 * 24 * 3_600_000;
export const DELIVERIES_FORGOTTEN_PER_CRON_MAX = 1_000;
/** Dead letters are forgotten after this, so many by one cron run. */
export const DEAD_LETTERS_KEPT_MS = 90 * 24 * 3_600_000;
export const DEAD_LETTERS_FORGOTTEN_PER_CRON_MAX = 1_000;
/** Characters of an error that are kept. */
export const ERROR_LENGTH_MAX = 500;

/** SKUs that one answer with choices looks at; a SKU that combinations sell by different rules counts once for each. */
export const CHOICE_SKUS_MAX = 100;
/** Combinations that one answer with choices weighs, each as often as it comes up: a tenth of a second at the very worst. */
export const CHOICE_STEPS_MAX = 200_000;
/** SKUs of one availability question, and rows of one bulk request. */
export const AVAILABILITY_SKUS_MAX = 100;
export const BULK_ROWS_MAX = 100;
/** SKUs that a dry run may be told to take as existing. */
export const ASSUMED_SKUS_MAX = 1_000;
/** Rows of one answer as CSV. */
export const CSV_ROWS_MAX = 5_000;
/** What sells a SKU, as a report names it. */
export const SELLERS_NAMED_MAX = 10;
/** SKUs that an audit asks at the same time. */
export const SKUS_AUDITED_AT_ONCE_MAX = 10;
/** Items of one page of a list, and the default. */
export const PAGE_SIZE_MAX = 100;
export const PAGE_SIZE_DEFAULT = 50;
/** Bytes of a request body. */
export const BODY_BYTES_MAX = 1_048_576;
/** Characters of names. */
export const SKU_LENGTH_MAX = 128;
export const CODE_LENGTH_MAX = 64;
/** Of the strategies and low-stock activities that a deployment adds. */
export const RULE_NAME_LENGTH_MAX = 64;
export const DOCUMENT_LENGTH_MAX = 128;
export const NOTE_LENGTH_MAX = 500;
export const TITLE_LENGTH_MAX = 500;
export const KEY_NAME_LENGTH_MAX = 64;
/** Characters of an idempotency key; a shopper's must have 128 random bits, 22 characters of base 64. */
export const IDEMPOTENCY_KEY_LENGTH_MAX = 200;
export const SHOPPER_IDEMPOTENCY_KEY_LENGTH_MIN = 22;
/** Parts of a product. */
export const ATTRIBUTES_MAX = 10;
export const ATTRIBUTE_VALUES_MAX = 200;
export const ATTRIBUTE_TEXT_LENGTH_MAX = 128;
export const COMBINATIONS_MAX = 1_000;
export const KIT_COMPONENTS_MAX = 20;
export const KIT_COMPONENT_QUANTITY_MAX = 10_000;
export const ALLOWED_QUANTITIES_MAX = 100;
export const PREORDER_CHANNELS_MAX = 50;
/** Named estimates of a store: a Worker remembers all of them together. */
export const ESTIMATES_MAX = 100;
/** Parts of an estimate. */
export const ESTIMATE_DAYS_MAX = 3_650;
export const ESTIMATE_PRIORITY_MAX = 1_000_000;
export const ESTIMATE_LOCALES_MAX = 50;
export const ESTIMATE_TEXT_LENGTH_MAX = 200;
/** Characters of a language tag; what RFC 5646 section 4.4.1 asks to have room for. */
export const LOCALE_LENGTH_MAX = 35;
export const ALLOWED_ORIGINS_MAX = 100;
/** API keys of an installation. */
export const KEYS_MAX = 1_000;
/** Characters of a key that a Worker remembers; one that is longer is looked up each time. */
export const KEY_TEXT_LENGTH_MAX = 200;
/** Catalogue facts may be this old in a Worker. */
export const FACTS_CACHED_MS = 5_000;
/** Entries a Worker remembers of each kind of fact. */
export const FACTS_CACHED_MAX = 5_000;
/** What a SKU has said for views may be this old in a Worker, and so many SKUs' are remembered. */
export const LOOKS_REMEMBERED_MS = 500;
export const LOOKS_REMEMBERED_MAX = 5_000;
/** SKUs told of new store defaults, or asked for their figures, by one queue message. */
export const SKUS_PER_JOB_MAX = 50;
/** SKUs woken by one cron run. */
export const SKUS_WOKEN_PER_CRON_MAX = 200;
