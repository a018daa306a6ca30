import type { z } from "@hono/zod-openapi";
import { describe, expectTypeOf, test } from "vitest";
import type { errorOfAnswer } from "../../../sdk/errors/error-of-answer.ts";
import type {
  Admin,
  AnyOnhandError,
  CartReservation,
  Fetch,
  Page,
  ProblemCode,
  Storefront,
} from "../../../sdk/index.ts";
import type { auditPage } from "../../../worker/routes/schemas/audit.ts";
import type { availability, availabilityList } from "../../../worker/routes/schemas/availability.ts";
import type {
  bulkAdjust,
  bulkCount,
  bulkProducts,
  bulkReceipts,
  bulkReceiptsResult,
  bulkReplenishments,
  bulkReplenishmentsResult,
  bulkResult,
  bulkSkus,
  bulkStockResult,
  bulkTransfer,
  bulkTransferResult,
} from "../../../worker/routes/schemas/bulk.ts";
import type { channel, channelRequest } from "../../../worker/routes/schemas/channel.ts";
import type { deadLetter, deadLetterPage } from "../../../worker/routes/schemas/dead-letter.ts";
import type { estimate, estimateRequest } from "../../../worker/routes/schemas/estimate.ts";
import type { eventPage } from "../../../worker/routes/schemas/event.ts";
import type { key, keyRequest, newKey } from "../../../worker/routes/schemas/key.ts";
import type { movementPage } from "../../../worker/routes/schemas/movement.ts";
import type { order, orderCancellation, orderRequest } from "../../../worker/routes/schemas/order.ts";
import type { policyPatch } from "../../../worker/routes/schemas/policy.ts";
import type { problem } from "../../../worker/routes/schemas/problem.ts";
import type { product, productRequest } from "../../../worker/routes/schemas/product.ts";
import type {
  receipt,
  receiptRequest,
  replenishment,
  replenishmentRequest,
} from "../../../worker/routes/schemas/replenishment.ts";
import type { lowStockPage } from "../../../worker/routes/schemas/report.ts";
import type {
  reservation,
  reservationChange,
  reservationExtension,
  reservationRequest,
} from "../../../worker/routes/schemas/reservation.ts";
import type { settings, settingsPatch } from "../../../worker/routes/schemas/settings.ts";
import type {
  adjustRequest,
  audit,
  countRequest,
  movement,
  sku,
  skuRequest,
  skuSummary,
  stockWrite,
} from "../../../worker/routes/schemas/sku.ts";
import type {
  addressErasure,
  addressRecord,
  addressRequest,
  subscription,
  subscriptionAnswer,
  subscriptionRequest,
} from "../../../worker/routes/schemas/subscription.ts";
import type { stockTransfer, transferRequest } from "../../../worker/routes/schemas/transfer.ts";
import type { warehouse, warehouseRequest } from "../../../worker/routes/schemas/warehouse.ts";
import type {
  delivery,
  deliveryDetail,
  deliveryQuery,
  webhook,
  webhookReplay,
  webhookReplayed,
  webhookRequest,
  webhookRotation,
  webhookSecrets,
} from "../../../worker/routes/schemas/webhook.ts";

// What the client sends and gives is what the Worker's schemas take and answer with, to the last field. The compiler
// checks it (`npm run typecheck`); running it shows only that these tests are there.

/** What a call gives in the end. */
type Gives<Call extends (...given: never[]) => PromiseLike<unknown>> = Awaited<ReturnType<Call>>;
/** What a list is a list of. */
type Item<Call extends (...given: never[]) => AsyncIterable<unknown>> =
  ReturnType<Call> extends AsyncIterable<infer One> ? One : never;
/** What a watch gives. */
type Watched<Call extends (...given: never[]) => AsyncGenerator<unknown, void>> =
  ReturnType<Call> extends AsyncGenerator<infer One, void> ? One : never;
/** What a call is given at a place. */
type Takes<Call extends (...given: never[]) => unknown, Place extends number> = Exclude<
  Parameters<Call>[Place],
  undefined
>;

describe("the client gives what the Worker answers with", () => {
  test("to a shop page", () => {
    expectTypeOf<Gives<Storefront["availability"]["get"]>>().toEqualTypeOf<z.output<typeof availability>>();
    expectTypeOf<Gives<Storefront["availability"]["list"]>>().toEqualTypeOf<z.output<typeof availabilityList>>();
    expectTypeOf<Gives<Storefront["products"]["availability"]>>().toEqualTypeOf<z.output<typeof availability>>();
    expectTypeOf<Watched<Storefront["watch"]>>().toEqualTypeOf<z.output<typeof availability>>();
    expectTypeOf<Gives<Storefront["subscriptions"]["create"]>>().toEqualTypeOf<z.output<typeof subscriptionAnswer>>();
    expectTypeOf<Gives<Storefront["reservations"]["create"]>>().toEqualTypeOf<z.output<typeof reservation>>();
    expectTypeOf<Gives<Storefront["reservations"]["get"]>>().toEqualTypeOf<z.output<typeof reservation>>();
    expectTypeOf<Gives<Storefront["reservations"]["change"]>>().toEqualTypeOf<z.output<typeof reservation>>();
    expectTypeOf<Gives<Storefront["reservations"]["extend"]>>().toEqualTypeOf<z.output<typeof reservation>>();
    expectTypeOf<Gives<Storefront["reservations"]["release"]>>().toEqualTypeOf<z.output<typeof reservation>>();
  });

  test("to a cart", () => {
    type Told = z.output<typeof reservation>;
    expectTypeOf<Gives<Storefront["reserve"]>>().toEqualTypeOf<CartReservation>();
    expectTypeOf<Gives<Storefront["restore"]>>().toEqualTypeOf<CartReservation>();
    // All that the server tells, and as it tells it.
    expectTypeOf<Pick<CartReservation, keyof Told>>().toExtend<Told>();
    expectTypeOf<Told>().toExtend<Pick<CartReservation, keyof Told>>();
  });

  test("item by item of a list", () => {
    expectTypeOf<Item<Admin["skus"]["list"]>>().toEqualTypeOf<z.output<typeof skuSummary>>();
    expectTypeOf<Item<Admin["skus"]["movements"]>>().toEqualTypeOf<z.output<typeof movement>>();
    expectTypeOf<Item<Admin["webhooks"]["deliveries"]>>().toEqualTypeOf<z.output<typeof delivery>>();
    expectTypeOf<Item<Admin["subscriptions"]["list"]>>().toEqualTypeOf<z.output<typeof subscription>>();
  });

  test("to a shop's server and an admin", () => {
    expectTypeOf<Gives<Admin["orders"]["place"]>>().toEqualTypeOf<z.output<typeof order>>();
    expectTypeOf<Gives<Admin["orders"]["get"]>>().toEqualTypeOf<z.output<typeof order>>();
    expectTypeOf<Gives<Admin["orders"]["cancel"]>>().toEqualTypeOf<z.output<typeof order>>();
    expectTypeOf<Gives<Admin["skus"]["create"]>>().toEqualTypeOf<z.output<typeof sku>>();
    expectTypeOf<Gives<Admin["skus"]["get"]>>().toEqualTypeOf<z.output<typeof sku>>();
    expectTypeOf<Gives<Admin["skus"]["changePolicy"]>>().toEqualTypeOf<z.output<typeof sku>>();
    expectTypeOf<Gives<Admin["skus"]["list"]>>().toEqualTypeOf<Page<z.output<typeof skuSummary>>>();
    expectTypeOf<Gives<Admin["skus"]["adjust"]>>().toEqualTypeOf<z.output<typeof stockWrite>>();
    expectTypeOf<Gives<Admin["skus"]["count"]>>().toEqualTypeOf<z.output<typeof stockWrite>>();
    expectTypeOf<Gives<Admin["skus"]["transfer"]>>().toEqualTypeOf<z.output<typeof stockTransfer>>();
    expectTypeOf<Gives<Admin["replenishments"]["get"]>>().toEqualTypeOf<z.output<typeof replenishment>>();
    expectTypeOf<Gives<Admin["replenishments"]["put"]>>().toEqualTypeOf<z.output<typeof replenishment>>();
    expectTypeOf<Gives<Admin["replenishments"]["list"]>>().toEqualTypeOf<Page<z.output<typeof replenishment>>>();
    expectTypeOf<Gives<Admin["replenishments"]["listOf"]>>().toEqualTypeOf<Page<z.output<typeof replenishment>>>();
    expectTypeOf<Gives<Admin["replenishments"]["receive"]>>().toEqualTypeOf<z.output<typeof receipt>>();
    expectTypeOf<Gives<Admin["skus"]["movements"]>>().toEqualTypeOf<Page<z.output<typeof movement>>>();
    expectTypeOf<Gives<Admin["skus"]["audit"]>>().toEqualTypeOf<z.output<typeof audit>>();
    expectTypeOf<Gives<Admin["audit"]>>().toEqualTypeOf<z.output<typeof auditPage>>();
    expectTypeOf<Gives<Admin["movements"]["list"]>>().toEqualTypeOf<z.output<typeof movementPage>>();
    expectTypeOf<Gives<Admin["events"]["list"]>>().toEqualTypeOf<z.output<typeof eventPage>>();
    expectTypeOf<Gives<Admin["reports"]["lowStock"]>>().toEqualTypeOf<z.output<typeof lowStockPage>>();
    expectTypeOf<Gives<Admin["products"]["get"]>>().toEqualTypeOf<z.output<typeof product>>();
    expectTypeOf<Gives<Admin["products"]["put"]>>().toEqualTypeOf<z.output<typeof product>>();
    expectTypeOf<Gives<Admin["products"]["list"]>>().toEqualTypeOf<Page<z.output<typeof product>>>();
    expectTypeOf<Gives<Admin["bulk"]["skus"]>>().toEqualTypeOf<z.output<typeof bulkResult>>();
    expectTypeOf<Gives<Admin["bulk"]["products"]>>().toEqualTypeOf<z.output<typeof bulkResult>>();
    expectTypeOf<Gives<Admin["bulk"]["adjust"]>>().toEqualTypeOf<z.output<typeof bulkStockResult>>();
    expectTypeOf<Gives<Admin["bulk"]["count"]>>().toEqualTypeOf<z.output<typeof bulkStockResult>>();
    expectTypeOf<Gives<Admin["bulk"]["transfers"]>>().toEqualTypeOf<z.output<typeof bulkTransferResult>>();
    expectTypeOf<Gives<Admin["bulk"]["replenishments"]>>().toEqualTypeOf<z.output<typeof bulkReplenishmentsResult>>();
    expectTypeOf<Gives<Admin["bulk"]["receipts"]>>().toEqualTypeOf<z.output<typeof bulkReceiptsResult>>();
    expectTypeOf<Gives<Admin["deadLetters"]["list"]>>().toEqualTypeOf<z.output<typeof deadLetterPage>>();
    expectTypeOf<Gives<Admin["deadLetters"]["replay"]>>().toEqualTypeOf<z.output<typeof deadLetter>>();
    expectTypeOf<Gives<Admin["webhooks"]["get"]>>().toEqualTypeOf<z.output<typeof webhook>>();
    expectTypeOf<Gives<Admin["webhooks"]["put"]>>().toEqualTypeOf<z.output<typeof webhook>>();
    expectTypeOf<Gives<Admin["webhooks"]["list"]>>().toEqualTypeOf<Page<z.output<typeof webhook>>>();
    expectTypeOf<Gives<Admin["webhooks"]["secrets"]>>().toEqualTypeOf<z.output<typeof webhookSecrets>>();
    expectTypeOf<Gives<Admin["webhooks"]["rotate"]>>().toEqualTypeOf<z.output<typeof webhookSecrets>>();
    expectTypeOf<Gives<Admin["webhooks"]["ping"]>>().toEqualTypeOf<z.output<typeof delivery>>();
    expectTypeOf<Gives<Admin["webhooks"]["deliveries"]>>().toEqualTypeOf<Page<z.output<typeof delivery>>>();
    expectTypeOf<Gives<Admin["webhooks"]["delivery"]>>().toEqualTypeOf<z.output<typeof deliveryDetail>>();
    expectTypeOf<Gives<Admin["webhooks"]["replay"]>>().toEqualTypeOf<z.output<typeof delivery>>();
    expectTypeOf<Gives<Admin["webhooks"]["replaySince"]>>().toEqualTypeOf<z.output<typeof webhookReplayed>>();
    expectTypeOf<Gives<Admin["keys"]["create"]>>().toEqualTypeOf<z.output<typeof newKey>>();
    expectTypeOf<Gives<Admin["keys"]["list"]>>().toEqualTypeOf<Page<z.output<typeof key>>>();
    expectTypeOf<Gives<Admin["settings"]["get"]>>().toEqualTypeOf<z.output<typeof settings>>();
    expectTypeOf<Gives<Admin["settings"]["change"]>>().toEqualTypeOf<z.output<typeof settings>>();
    expectTypeOf<Gives<Admin["subscriptions"]["subscribe"]>>().toEqualTypeOf<z.output<typeof subscription>>();
    expectTypeOf<Gives<Admin["subscriptions"]["get"]>>().toEqualTypeOf<z.output<typeof subscription>>();
    expectTypeOf<Gives<Admin["subscriptions"]["list"]>>().toEqualTypeOf<Page<z.output<typeof subscription>>>();
    expectTypeOf<Gives<Admin["subscriptions"]["ofAddress"]>>().toEqualTypeOf<z.output<typeof addressRecord>>();
    expectTypeOf<Gives<Admin["subscriptions"]["erase"]>>().toEqualTypeOf<z.output<typeof addressErasure>>();
    expectTypeOf<Gives<Admin["estimates"]["get"]>>().toEqualTypeOf<z.output<typeof estimate>>();
    expectTypeOf<Gives<Admin["estimates"]["put"]>>().toEqualTypeOf<z.output<typeof estimate>>();
    expectTypeOf<Gives<Admin["estimates"]["list"]>>().toEqualTypeOf<Page<z.output<typeof estimate>>>();
    expectTypeOf<Gives<Admin["warehouses"]["get"]>>().toEqualTypeOf<z.output<typeof warehouse>>();
    expectTypeOf<Gives<Admin["warehouses"]["put"]>>().toEqualTypeOf<z.output<typeof warehouse>>();
    expectTypeOf<Gives<Admin["warehouses"]["list"]>>().toEqualTypeOf<Page<z.output<typeof warehouse>>>();
    expectTypeOf<Gives<Admin["warehouses"]["remove"]>>().toEqualTypeOf<z.output<typeof warehouse> | null>();
    // Both ways, as the names of strategies that are built in are only listed in the one.
    expectTypeOf<Gives<Admin["channels"]["get"]>>().toExtend<z.output<typeof channel>>();
    expectTypeOf<z.output<typeof channel>>().toExtend<Gives<Admin["channels"]["get"]>>();
    expectTypeOf<Gives<Admin["channels"]["list"]>>().toExtend<Page<z.output<typeof channel>>>();
  });

  test("as a refusal", () => {
    type Said = z.output<typeof problem>;
    type Heard = NonNullable<AnyOnhandError["problem"]>;
    // The Worker's schema leaves the code a text.
    expectTypeOf<Omit<Heard, "code">>().toEqualTypeOf<Omit<Said, "code">>();
    expectTypeOf<Heard["code"]>().toEqualTypeOf<ProblemCode>();
    expectTypeOf<ReturnType<typeof errorOfAnswer>>().toEqualTypeOf<AnyOnhandError>();
  });
});

describe("the client takes what the Worker takes", () => {
  test("from a shop page", () => {
    expectTypeOf<Takes<Storefront["reservations"]["create"], 0>>().toEqualTypeOf<z.output<typeof reservationRequest>>();
    type Reserved = z.output<typeof reservationRequest>;
    expectTypeOf<Takes<Storefront["reserve"], 0>>().toEqualTypeOf<Reserved["lines"]>();
    expectTypeOf<Takes<CartReservation["change"], 0>>().toEqualTypeOf<Reserved["lines"]>();
    expectTypeOf<Takes<Storefront["reserve"], 1>>().toExtend<Omit<Reserved, "lines">>();
    expectTypeOf<Takes<CartReservation["extend"], 0>>().toEqualTypeOf<
      NonNullable<z.output<typeof reservationExtension>["ttlSeconds"]>
    >();
    expectTypeOf<Takes<Storefront["reservations"]["change"], 1>>().toEqualTypeOf<z.output<typeof reservationChange>>();
    expectTypeOf<Takes<Storefront["reservations"]["extend"], 1>>().toEqualTypeOf<
      z.output<typeof reservationExtension>
    >();
  });

  test("of who is told by webhooks", () => {
    type Query = z.output<z.ZodObject<typeof deliveryQuery>>;
    expectTypeOf<Takes<Admin["webhooks"]["put"], 1>>().toEqualTypeOf<z.output<typeof webhookRequest>>();
    expectTypeOf<Takes<Admin["webhooks"]["rotate"], 1>>().toEqualTypeOf<z.output<typeof webhookRotation>>();
    expectTypeOf<Takes<Admin["webhooks"]["deliveries"], 1>>().toEqualTypeOf<Query>();
    expectTypeOf<Takes<Admin["webhooks"]["replaySince"], 1>>().toEqualTypeOf<z.output<typeof webhookReplay>>();
  });

  test("of who wishes to be told", () => {
    expectTypeOf<Takes<Storefront["subscriptions"]["create"], 0>>().toEqualTypeOf<
      z.output<typeof subscriptionRequest>
    >();
    expectTypeOf<Takes<Admin["subscriptions"]["subscribe"], 0>>().toEqualTypeOf<z.output<typeof subscriptionRequest>>();
    expectTypeOf<Takes<Admin["subscriptions"]["erase"], 0>>().toEqualTypeOf<z.output<typeof addressRequest>>();
    expectTypeOf<Takes<Admin["subscriptions"]["ofAddress"], 0>>().toEqualTypeOf<z.output<typeof addressRequest>>();
  });

  test("from a shop's server and an admin", () => {
    expectTypeOf<Takes<Admin["orders"]["place"], 0>>().toEqualTypeOf<z.output<typeof orderRequest>>();
    expectTypeOf<Takes<Admin["orders"]["cancel"], 1>>().toEqualTypeOf<z.output<typeof orderCancellation>>();
    expectTypeOf<Takes<Admin["skus"]["create"], 1>>().toEqualTypeOf<z.output<typeof skuRequest>>();
    expectTypeOf<Takes<Admin["skus"]["changePolicy"], 1>>().toEqualTypeOf<z.output<typeof policyPatch>>();
    expectTypeOf<Takes<Admin["skus"]["adjust"], 1>>().toEqualTypeOf<z.output<typeof adjustRequest>>();
    expectTypeOf<Takes<Admin["skus"]["count"], 1>>().toEqualTypeOf<z.output<typeof countRequest>>();
    expectTypeOf<Takes<Admin["skus"]["transfer"], 1>>().toEqualTypeOf<z.output<typeof transferRequest>>();
    expectTypeOf<Takes<Admin["replenishments"]["put"], 2>>().toEqualTypeOf<z.output<typeof replenishmentRequest>>();
    expectTypeOf<Takes<Admin["replenishments"]["receive"], 2>>().toEqualTypeOf<z.output<typeof receiptRequest>>();
    expectTypeOf<Takes<Admin["products"]["put"], 1>>().toEqualTypeOf<z.output<typeof productRequest>>();
    expectTypeOf<Takes<Admin["bulk"]["skus"], 0>>().toEqualTypeOf<z.output<typeof bulkSkus>>();
    // `branded`: the contract says "a SKU and an adjustment", which is the same as all of their fields.
    expectTypeOf<Takes<Admin["bulk"]["products"], 0>>().branded.toEqualTypeOf<z.output<typeof bulkProducts>>();
    expectTypeOf<Takes<Admin["bulk"]["adjust"], 0>>().branded.toEqualTypeOf<z.output<typeof bulkAdjust>>();
    expectTypeOf<Takes<Admin["bulk"]["count"], 0>>().branded.toEqualTypeOf<z.output<typeof bulkCount>>();
    expectTypeOf<Takes<Admin["bulk"]["transfers"], 0>>().branded.toEqualTypeOf<z.output<typeof bulkTransfer>>();
    expectTypeOf<Takes<Admin["bulk"]["replenishments"], 0>>().branded.toEqualTypeOf<
      z.output<typeof bulkReplenishments>
    >();
    expectTypeOf<Takes<Admin["bulk"]["receipts"], 0>>().branded.toEqualTypeOf<z.output<typeof bulkReceipts>>();
    expectTypeOf<Takes<Admin["keys"]["create"], 0>>().toEqualTypeOf<z.output<typeof keyRequest>>();
    expectTypeOf<Takes<Admin["settings"]["change"], 0>>().toEqualTypeOf<z.output<typeof settingsPatch>>();
    expectTypeOf<Takes<Admin["estimates"]["put"], 1>>().toEqualTypeOf<z.output<typeof estimateRequest>>();
    expectTypeOf<Takes<Admin["warehouses"]["put"], 1>>().toEqualTypeOf<z.output<typeof warehouseRequest>>();
    expectTypeOf<Takes<Admin["channels"]["put"], 1>>().toExtend<z.output<typeof channelRequest>>();
  });

  test("over any fetch", () => {
    expectTypeOf<typeof globalThis.fetch>().toExtend<Fetch>();
    expectTypeOf<(url: string, init: RequestInit) => Promise<Response>>().toExtend<Fetch>();
    expectTypeOf<ProblemCode>().toExtend<AnyOnhandError["code"]>();
  });
});
