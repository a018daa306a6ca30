import { z } from "@hono/zod-openapi";
import type { Channel, ChannelRequest } from "../../../sdk/index.ts";
import { WAREHOUSES_PER_CHANNEL_MAX } from "../../core/bounds.ts";
import { optional } from "./optional.ts";
import { code, strategyName, title } from "./text.ts";

const warehouses = z
  .array(code)
  .max(WAREHOUSES_PER_CHANNEL_MAX)
  .superRefine(refuseRepeats)
  .openapi({
    description: `Codes of at most ${WAREHOUSES_PER_CHANNEL_MAX} warehouses, in order. Default none: it sells nothing.`,
    example: ["main", "hamburg"],
  });

export const channelRequest = z
  .strictObject({
    name: title,
    warehouses: optional(warehouses),
    strategy: optional(
      strategyName.openapi({
        description:
          "Which warehouse gives the units: `channel_order` (default), `most_available`, `fewest_warehouses`, or one " +
          "that the deployment has added.",
      }),
    ),
  })
  .openapi("ChannelRequest", {
    example: { name: "Marketplace", warehouses: ["main", "hamburg"], strategy: "most_available" },
  }) satisfies z.ZodType<ChannelRequest>;

export const channel = z
  .object({
    code: z.string(),
    name: z.string(),
    warehouses: z.array(z.string()),
    strategy: z.string(),
    revision: z.int(),
    updatedAt: z.string(),
  })
  .openapi("Channel", {
    example: {
      code: "marketplace",
      name: "Marketplace",
      warehouses: ["main", "hamburg"],
      strategy: "most_available",
      revision: 4,
      updatedAt: "2026-12-01T08:00:00.000Z",
    },
  }) satisfies z.ZodType<Channel>;

/** A warehouse has one place in the order. */
function refuseRepeats(codes: readonly string[], context: z.RefinementCtx): void {
  codes.forEach((each, index) => {
    if (codes.indexOf(each) === index) return;
    context.addIssue({ code: "custom", path: [index], message: "stands here twice", input: codes });
  });
}
