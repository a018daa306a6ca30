import { z } from "@hono/zod-openapi";
import type { DisplayPolicy, LowStockActivity, Policy, PolicyPatch, ResolvedPolicy } from "../../../sdk/index.ts";
import { ALLOWED_QUANTITIES_MAX, LINE_QUANTITY_MAX, PREORDER_CHANNELS_MAX } from "../../core/bounds.ts";
import { DISPLAY_KEYS, explainPolicy, POLICY_KEYS } from "../../core/policy.ts";
import { ACTING_ACTIVITIES } from "../../core/rules.ts";
import { optional } from "./optional.ts";
import { code, estimateId, figure, figureFromZero, time } from "./text.ts";

const cartQuantity = z.int().min(1).max(LINE_QUANTITY_MAX);

const preorder = z.strictObject({
  availableAt: time,
  limit: figureFromZero,
  channelLimits: optional(
    z
      .record(code, figureFromZero)
      .refine(
        (limits) => Object.keys(limits).length <= PREORDER_CHANNELS_MAX,
        `at most ${PREORDER_CHANNELS_MAX} channels`,
      ),
  ),
});

/** Which names there are beside the built-in ones is the deployment's matter: `requireActivity` knows. */
const lowStockActivity: z.ZodType<LowStockActivity> = z.string().openapi({
  description: `${ACTING_ACTIVITIES.map((name) => `\`${name}\``).join(", ")}, or one that the deployment has added.`,
  example: "disable_buy_button",
});

/** Every key with the values it takes. */
const keys = {
  trackInventory: z.boolean(),
  displayAvailability: z.boolean(),
  displayStockQuantity: z.boolean(),
  displayQuantityCap: z.int().min(1).max(LINE_QUANTITY_MAX).nullable(),
  outOfStockThreshold: figure,
  minStockQuantity: figureFromZero,
  lowStockActivity,
  notifyQuantityBelow: figureFromZero,
  backorders: z.enum(["none", "allow", "allow_and_notify"]),
  backorderLimit: figureFromZero.nullable(),
  allowBackInStockSubscriptions: z.boolean(),
  availabilityEstimate: estimateId.nullable(),
  preorder: preorder.nullable(),
  availableFrom: time.nullable(),
  availableUntil: time.nullable(),
  minCartQuantity: cartQuantity,
  maxCartQuantity: cartQuantity,
  allowedQuantities: z.array(cartQuantity).min(1).max(ALLOWED_QUANTITIES_MAX).nullable(),
  quantityMultiple: cartQuantity,
  returnable: z.boolean(),
  preferredWarehouse: code.nullable(),
  published: z.boolean(),
  discontinued: z.boolean(),
} satisfies { [Key in keyof Policy]: z.ZodType<Policy[Key]> };

type Optional<Shape extends Record<string, z.ZodType>> = { [Key in keyof Shape]: z.ZodExactOptional<Shape[Key]> };

function allOptional<Shape extends Record<string, z.ZodType>>(shape: Shape): Optional<Shape> {
  // Key by key the same shape, each made optional.
  return Object.fromEntries(Object.entries(shape).map(([key, type]) => [key, optional(type)])) as Optional<Shape>;
}

/** What can be seen to be wrong in one set of settings; what is inherited may still come to the same, and sells nothing. */
function checkOrder(settings: Partial<DisplayPolicy>, context: z.RefinementCtx): void {
  const { minCartQuantity: min, maxCartQuantity: max, availableFrom: from, availableUntil: until } = settings;
  const refuse = (path: string, message: string): void => {
    context.addIssue({ code: "custom", path: [path], message, input: settings });
  };
  if (min !== undefined && max !== undefined && min > max)
    refuse("maxCartQuantity", "must not be below minCartQuantity");
  if (from && until && Date.parse(from) > Date.parse(until))
    refuse("availableUntil", "must not be before availableFrom");
}

/** Some settings of a SKU or of the store. */
export const policySettings: z.ZodType<Partial<Policy>> = z
  .strictObject(allOptional(keys))
  .superRefine(checkOrder)
  .openapi("PolicySettings", { example: { backorders: "allow_and_notify", backorderLimit: 20 } });

const displayShape = Object.fromEntries(DISPLAY_KEYS.map((key) => [key, keys[key]])) as Pick<
  typeof keys,
  (typeof DISPLAY_KEYS)[number]
>;

/** Some settings of a product: it has no say in the stock keys. */
export const displaySettings: z.ZodType<Partial<DisplayPolicy>> = z
  .strictObject(allOptional(displayShape))
  .superRefine(checkOrder)
  .openapi("DisplaySettings", { example: { displayStockQuantity: true } });

export const policyPatch: z.ZodType<PolicyPatch> = z
  .strictObject({
    set: optional(policySettings),
    inherit: optional(z.array(z.enum(POLICY_KEYS as [keyof Policy, ...(keyof Policy)[]])).max(POLICY_KEYS.length)),
  })
  .openapi("PolicyPatch", { example: { set: { displayStockQuantity: true }, inherit: ["backorders"] } });

const source = z.enum(["sku", "product", "store", "default"]);

const resolvedShape = Object.fromEntries(
  Object.entries(keys).map(([key, value]) => [key, z.object({ value, source })]),
) as { [Key in keyof typeof keys]: z.ZodObject<{ value: (typeof keys)[Key]; source: typeof source }> };

export const resolvedPolicy = z.object(resolvedShape).openapi("ResolvedPolicy", {
  example: explainPolicy({ sku: { minStockQuantity: 2 }, store: { displayStockQuantity: true } }),
}) satisfies z.ZodType<ResolvedPolicy>;
