import type { Deployment } from "../deployment.ts";
import type { Env } from "../env.ts";
import { onceMore } from "../objects/once-more.ts";
import { skuStub } from "../objects/stubs.ts";
import { RecentLooks } from "./recent-looks.ts";
import type { Viewer } from "./views.ts";

/** What every view of a channel is made from, whoever looks. */
export type ChannelSetting = Pick<Viewer, "channel" | "store" | "estimates">;

/** Who looks, and how. */
export type Onlooker = Pick<Viewer, "reservation" | "secret" | "strong" | "looks" | "ask">;

/** A viewer of a channel, by the rules and transports of a deployment. */
export function viewerIn(
  facts: ChannelSetting,
  onlooker: Onlooker,
  env: Env,
  { rules, transportOf }: Pick<Deployment, "rules" | "transportOf">,
  nowMs: number,
): Viewer {
  return { ...facts, ...onlooker, rules, mailConfigured: transportOf(env) !== null, nowMs };
}

/**
 * Who looks for the service itself, without a request: sees every figure, reads each of them now, and has no reservation.
 * An object that breaks throws.
 */
export function serviceOnlooker(env: Env): Onlooker {
  return {
    reservation: null,
    secret: true,
    strong: true,
    looks: new RecentLooks(() => Date.now()),
    ask: (sku, question) =>
      onceMore(
        () => skuStub(env, sku),
        (stub) => stub.look(question),
      ),
  };
}
