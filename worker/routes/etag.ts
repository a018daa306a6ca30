import type { Context } from "hono";
import type { Availability, AvailabilityList } from "../../sdk/index.ts";
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

/** A view as it goes out, with a tag of what it says. */
interface Rendered {
  text: string;
  tag: string;
}

/** A view that is asked for again while it is remembered is neither written nor hashed again. */
const renderedViews = new WeakMap<Availability, Rendered>();

/** Answers with a view, or 304 when the caller has it already. `asOf` alone makes no other view. */
export async function answerWithView(context: Context<AppEnv>, view: Availability): Promise<Response> {
  return answer(context, await rendered(view));
}

/** Answers with a list of views, likewise. */
export async function answerWithViews(context: Context<AppEnv>, list: AvailabilityList): Promise<Response> {
  const items = await Promise.all(list.items.map(rendered));
  const unknown = JSON.stringify(list.unknown);
  const text = `{"items":[${items.map((item) => item.text).join(",")}],"unknown":${unknown}}`;
  return answer(context, { text, tag: await tagOf(items.map((item) => item.tag).join() + unknown) });
}

async function rendered(view: Availability): Promise<Rendered> {
  const known = renderedViews.get(view);
  if (known !== undefined) return known;
  const { asOf, ...rest } = view;
  const said = JSON.stringify(rest);
  const made = { text: `${said.slice(0, -1)},"asOf":${JSON.stringify(asOf)}}`, tag: await tagOf(said) };
  renderedViews.set(view, made);
  return made;
}

async function tagOf(text: string): Promise<string> {
  return `W/"${base64Url(await sha256(text)).slice(0, 22)}"`;
}

function answer(context: Context<AppEnv>, { text, tag }: Rendered): Response {
  const headers = { etag: tag, "cache-control": "no-cache", vary: "authorization, origin" };
  const known =
    context.req
      .header("if-none-match")
      ?.split(",")
      .map((each) => each.trim()) ?? [];
  if (known.includes(tag) || known.includes("*")) return context.body(null, 304, headers);
  return context.body(text, 200, { ...headers, "content-type": "application/json" });
}
