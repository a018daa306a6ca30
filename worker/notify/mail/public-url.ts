import type { Env } from "../../env.ts";

/** `PUBLIC_URL` as links begin with it, without a slash at its end; `null`: it is not one. */
export function publicUrlOf(env: Env): string | null {
  const text = env.PUBLIC_URL ?? "";
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text.replace(/\/+$/, "") : null;
}
