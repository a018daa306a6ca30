import type { z } from "@hono/zod-openapi";

/**
 * A field that may be left out. In JSON nothing is `undefined`, so that a field is either there with its type or not
 * there: the type says exactly that. Zod's own `exactOptional` would too, but the generator of the API document does
 * not know it and lists such fields as required.
 */
export function optional<Schema extends z.ZodType>(schema: Schema): z.ZodExactOptional<Schema> {
  // The types differ in `undefined` alone, see above.
  return schema.optional() as unknown as z.ZodExactOptional<Schema>;
}
