import { z } from "@hono/zod-openapi";
import type { Warehouse, WarehouseRequest } from "../../../sdk/index.ts";
import { ADDRESS_LENGTH_MAX, POSITION_MAX } from "../../core/bounds.ts";
import { optional } from "./optional.ts";
import { title } from "./text.ts";

/** Of several lines, if need be. */
const address = z
  .string()
  .refine((text) => [...text].length <= ADDRESS_LENGTH_MAX, `must have at most ${ADDRESS_LENGTH_MAX} characters`)
  .refine((text) => !/[^\P{C}\n]/u.test(text), "must have printable characters and line breaks only")
  .openapi({ example: "Dock Road 1\n20457 Hamburg" });

const country = z
  .string()
  .regex(/^([A-Z]{2})?$/, "must be two capital letters (ISO 3166-1 alpha-2), or empty")
  .openapi({ example: "DE" });

export const warehouseRequest = z
  .strictObject({
    name: title,
    address: optional(address),
    country: optional(country),
    position: optional(
      z.int().min(-POSITION_MAX).max(POSITION_MAX).openapi({
        description: "Lower comes first in lists. Default: where it is, and after all others when it is new.",
      }),
    ),
    active: optional(
      z.boolean().openapi({
        description:
          "Default true. One that is to be active no more is closed at every SKU first: 202, and `closing` says how " +
          "far that is, or what was in the way. To put it active again ends that. It has to be said while the warehouse " +
          "is being removed, and ends the removal: what was moved by then stays where it is.",
      }),
    ),
  })
  .openapi("WarehouseRequest", {
    example: { name: "Hamburg", address: "Dock Road 1\n20457 Hamburg", country: "DE", position: 2 },
  }) satisfies z.ZodType<WarehouseRequest>;

const closingObstacle = z.object({
  sku: z.string(),
  onHand: z.int(),
  claimed: z.int(),
  uncovered: z.int(),
  planned: z.int(),
  incoming: z.int(),
});

const closing = z
  .object({
    goal: z.enum(["remove", "deactivate"]),
    moveTo: z.string().nullable(),
    state: z.enum(["running", "refused"]),
    done: z.int(),
    obstacles: z.array(closingObstacle),
  })
  .openapi("WarehouseClosing") satisfies z.ZodType<NonNullable<Warehouse["closing"]>>;

export const warehouse = z
  .object({
    code: z.string(),
    name: z.string(),
    address: z.string(),
    country: z.string(),
    position: z.int(),
    active: z.boolean(),
    closing: z.union([closing, z.null()]),
    revision: z.int(),
    updatedAt: z.string(),
  })
  .openapi("Warehouse", {
    example: {
      code: "hamburg",
      name: "Hamburg",
      address: "Dock Road 1\n20457 Hamburg",
      country: "DE",
      position: 2,
      active: true,
      closing: {
        goal: "remove",
        moveTo: null,
        state: "refused",
        done: 41,
        obstacles: [{ sku: "MUG-BLUE", onHand: 10, claimed: 2, uncovered: 0, planned: 0, incoming: 0 }],
      },
      revision: 7,
      updatedAt: "2026-12-01T08:00:00.000Z",
    },
  }) satisfies z.ZodType<Warehouse>;
