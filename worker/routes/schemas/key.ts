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

const example: Key = {
  id: "key_1fQ2x0y3Zb5Kc7Ld9Me1Nf",
  name: "shop page",
  scopes: ["shopper"],
  createdAt: "2026-11-22T09:00:00.000Z",
};

export const key = z
  .object({ id: z.string(), name: z.string(), scopes, createdAt: z.string() })
  .openapi("Key", { example }) satisfies z.ZodType<Key>;

export const newKey = key.extend({ key: z.string() }).openapi("NewKey", {
  example: { ...example, key: "onh_pk_4Hq0n3o9Zr2mV7sYc1Lx8aKd5Tt6Ew0BpJfGuQiXy2k" },
}) satisfies z.ZodType<NewKey>;
