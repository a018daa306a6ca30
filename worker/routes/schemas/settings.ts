import { z } from "@hono/zod-openapi";
import type { Settings, SettingsPatch } from "../../../sdk/index.ts";
import { ALLOWED_ORIGINS_MAX } from "../../core/bounds.ts";
import { optional } from "./optional.ts";
import { policyPatch, policySettings } from "./policy.ts";

const origin = z
  .string()
  .max(300)
  .refine(isOrigin, "must be an origin: scheme, host and port, without a path")
  .openapi({ example: "https://shop.example" });

export const settings = z
  .object({ revision: z.int(), policy: policySettings, allowedOrigins: z.array(z.string()) })
  .openapi("Settings", {
    example: { revision: 3, policy: { displayStockQuantity: true }, allowedOrigins: ["https://shop.example"] },
  }) satisfies z.ZodType<Settings>;

export const settingsPatch = z
  .strictObject({
    policy: optional(policyPatch),
    allowedOrigins: optional(z.array(origin).max(ALLOWED_ORIGINS_MAX)),
  })
  .openapi("SettingsPatch", {
    example: { allowedOrigins: ["https://shop.example"], policy: { set: { displayStockQuantity: true } } },
  }) satisfies z.ZodType<SettingsPatch>;

/** A URL may have a `*` in its host; here it would look like a pattern, and match nothing. */
function isOrigin(text: string): boolean {
  if (text.includes("*")) return false;
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
