import type { Context } from "hono";
import { base64Url, sha256 } from "../objects/slot-number.ts";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** The ETag of a resource with a revision. */
export function revisionTag(revision: number): string {
  return `"${revision}"`;
}

/** The revision named by `If-Match`; `null` when there is no such header, or any will do. */
export function revisionOf(context: Context<AppEnv>): number | null {
  const header = context.req.header("if-match");
  if (header === undefined || header === "*") return null;
  const revision = /^"(\d{1,15})"$/.exec(header)?.[1];
  if (revision === undefined) throw ProblemError.field("If-Match", 'must be an ETag as it was given: "3"');
  return Number(revision);
}

/** Answers with a view, or 304 when the caller has it already. `asOf` alone makes no other view. */
export async function answerWithTag<View>(context: Context<AppEnv>, view: View): Promise<Response> {
  const text = JSON.stringify(view, (name, value: unknown) => (name === "asOf" ? undefined : value));
  const tag = `W/"${base64Url(await sha256(text)).slice(0, 22)}"`;
  const headers = { etag: tag, "cache-control": "no-cache", vary: "authorization, origin" };
  const known =
    context.req
      .header("if-none-match")
      ?.split(",")
      .map((each) => each.trim()) ?? [];
  if (known.includes(tag) || known.includes("*")) return new Response(null, { status: 304, headers });
  return context.json(view as object, 200, headers);
}
