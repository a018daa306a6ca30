import type { CatalogueFacts } from "../catalogue/facts.ts";
import type { RecentLooks } from "../catalogue/recent-looks.ts";
import type { Deployment } from "../deployment.ts";
import type { Env } from "../env.ts";
import type { Caller } from "./caller.ts";

/** What every route finds in its context. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    requestId: string;
    /** Set by `authenticate` for everything below `/v1`. */
    caller: Caller;
    facts: CatalogueFacts;
    looks: RecentLooks;
    /** The rules, and how people are told: the built-in ones and those that the deployment adds or replaces. */
    deployment: Deployment;
  };
}
