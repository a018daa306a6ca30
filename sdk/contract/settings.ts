import type { Policy, PolicyPatch } from "./policy.ts";

/** Settings of the whole store. */
export interface Settings {
  /** In the ETag, for `If-Match`. */
  revision: number;
  /** The store's own defaults; a key that is not here has the product's built-in default. */
  policy: Partial<Policy>;
  /** Origins whose pages may ask without a key: `https://shop.example`. */
  allowedOrigins: string[];
}

export interface SettingsPatch {
  policy?: PolicyPatch;
  allowedOrigins?: string[];
}
