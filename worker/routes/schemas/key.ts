import { z } from "@hono/zod-openapi";
import type { Key, KeyRequest, NewKey } from "../../../sdk/index.ts";
import { keyName } from "./text.ts";

const scopes = z.array(z.enum(["shopper", "orders", "stock", "admin"]));

export const keyRequest = z
  .strictObject({
    name: keyName,
    scopes: scopes
      .min(1)
      .refine((list) => new Set(list).size === list.length, "has a scope twice")
      .refine((list) => !list.includes("shopper") || list.length === 1, "shopper stands alone"),
  })
  .openapi("KeyRequest", { example: { name: "shop page", scopes: ["shopper"] } }) satisfies z.ZodType<KeyRequest>;

export const key = z
  .object({ id: z.string(), name: z.string(), scopes, createdAt: z.string() })
  .openapi("Key") satisfies z.ZodType<Key>;

export const newKey = key.extend({ key: z.string() }).openapi("NewKey") satisfies z.ZodType<NewKey>;
