import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll } from "vitest";
import "./in-workerd.ts";
import type { Env as Bindings } from "../../worker/env.ts";

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {
      /** The migrations of `worker/catalogue/migrations`, read by the test configuration. */
      TEST_MIGRATIONS: D1Migration[];
      /** How many stories the simulation plays, and the seed to play some again (`NaN`: another one each time). */
      SIM_RUNS: string;
      SIM_SEED: string;
    }
    /** Gives `exports` of cloudflare:workers its types. */
    interface GlobalProps {
      mainModule: typeof import("../../worker/index.ts");
      durableNamespaces: "SkuObject" | "SlotObject";
    }
  }
}

beforeAll(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});
