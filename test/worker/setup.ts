import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect } from "vitest";
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
  // A pool that failed to start would run these suites in Node, where they prove nothing.
  expect(navigator.userAgent).toBe("Cloudflare-Workers");
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});
