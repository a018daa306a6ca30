import { z } from "@hono/zod-openapi";
import type { Settings, SettingsPatch } from "../../../sdk/index.ts";
import { ALLOWED_ORIGINS_MAX } from "../../core/bounds.ts";
import { policyPatch, policySettings } from "./policy.ts";

const origin = z
  .string()
  .max(300)
  .refine(isOrigin, "must be an origin: scheme, host and port, without a path")
  .openapi({ example: "https://shop.example" });

export const settings = z
  .object({ revision: z.int(), policy: policySettings, allowedOrigins: z.array(z.string()) })
  .openapi("Settings") satisfies z.ZodType<Settings>;

export const settingsPatch = z
  .strictObject({
    policy: policyPatch.exactOptional(),
    allowedOrigins: z.array(origin).max(ALLOWED_ORIGINS_MAX).exactOptional(),
  })
  .openapi("SettingsPatch", {
    example: { allowedOrigins: ["https://shop.example"], policy: { set: { displayStockQuantity: true } } },
  }) satisfies z.ZodType<SettingsPatch>;

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
