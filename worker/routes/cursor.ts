import type { z } from "@hono/zod-openapi";
import { base64Url } from "../objects/slot-number.ts";
import { ProblemError } from "./problem.ts";

/** An opaque cursor for a position in a list. */
export function cursorOf(position: string): string {
  return base64Url(new TextEncoder().encode(position));
}

/** The position behind a cursor; the start of the list without one. */
export function positionOf(cursor: string | undefined): string {
  if (cursor === undefined) return "";
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notGiven();
  }
}

/** The parts of a position that has several, as JSON in the cursor; `null`: the start of the list. */
export function partsOf<Parts>(cursor: string | undefined, parts: z.ZodType<Parts>): Parts | null {
  if (cursor === undefined) return null;
  try {
    return parts.parse(JSON.parse(positionOf(cursor)));
  } catch {
    throw notGiven();
  }
}

function notGiven(): ProblemError {
  return ProblemError.field("cursor", "must be one that a list gave");
}
