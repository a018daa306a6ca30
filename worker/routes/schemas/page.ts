import { z } from "@hono/zod-openapi";

type PageSchema<Item extends z.ZodType> = z.ZodObject<{
  items: z.ZodArray<Item>;
  nextCursor: z.ZodNullable<z.ZodString>;
}>;

/** A page of a list. Its example is that of an item, and a cursor. */
export function pageOf<Item extends z.ZodType>(item: Item): PageSchema<Item> {
  const nextCursor = z.string().nullable().openapi({
    description: "`cursor` of the next page; `null` on the last one.",
    example: "TVVHLUJMVUU",
  });
  return z.object({ items: z.array(item), nextCursor });
}
