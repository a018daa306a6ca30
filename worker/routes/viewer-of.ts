import type { Context } from "hono";
import { viewerIn } from "../catalogue/viewer.ts";
import type { Viewer } from "../catalogue/views.ts";
import type { AppEnv } from "./app-env.ts";
import { isSecret } from "./caller.ts";
import { askSku, channelOf, storeOf } from "./stock-access.ts";

/** What a request says of how it looks. */
export interface ViewQuery {
  channel?: string | undefined;
  reservation?: string | undefined;
  consistency?: "strong" | undefined;
}

/** The viewer that a request is. A channel that there is not is refused. */
export async function viewerOf(context: Context<AppEnv>, query: ViewQuery): Promise<Viewer> {
  const [channel, store, estimates] = await Promise.all([
    channelOf(context, query.channel),
    storeOf(context),
    context.var.facts.estimates(),
  ]);
  const onlooker = {
    reservation: query.reservation ?? null,
    secret: isSecret(context.var.caller),
    strong: query.consistency === "strong",
    looks: context.var.looks,
    ask: (sku, question) => askSku(context, sku, (stub) => stub.look(question)),
  } satisfies Partial<Viewer>;
  return viewerIn({ channel, store, estimates }, onlooker, context.env, context.var.deployment, Date.now());
}
